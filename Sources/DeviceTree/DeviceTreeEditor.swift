/// Changes a tree in place with libfdt's reading and writing functions.
///
/// Each call is one call of libfdt: `fdt_open_into`, `fdt_add_subnode`, `fdt_setprop` and `fdt_pack`. In that order, once
/// for each subtree and in a page, newer kernels add subtrees to the tree they hand over. libfdt puts a new subnode before
/// its siblings and a new property before the others.
public struct DeviceTreeEditor: Sendable {
    private var buffer: [UInt8]
    private let capacity: DeviceTreeCapacity
    private let limits: DeviceTreeLimits

    /// Opens a copy of a tree for change, as `fdt_open_into` does.
    ///
    /// - Parameters:
    ///   - blob: The tree. It is checked as a whole before it is touched.
    ///   - capacity: The room to use; grows as needed unless told.
    ///   - limits: How large a tree to accept.
    /// - Throws: What reading the tree throws; `noSpace` when it does not fit a fixed capacity.
    public init(
        blob: [UInt8], capacity: DeviceTreeCapacity = .growing(), limits: DeviceTreeLimits = DeviceTreeLimits()
    ) throws(DeviceTreeError) {
        let tree = try FlattenedDeviceTree(blob: blob, limits: limits)
        self.capacity = capacity
        self.limits = limits
        buffer = [UInt8](repeating: 0, count: capacity.initial)
        var status = LibFDT.open(tree.blob, into: &buffer)
        while DeviceTreeError.isNoSpace(status), let size = capacity.size(after: buffer.count) {
            buffer = [UInt8](repeating: 0, count: size)
            status = LibFDT.open(tree.blob, into: &buffer)
        }
        guard status == 0 else { throw DeviceTreeError(status: status, offset: 0, doing: "opening the tree") }
    }

    /// Adds a node before the other subnodes of a node, as `fdt_add_subnode` does.
    ///
    /// - Parameters:
    ///   - name: The name, unit address included; neither empty nor with a NUL.
    ///   - path: The node to add it to.
    /// - Throws: `exists` when libfdt finds a subnode of that name (for a name without unit address, also one with any),
    ///   `notFound` when there is no node at the path, `noSpace`, `badName`.
    public mutating func addSubnode(_ name: String, to path: String = "/") throws(DeviceTreeError) {
        try DeviceTreeWriter.check(name: Array(name.utf8), offset: 0, path: path)
        let parent = try offset(of: path)
        try perform("adding subnode \"\(name)\"", at: path) { LibFDT.addSubnode(name, to: parent, in: &$0) }
    }

    /// Sets a property, replacing its value or adding it before the other properties, as `fdt_setprop` does.
    ///
    /// - Parameters:
    ///   - name: The name, neither empty nor with a NUL.
    ///   - path: The node that has or gets the property.
    ///   - value: The bytes of the value.
    /// - Throws: `notFound` when there is no node at the path, `noSpace`, `badName`.
    public mutating func setProperty(
        _ name: String, of path: String = "/", to value: DeviceTreeValue
    ) throws(DeviceTreeError) {
        try DeviceTreeWriter.check(name: Array(name.utf8), offset: 0, path: path)
        let node = try offset(of: path)
        try perform("setting property \"\(name)\"", at: path) {
            LibFDT.setProperty(name, of: node, to: value.bytes, in: &$0)
        }
    }

    /// Moves the blocks together and takes away the free space, as `fdt_pack` does.
    ///
    /// - Returns: The blob, of exactly the tree's size.
    public consuming func packed() throws(DeviceTreeError) -> [UInt8] {
        let status = LibFDT.pack(&buffer)
        guard status == 0 else { throw DeviceTreeError(status: status, offset: 0, doing: "packing the tree") }
        return Array(buffer.prefix(FlattenedDeviceTree.declaredSize(buffer) ?? 0))
    }
}

extension DeviceTreeEditor {
    private func offset(of path: String) throws(DeviceTreeError) -> Int32 {
        guard path.utf8.first == UInt8(ascii: "/"), !path.utf8.contains(0) else {
            throw DeviceTreeError(code: .badName, offset: 0, path: path, reason: "a path does not start with a slash")
        }
        let offset = LibFDT.offset(of: path, in: buffer)
        guard offset >= 0 else {
            throw DeviceTreeError(status: offset, offset: 0, path: path, doing: "looking for the node")
        }
        return offset
    }

    /// Makes a call of libfdt, again in a larger buffer as long as it reports no space.
    ///
    /// A larger buffer leaves offsets within the structure block as they are.
    private mutating func perform(
        _ action: @autoclosure () -> String, at path: String, _ call: (inout [UInt8]) -> LibFDT.Status
    ) throws(DeviceTreeError) {
        var status = call(&buffer)
        while DeviceTreeError.isNoSpace(status), let size = capacity.size(after: buffer.count) {
            var larger = [UInt8](repeating: 0, count: size)
            status = LibFDT.open(buffer, into: &larger)
            guard status == 0 else { break }
            buffer = larger
            status = call(&buffer)
        }
        guard status >= 0 else {
            throw DeviceTreeError(status: status, offset: 0, path: path, doing: action())
        }
    }
}
