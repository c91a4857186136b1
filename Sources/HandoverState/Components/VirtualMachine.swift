/// A virtual machine of KVM.
public struct VirtualMachine: Hashable, Sendable {
    /// The type that it was created with.
    public var type: UInt64
    /// Attributes of guest pages, by frame; `nil` where the format has none.
    public var memoryAttributes: [MemoryAttribute]?
    /// How many pages of its second-stage page tables are kept; `nil` where the format keeps none.
    public var pageTablePages: Int?

    /// A virtual machine.
    public init(type: UInt64, memoryAttributes: [MemoryAttribute]? = nil, pageTablePages: Int? = nil) {
        self.type = type
        self.memoryAttributes = memoryAttributes
        self.pageTablePages = pageTablePages
    }

    /// The attributes of a guest page.
    public struct MemoryAttribute: Hashable, Sendable {
        /// The guest's page frame.
        public var frame: UInt64
        /// The attributes, `KVM_MEMORY_ATTRIBUTE_*`.
        public var attributes: UInt64

        /// Attributes.
        public init(frame: UInt64, attributes: UInt64) {
            self.frame = frame
            self.attributes = attributes
        }
    }
}

/// A virtual processor.
public struct VirtualCPU: Hashable, Sendable {
    /// Its number within the machine.
    public var id: UInt64
    /// The machine, a file of the same session.
    public var machine: Link<FilePlace>
    /// What its registers hold, by name and in the format's order: `regs.rip`; blocks that are not described are left out.
    public var registers: [NamedNumber]
    /// What runs it while there is no kernel; `nil` for one that stands still.
    public var caretaker: Caretaker?

    /// A virtual processor.
    public init(id: UInt64, machine: Link<FilePlace>, registers: [NamedNumber], caretaker: Caretaker? = nil) {
        self.id = id
        self.machine = machine
        self.registers = registers
        self.caretaker = caretaker
    }

    /// Whether what the registers hold is old, since the processor runs on.
    public var isStale: Bool { caretaker?.state == .running }
}

/// What runs a virtual processor on a preserved CPU while one kernel replaces another.
public struct Caretaker: Hashable, Sendable {
    /// What it does.
    public var state: State
    /// The CPU that it runs on.
    public var cpu: Link<ComponentPlace>
    /// What it counted, by name.
    public var telemetry: [NamedNumber]

    /// A caretaker.
    public init(state: State, cpu: Link<ComponentPlace>, telemetry: [NamedNumber] = []) {
        self.state = state
        self.cpu = cpu
        self.telemetry = telemetry
    }

    /// What a caretaker does.
    public enum State: Hashable, Sendable {
        case paused, running, stopping, stopped
        /// A number that has no name.
        case other(UInt64)

        /// What a number stands for.
        public init(_ number: UInt64) {
            let known: [State] = [.paused, .running, .stopping, .stopped]
            self = number < 4 ? known[Int(number)] : .other(number)
        }
    }
}

/// Memory of a guest that no process has mapped (`guest_memfd`).
public struct GuestMemory: Hashable, Sendable {
    /// The size in bytes.
    public var size: UInt64
    /// The flags that it was created with.
    public var flags: UInt64
    /// The machine whose memory it is, a file of the same session.
    public var machine: Link<FilePlace>
    /// The memory; `nil` where the list could not be read.
    public var folios: FolioTable?

    /// Guest memory.
    public init(size: UInt64, flags: UInt64, machine: Link<FilePlace>, folios: FolioTable?) {
        self.size = size
        self.flags = flags
        self.machine = machine
        self.folios = folios
    }
}
