import DeviceTree

/// `/chosen` of a boot tree: what a host tells the kernel that it starts.
public struct BootInformation: Hashable, Sendable {
    /// `multikernel,pool-cpus`: every processor that the kernel may be given one day.
    public var poolCPUs: CPUList?
    /// `multikernel,ipi-buffer` and `multikernel,ipi-pages`: where the kernel takes its messages.
    public var messages: MessageBuffer?
    /// `multikernel,host-ipi-buffer` and `multikernel,host-ipi-pages`: where its host takes them.
    public var hostMessages: MessageBuffer?
    /// `multikernel,host-ipi-cpu`: the processor of the host that is told of messages.
    public var hostCPU: UInt64?
    /// `multikernel,reserved-memory`: memory of the instance that its kernel must leave alone.
    public var reservedMemory: [Region]?
    /// `multikernel,pool-slot`.
    public var poolSlot: UInt64?
    /// `multikernel,host-tree`.
    public var hostTree: Leftover?
    /// What else the node holds.
    public var other = Leftover()

    /// Nothing to tell.
    public init() {}

    /// Whether a host has filled it in for a kernel that it starts; read back, an instance has at most a host's tree.
    public var isFromHost: Bool {
        poolCPUs != nil || messages != nil || hostMessages != nil || hostCPU != nil || reservedMemory != nil
            || poolSlot != nil || !other.properties.isEmpty
    }

    /// `cpus` of `multikernel,host-tree`: the processors of all other kernels, which are cells of 64 bits.
    public var hostTreeCPUs: CPUList? {
        guard let bytes = hostTree?.properties.first(where: { $0.name == "cpus" })?.value.bytes, bytes.count % 8 == 0
        else { return nil }
        return CPUList(
            stride(from: 0, to: bytes.count, by: 8).map { place in
                bytes[place..<place + 8].reduce(0) { $0 << 8 | UInt64($1) }
            })
    }

    /// A buffer for messages between kernels.
    public struct MessageBuffer: Hashable, Sendable {
        /// Where it begins; `nil` where only the pages are told.
        public var address: UInt64?
        /// How many pages it has; `nil` where only the address is told.
        public var pages: UInt32?

        /// A buffer.
        public init(address: UInt64?, pages: UInt32?) {
            self.address = address
            self.pages = pages
        }
    }

    /// A base and a size, as they stand.
    public struct Region: Hashable, Sendable {
        /// The first byte.
        public var base: UInt64
        /// How many bytes.
        public var size: UInt64

        /// A region.
        public init(base: UInt64, size: UInt64) {
            self.base = base
            self.size = size
        }
    }
}
