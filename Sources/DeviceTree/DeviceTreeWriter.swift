/// Writes a tree from its first byte to its last with libfdt's sequential writer.
///
/// Each call is one call of libfdt, in the same order, so that the blob equals byte for byte what the kernel makes with
/// `fdt_create`, `fdt_begin_node`, `fdt_property`, `fdt_end_node` and `fdt_finish`. Nodes are closures, so that begin and
/// end always pair up:
///
///     let tree = try DeviceTreeWriter.build(capacity: .fixed(4096)) { root throws(DeviceTreeError) in
///         try root.property("compatible", string: "kho-v1")
///         try root.node("memblock") { node throws(DeviceTreeError) in
///             try node.property("fdt", native64: 0x728000)
///         }
///     }
public struct DeviceTreeWriter: Sendable {
    private var buffer: [UInt8]
    private let capacity: DeviceTreeCapacity
    private var path = ""

    /// Writes a tree; the closure runs inside its root node.
    ///
    /// - Parameters:
    ///   - capacity: The room to use; grows as needed unless told.
    ///   - reservations: The entries of the memory reservation block. None may have size zero, which would end the list.
    ///   - bootCPU: The physical identifier of the processor that boots.
    ///   - sharingNames: Whether properties of one name share its text in the strings block, as in all trees that
    ///     kernels write. Sharing takes time proportional to the strings block for each property.
    ///   - body: Writes the root's properties, then its subnodes.
    /// - Returns: The blob, of exactly the tree's size.
    /// - Throws: `noSpace` when a fixed capacity is used up, `badName`, `badArgument`, and what the closure throws.
    public static func build(
        capacity: DeviceTreeCapacity = .growing(), reservations: [MemoryReservation] = [], bootCPU: UInt32 = 0,
        sharingNames: Bool = true, _ body: (inout DeviceTreeWriter) throws(DeviceTreeError) -> Void
    ) throws(DeviceTreeError) -> [UInt8] {
        var writer = try DeviceTreeWriter(capacity: capacity, reservations: reservations, sharingNames: sharingNames)
        try writer.begin([])
        try body(&writer)
        try writer.end()
        return try writer.finish(bootCPU: bootCPU)
    }

    /// Writes a subnode.
    ///
    /// - Parameters:
    ///   - name: The name, unit address included; neither empty nor with a NUL.
    ///   - body: Writes the node's properties, then its subnodes.
    public mutating func node(
        _ name: String, _ body: (inout DeviceTreeWriter) throws(DeviceTreeError) -> Void
    ) throws(DeviceTreeError) {
        try begin(Array(name.utf8))
        try body(&self)
        try end()
    }

    /// Writes a property.
    ///
    /// - Parameters:
    ///   - name: The name, neither empty nor with a NUL.
    ///   - value: The bytes of the value.
    public mutating func property(_ name: String, _ value: DeviceTreeValue) throws(DeviceTreeError) {
        try property(Array(name.utf8), value)
    }

    /// Refuses a name that a blob cannot hold.
    static func check(name: [UInt8], offset: Int, path: String) throws(DeviceTreeError) {
        guard !name.isEmpty, !name.contains(0) else {
            throw DeviceTreeError(
                code: .badName, offset: offset, path: path, reason: "a name to be written is empty or holds a NUL")
        }
    }
}

extension DeviceTreeWriter {
    init(
        capacity: DeviceTreeCapacity, reservations: [MemoryReservation], sharingNames: Bool
    ) throws(DeviceTreeError) {
        self.capacity = capacity
        buffer = [UInt8](repeating: 0, count: capacity.initial)
        let status = LibFDT.create(in: &buffer, sharingNames: sharingNames)
        guard status == 0 else { throw DeviceTreeError(status: status, offset: 0, doing: "starting a tree") }
        for entry in reservations {
            guard entry.size > 0 else {
                throw DeviceTreeError(
                    code: .badArgument, offset: 0, reason: "a memory reservation of no bytes would end the list")
            }
            try perform("writing a memory reservation") { LibFDT.addReservation(entry, to: &$0) }
        }
        try perform("ending the memory reservations") { LibFDT.finishReservations(in: &$0) }
    }

    /// Begins a node; the root has the empty name and comes first.
    mutating func begin(_ name: [UInt8]) throws(DeviceTreeError) {
        if !path.isEmpty || !name.isEmpty {
            try DeviceTreeWriter.check(name: name, offset: byteCount, path: nodePath)
        }
        try perform("beginning node \"\(NameText.node(name[...]))\"") { LibFDT.beginNode(name, in: &$0) }
        path += "/" + NameText.node(name[...])
    }

    /// Writes a property of the innermost node.
    mutating func property(_ name: [UInt8], _ value: DeviceTreeValue) throws(DeviceTreeError) {
        try DeviceTreeWriter.check(name: name, offset: byteCount, path: nodePath)
        try perform("writing property \"\(NameText.property(name[...]))\"") {
            LibFDT.property(name, value.bytes, in: &$0)
        }
    }

    /// Ends the innermost node.
    mutating func end() throws(DeviceTreeError) {
        try perform("ending a node") { LibFDT.endNode(in: &$0) }
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return }
        path = String(path[..<slash])
    }

    /// Completes the tree.
    mutating func finish(bootCPU: UInt32) throws(DeviceTreeError) -> [UInt8] {
        try perform("finishing the tree") { LibFDT.finish(&$0) }
        buffer.setBigEndian32(bootCPU, at: TreeHeader.Field.bootCPU)
        return Array(buffer.prefix(FlattenedDeviceTree.declaredSize(buffer) ?? 0))
    }

    /// The path of the node being written.
    private var nodePath: String {
        // The root contributes the first slash and an empty name: "//memblock" is "/memblock".
        path.utf8.count > 1 ? String(path.dropFirst()) : "/"
    }

    /// The number of bytes in use at the front of the buffer: where the next token goes.
    private var byteCount: Int {
        let start = buffer.bigEndian32(at: TreeHeader.Field.structureOffset) ?? 0
        let size = buffer.bigEndian32(at: TreeHeader.Field.structureSize) ?? 0
        return min(Int(start) + Int(size), buffer.count)
    }

    /// Makes a call of libfdt, again in a larger buffer as long as it reports no space.
    private mutating func perform(
        _ action: @autoclosure () -> String, _ call: (inout [UInt8]) -> LibFDT.Status
    ) throws(DeviceTreeError) {
        var status = call(&buffer)
        while DeviceTreeError.isNoSpace(status), let size = capacity.size(after: buffer.count) {
            var larger = [UInt8](repeating: 0, count: size)
            status = LibFDT.resize(&buffer, into: &larger)
            guard status == 0 else { break }
            buffer = larger
            status = call(&buffer)
        }
        guard status == 0 else {
            throw DeviceTreeError(status: status, offset: byteCount, path: nodePath, doing: action())
        }
    }
}
