public import DeviceTree

extension MultikernelTree.Reading {
    /// A tree that was put together rather than read: with what a reader of its blob would remark.
    ///
    /// How wide its lists are is known here, whatever a reader would have to assume.
    ///
    /// - Throws: ``DeviceTreeError`` where no blob can be written of it.
    public init(of tree: MultikernelTree) throws(DeviceTreeError) {
        let blob = try FlattenedDeviceTree(blob: tree.blob())
        let reading = try? MultikernelTree.read(blob)
        let remarks = (reading?.remarks ?? []).filter { if case .widthAssumed = $0.kind { false } else { true } }
        self.init(tree: tree, remarks: remarks, origins: MultikernelTree.Origins(tree: blob))
    }
}
