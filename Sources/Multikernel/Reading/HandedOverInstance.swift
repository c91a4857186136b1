public import DeviceTree

/// What the first versions put into the root tree of KHO for the kernel that they started.
///
/// Numbers are big-endian, unlike all others in that tree. Later versions have a tree of their own for it: a boot tree.
public struct HandedOverInstance: Hashable, Sendable {
    /// `dtb-data` of the node `multikernel`: a tree that lists the instance, as a blob.
    public var blob: [UInt8]?
    /// `ipi-buffer`: where the kernel takes its messages.
    public var messages: BootInformation.MessageBuffer?
    /// `host-ipi-buffer`: where its host takes them.
    public var hostMessages: BootInformation.MessageBuffer?

    /// Looks for an instance in a root tree of KHO; `nil` where there is none.
    public init?(in tree: FlattenedDeviceTree) {
        let root = tree.root
        blob = root.child(named: "multikernel")?["dtb-data"].map { Array($0.bytes) }
        messages = Self.buffer(root.child(named: "ipi-buffer"))
        hostMessages = Self.buffer(root.child(named: "host-ipi-buffer"))
        if blob == nil, messages == nil, hostMessages == nil { return nil }
    }

    /// The tree that lists the instance; `nil` where there is none.
    public func tree() throws(DeviceTreeError) -> FlattenedDeviceTree? {
        guard let blob else { return nil }
        return try FlattenedDeviceTree(blob: blob)
    }

    /// A buffer; kernels take it only where both of its properties can be read.
    private static func buffer(_ node: FlattenedDeviceTree.Node?) -> BootInformation.MessageBuffer? {
        guard let node else { return nil }
        let address = node["phys-addr"]?.bigEndianUInt64
        let pages = node["pages"]?.bigEndianUInt32
        return address == nil && pages == nil ? nil : BootInformation.MessageBuffer(address: address, pages: pages)
    }
}
