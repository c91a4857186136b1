import DeviceTree
import HandoverABI
import HandoverState
import PhysicalMemory

/// The data behind a subtree, as far as it can be had.
struct SubtreeData {
    let bytes: [UInt8]
    /// The tree, where the data is one.
    let tree: FlattenedDeviceTree?
    /// Where it lies in memory; `nil` where it came as a file.
    let address: PhysicalAddress?
    /// Whether it came as a file and not out of memory.
    var isFromFile: Bool { address == nil }

    /// The largest data that is kept; the kernel's own are a page or two.
    private static let limit = 16 << 20
    /// The most data that is kept of all subtrees together.
    static let totalLimit = 64 << 20

    /// Finds the data of a subtree: in a file that came with the root tree, or in memory.
    static func fetch<Memory: PhysicalMemory>(
        _ subtree: Subtree, blobs: [String: [UInt8]], room: Int, from reader: inout StructureReader<Memory>
    ) -> SubtreeData? {
        // Made for a remark only, since trees can have very many subtrees.
        var path: String { "/" + subtree.name }
        if let blob = blobs[subtree.name] {
            return SubtreeData(blob, at: nil, path: path, log: &reader.log)
        }
        guard let address = subtree.address else { return nil }
        guard address.value != 0 else {
            reader.log.damage(.subtreeAddressZero, path, nil, "the subtree lies at address 0")
            return nil
        }
        guard reader.hasMemory else {
            reader.log.unavailable(
                .memoryAbsent, path, address, "the subtree's data is not available: the input holds no memory")
            return nil
        }
        guard let count = size(of: subtree, at: address, path: path, from: &reader) else { return nil }
        guard count > 0 else {
            reader.log.damage(.subtreeSizeZero, path, address, "the root tree gives the subtree no bytes")
            return nil
        }
        guard count <= min(limit, room) else {
            reader.log.damage(
                .subtreeTooLarge, path, address,
                "the subtree's data has \(count) bytes; more than \(limit), and \(totalLimit) of all subtrees, are not read"
            )
            return nil
        }
        let bytes = reader.bytes(at: address, count: count, path, .structure("the subtree's data")) { view in
            var copy: [UInt8] = []
            copy.reserveCapacity(view.count)
            for index in view.indices { copy.append(view[index]) }
            return copy
        }
        return bytes.map { SubtreeData($0, at: address, path: path, log: &reader.log) }
    }

    private init(_ bytes: [UInt8], at address: PhysicalAddress?, path: String, log: inout RemarkLog) {
        self.bytes = bytes
        self.address = address
        guard FlattenedDeviceTree.looksLikeTree(bytes) else {
            tree = nil
            return
        }
        do throws(DeviceTreeError) {
            tree = try FlattenedDeviceTree(blob: bytes)
        } catch {
            log.damage(.subtreeBroken, path, address, "the subtree's tree is broken: \(error)")
            tree = nil
        }
    }

    /// The size of the data: what the root tree says, or what the data says of itself.
    private static func size<Memory: PhysicalMemory>(
        of subtree: Subtree, at address: PhysicalAddress, path: String, from reader: inout StructureReader<Memory>
    ) -> Int? {
        let head: [UInt8]
        do throws(MemoryError) {
            head = try reader.memory.bytes(at: address, count: 8)
        } catch {
            reader.report(error, path, .structure("the subtree's data"))
            return nil
        }
        let declared = FlattenedDeviceTree.looksLikeTree(head) ? FlattenedDeviceTree.declaredSize(head) : nil
        if let size = subtree.size {
            if let declared, declared > size {
                reader.log.damage(
                    .subtreeSizeTooSmall, path, address,
                    "the root tree gives the subtree \(size) bytes, its own header \(declared)")
            }
            return size
        }
        if declared == nil {
            reader.log.damage(
                .subtreeNotTree, path, address,
                "the subtree's data is not a device tree, and the root tree does not say its size")
        }
        return declared
    }

    /// The version string that the data carries: of a tree the root's `compatible`, of a structure the characters that
    /// it begins with.
    var compatible: String? {
        if let tree { return tree.root[RootTreeNames.compatible].flatMap { $0.string } }
        let field = KernelText(field: bytes.prefix(48))
        let isName = field.bytes.allSatisfy { byte in
            byte > 0x20 && byte < 0x7f
        }
        return field.isTerminated && field.bytes.count >= 4 && isName ? field.description : nil
    }
}
