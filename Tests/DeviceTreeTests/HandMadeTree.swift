/// A blob put together token by token, so that tests can put tokens where no writer would.
struct HandMadeTree {
    var reservations: [UInt8] = [UInt8](repeating: 0, count: 16)
    var structure: [UInt8] = []
    var strings: [UInt8] = []
    var version: UInt32 = 17

    mutating func token(_ value: UInt32) {
        structure += big(value)
    }

    mutating func begin(_ name: String) {
        begin(Array(name.utf8))
    }

    mutating func begin(_ name: [UInt8]) {
        token(1)
        structure += name + [0]
        pad()
    }

    mutating func property(_ name: String, _ value: [UInt8] = []) {
        property(Array(name.utf8), value)
    }

    mutating func property(_ name: [UInt8], _ value: [UInt8] = []) {
        property(nameOffset: UInt32(strings.count), length: UInt32(value.count), value)
        strings += name + [0]
    }

    mutating func property(nameOffset: UInt32, length: UInt32, _ value: [UInt8] = []) {
        token(3)
        token(length)
        token(nameOffset)
        structure += value
        pad()
    }

    mutating func end() {
        token(2)
    }

    mutating func finish() {
        token(9)
    }

    /// A root node around what a closure adds, and the end of the tree.
    init(_ body: (inout HandMadeTree) -> Void = { _ in }) {
        begin("")
        body(&self)
        end()
        finish()
    }

    /// A tree of exactly what a closure adds.
    static func tokens(_ body: (inout HandMadeTree) -> Void) -> HandMadeTree {
        var tree = HandMadeTree()
        tree.structure = []
        body(&tree)
        return tree
    }

    /// Header (40 bytes), reservations, structure and strings, one after the other.
    var blob: [UInt8] {
        let structureOffset = 40 + reservations.count
        let stringsOffset = structureOffset + structure.count
        let header = [
            0xd00d_feed, UInt32(stringsOffset + strings.count), UInt32(structureOffset), UInt32(stringsOffset), 40,
            version, 16, 0, UInt32(strings.count), UInt32(structure.count),
        ]
        return header.flatMap(big) + reservations + structure + strings
    }

    /// Where the structure block starts in the blob.
    var structureStart: Int { 40 + reservations.count }

    /// Where the structure block ends in the blob.
    var structureEnd: Int { structureStart + structure.count }

    private mutating func pad() {
        while structure.count % 4 != 0 { structure.append(0) }
    }

    private func big(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * $0)) }
    }
}
