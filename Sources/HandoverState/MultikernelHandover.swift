public import PhysicalMemory

/// What the first kernels of the multikernel patches put into the root tree beside the subtrees: the tree of the instance
/// that is started, and where the two kernels leave messages for each other.
public struct MultikernelHandover: Hashable, Sendable {
    /// The device tree of the instance, byte for byte; `nil` where there is none.
    public var tree: [UInt8]?
    /// Where the host takes its messages.
    public var hostMessages: MessageBuffer?
    /// Where the instance takes its own.
    public var messages: MessageBuffer?
    /// How many subtrees stand in front of these nodes in the root tree.
    public var position: Int

    /// What there is.
    public init(
        tree: [UInt8]? = nil, hostMessages: MessageBuffer? = nil, messages: MessageBuffer? = nil, position: Int = 0
    ) {
        self.tree = tree
        self.hostMessages = hostMessages
        self.messages = messages
        self.position = position
    }

    /// A buffer for messages between kernels.
    public struct MessageBuffer: Hashable, Sendable {
        /// The first byte; `nil` where the node does not say.
        public var address: PhysicalAddress?
        /// How many pages; `nil` where the node does not say.
        public var pages: UInt32?

        /// A buffer.
        public init(address: PhysicalAddress?, pages: UInt32?) {
            self.address = address
            self.pages = pages
        }

        /// Whether both are known, and not 0: kernels take no half.
        public var isComplete: Bool { address ?? 0 != 0 && pages ?? 0 != 0 }
    }

    /// The most bytes that kernels take of the tree.
    public static let treeLimit = 1 << 20
}
