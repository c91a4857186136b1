public import PhysicalMemory

/// A handover as a person describes it: what there shall be, without saying where.
///
/// Everything that a plan leaves open (addresses, folios, counts) is chosen when it is composed into a state.
public struct HandoverPlan: Hashable, Sendable {
    /// What the previous kernel shall be called; `nil` for none.
    public var release: String?
    /// How many handovers there shall have been, this one included.
    public var kexecCount: UInt32 = 1
    /// The memory of the machine; `nil` for a machine of ordinary size.
    public var ram: [MemoryRange]?
    /// The scratch areas; `nil` for three of ordinary size.
    public var scratch: [MemoryRange]?
    /// The regions of `reserve_mem=`.
    public var reserveMem: [Region] = []
    /// How many live updates there shall have been, this one included.
    public var liveUpdateNumber: UInt64 = 1
    /// The sessions; `nil` for a handover without the Live Update Orchestrator.
    public var sessions: [Session]?
    /// The objects bound to files.
    public var flbs: [FileLifecycleBound] = []
    /// The memory that components refer to.
    public var memory: [Memory] = []
    /// The orders of the folios of the kernel's own test; empty for no test.
    public var testOrders: [Int] = []

    /// An empty plan.
    public init() {}

    /// What handlers other than the memfd's, and objects, are to have stored.
    public var components: [ComponentState] {
        (sessions ?? []).flatMap { $0.files.compactMap { $0.component } } + flbs.compactMap { $0.component }
    }

    /// A reserved region.
    public struct Region: Hashable, Sendable {
        /// The name as on the kernel's command line.
        public var name: String
        /// Where it shall lie; `nil` for anywhere.
        public var address: PhysicalAddress?
        /// How many bytes.
        public var size: UInt64
        /// What it shall hold; zeros behind its end.
        public var content: Content

        /// A region.
        public init(name: String, address: PhysicalAddress?, size: UInt64, content: Content) {
            self.name = name
            self.address = address
            self.size = size
            self.content = content
        }
    }

    /// A session.
    public struct Session: Hashable, Sendable {
        /// The name, unique among the sessions.
        public var name: String
        /// The files.
        public var files: [File]

        /// A session.
        public init(name: String, files: [File]) {
            self.name = name
            self.files = files
        }
    }

    /// A memfd, or a file of another handler.
    public struct File: Hashable, Sendable {
        /// The token, unique within the session.
        public var token: UInt64
        /// The length in bytes; `nil` for that of its content.
        public var size: UInt64?
        /// The file position.
        public var position: UInt64
        /// The seals.
        public var seals: Memfd.Seals
        /// What it shall hold.
        public var content: Content
        /// Where it shall have nothing; rounded to pages inwards.
        public var holes: [MemoryRange]
        /// The order of its folios.
        public var order: Int
        /// What another handler stored; `nil` for a memfd.
        ///
        /// Structures that others refer to have addresses that stand for the real ones, as has memory.
        public var component: ComponentState?
        /// The string of the other handler; `nil` for a memfd.
        public var handler: String?

        /// A file of another handler.
        public init(token: UInt64, handler: String, component: ComponentState) {
            self.init(token: token, size: 0, content: .zeros)
            self.component = component
            self.handler = handler
        }

        /// A memfd.
        public init(
            token: UInt64, size: UInt64?, position: UInt64 = 0, seals: Memfd.Seals = [], content: Content,
            holes: [MemoryRange] = [], order: Int = 0
        ) {
            self.token = token
            self.size = size
            self.position = position
            self.seals = seals
            self.content = content
            self.holes = holes
            self.order = order
        }
    }

    /// Memory that a component refers to: a member holds its place until it is composed.
    public struct Memory: Hashable, Sendable {
        /// The address that stands for it.
        public var place: PhysicalAddress
        /// What the member is to have.
        public var form: Form
        /// How many bytes.
        public var size: UInt64
        /// What it shall hold; zeros behind its end.
        public var content: Content

        /// Memory.
        public init(place: PhysicalAddress, form: Form, size: UInt64, content: Content) {
            self.place = place
            self.form = form
            self.size = size
            self.content = content
        }

        /// How a member refers to memory.
        public enum Form: Hashable, Sendable {
            /// By the address of adjacent pages.
            case pages
            /// By records of folios of an order; holes are as those of a memfd.
            case folios(order: Int, holes: [MemoryRange])
        }

        /// Addresses from here on stand for others; no machine has memory there.
        public static let firstPlace: UInt64 = 0xffff_8000_0000_0000
    }

    /// What a file or region shall hold.
    public enum Content: Hashable, Sendable {
        /// Zeros.
        case zeros
        /// These bytes.
        case bytes([UInt8])
        /// The contents of a file, by its path.
        case file(String)
        /// One byte over and over.
        case fill(UInt8)
    }
}
