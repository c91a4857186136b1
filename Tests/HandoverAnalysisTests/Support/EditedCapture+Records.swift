import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverCoding
import PhysicalMemory
import Testing

/// Where the records of a capture lie, and changes to them by the names of their fields.
extension EditedCapture {
    /// Puts a number into a field of a record.
    mutating func set(_ field: Field, to value: UInt64, at record: UInt64) throws {
        let bytes = (0..<field.width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
        try image.put(bytes, at: record + UInt64(field.offset))
    }

    /// Puts characters into a field of a record, and NULs behind them.
    mutating func set(_ field: Field, to text: String, at record: UInt64) throws {
        let bytes = Array(text.utf8.prefix(field.size))
        try image.put(
            bytes + Array(repeating: 0, count: field.size - bytes.count), at: record + UInt64(field.offset))
    }

    // MARK: Records

    private func start(of kind: LocatedStructure.Kind, on path: String? = nil) throws -> UInt64 {
        try #require(structures(kind, on: path).first).range.start.value
    }

    /// The first block or head of sessions.
    func sessions() throws -> UInt64 { try start(of: .sessions) }

    /// A session of the first block or of the array.
    func session(_ index: Int = 0) throws -> UInt64 {
        let head = decoded.profile?.liveUpdate == .structure ? Block.layout.size : SessionHeader.layout.size
        return try sessions() + UInt64(head + index * SessionRecord.layout.size)
    }

    /// A file of a session, of its first block or of the array.
    func file(_ index: Int = 0, of session: String = "vm-0") throws -> UInt64 {
        let head = decoded.profile?.liveUpdate == .structure ? Block.layout.size : 0
        return try start(of: .files, on: "/LUO/" + session) + UInt64(head + index * FileRecord.layout.size)
    }

    /// The head of the objects bound to files.
    func flbs() throws -> UInt64 { try start(of: .flbs) }

    /// An object bound to files.
    func flb(_ index: Int = 0) throws -> UInt64 {
        try flbs() + UInt64(FLBHeader.layout.size + index * FLBRecord.layout.size)
    }

    /// The structure of a memfd of the first session.
    func memfd(_ token: String) throws -> UInt64 { try start(of: .memfd, on: "/LUO/vm-0/" + token) }

    /// The descriptor of the list of a memfd's folios.
    func descriptor(_ token: String) throws -> UInt64 { try memfd(token) + UInt64(MemfdV2.folios.offset) }

    /// The first chunk of the list of a memfd's folios.
    func chunk(_ token: String) throws -> UInt64 { try start(of: .vmallocChunk, on: "/LUO/vm-0/" + token) }

    /// A record of the list of a memfd's folios, in its first page.
    func folio(_ index: Int, of token: String) throws -> UInt64 {
        try start(of: .vmallocPages(order: 0), on: "/LUO/vm-0/" + token) + UInt64(index * FolioRecord.layout.size)
    }

    /// The data of a subtree.
    func subtree(_ name: String) throws -> UInt64 { try start(of: .subtree, on: "/" + name) }

    // MARK: Trees

    /// A tree and where it lies: of a subtree, or the root.
    private func tree(_ name: String?) throws -> (tree: FlattenedDeviceTree, start: UInt64) {
        if let name { return (try #require(decoded.trees[name]), try subtree(name)) }
        return (try #require(decoded.root), try start(of: .root))
    }

    /// A property of a node, by the names on the way to it, and where its value lies.
    func property(
        _ name: String, of nodes: [String] = [], in subtree: String?
    ) throws -> (value: FlattenedDeviceTree.Property, address: UInt64) {
        let (tree, start) = try tree(subtree)
        let node = try nodes.reduce(tree.root) { try #require($0.child(named: $1)) }
        let property = try #require(node[name])
        return (property, start + UInt64(property.offset))
    }

    /// Takes a property away: the format has a token for nothing.
    mutating func remove(_ name: String, of nodes: [String] = [], in subtree: String) throws {
        let (property, address) = try property(name, of: nodes, in: subtree)
        try skip(from: address - 12, count: 12 + property.count)
    }

    /// Takes a node away that has properties and no other nodes.
    mutating func removeNode(_ name: String, in subtree: String) throws {
        let (tree, start) = try tree(subtree)
        let node = try #require(tree.root.child(named: name))
        let last = try #require(node.properties.max { $0.offset < $1.offset })
        let end = (last.offset + last.count + 3) / 4 * 4 + 4
        try skip(from: start + UInt64(node.offset), count: end - node.offset)
    }

    private mutating func skip(from address: UInt64, count: Int) throws {
        let nothing: [UInt8] = [0, 0, 0, 4]
        for word in 0..<(count + 3) / 4 { try image.put(nothing, at: address + UInt64(4 * word)) }
    }
}
