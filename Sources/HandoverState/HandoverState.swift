public import PhysicalMemory

/// What one kernel hands to the next: the memory it asks to be kept and what lies in it.
///
/// Plain values, the same whatever kernel wrote them; which formats they were written in is told beside them, by
/// ``ABIIdentification``. A part that an input does not carry (the memory behind a debugfs directory, say) is `nil`,
/// which is not the same as an empty list.
public struct HandoverState: Hashable, Sendable {
    /// The root tree: where it lies and how long it is; `nil` where the input holds subtrees alone.
    public var root: RootTree?
    /// The scratch areas, the memory in which the next kernel boots; `nil` where the input does not say.
    public var scratch: [MemoryRange]?
    /// The preserved memory; `nil` where the map could not be read.
    public var memory: PreservedMemory?
    /// What the root tree points to, in its order.
    public var subtrees: [Subtree]
    /// The regions of `reserve_mem=`; `nil` where no such subtree could be read.
    public var reserveMem: [ReservedRegion]?
    /// The sessions and objects of the Live Update Orchestrator; `nil` where no such subtree could be read.
    public var liveUpdate: LiveUpdate?
    /// What the previous kernel says of itself; `nil` where it does not.
    public var kernel: PreviousKernel?
    /// The folios that the kernel's own handover test preserved.
    public var test: TestHandover?

    /// What kernels of the multikernel patches hand over; `nil` where there is nothing of it.
    public var multikernel: MultikernelHandover?

    /// A state of which nothing but the root tree is known.
    public init(root: RootTree?) {
        self.root = root
        self.subtrees = []
    }
}

/// Where the root tree of a handover lies.
public struct RootTree: Hashable, Sendable {
    /// The address of the tree; `nil` where it came as a file of its own.
    public var address: PhysicalAddress?
    /// The size of the tree in bytes, as its header gives it.
    public var size: Int
    /// The address of the preserved-memory map; 0 as long as the kernel has not written one.
    public var map: PhysicalAddress?
    /// Properties that no known kernel writes, kept as they are.
    public var unknownProperties: [UnknownProperty]

    /// A root tree.
    public init(
        address: PhysicalAddress?, size: Int, map: PhysicalAddress?, unknownProperties: [UnknownProperty] = []
    ) {
        self.address = address
        self.size = size
        self.map = map
        self.unknownProperties = unknownProperties
    }
}

/// A property that no known kernel writes.
public struct UnknownProperty: Hashable, Sendable {
    /// The name of the property.
    public var name: String
    /// The value, byte for byte.
    public var bytes: [UInt8]

    /// A property from its name and value.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// What a kernel of 7.1 or later tells of itself in the subtree `kexec-metadata`.
public struct PreviousKernel: Hashable, Sendable {
    /// The version of the structure; 1 in all known kernels.
    public var version: UInt32
    /// The release, as `uname -r` prints it.
    public var release: String
    /// How many handovers there have been since the last cold boot.
    public var kexecCount: UInt32

    /// What a kernel tells of itself.
    public init(version: UInt32, release: String, kexecCount: UInt32) {
        self.version = version
        self.release = release
        self.kexecCount = kexecCount
    }
}
