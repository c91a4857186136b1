/// The keys that one kind of object may have, in the order in which they are written; at most twenty.
final class RecordKeys: Sendable {
    let names: [String]
    fileprivate let spellings: [[UInt8]]

    init(_ names: String...) {
        self.names = names
        spellings = names.map { Array($0.utf8) }
    }
}

/// An object of a document, all of whose keys are known and stand in it once.
struct DocumentMapping {
    let value: DocumentValue
    private let keys: RecordKeys
    /// For each known key, the index of its value; 0, the index of the document as a whole, where there is none.
    private var indices = [20 of Int](repeating: 0)

    /// - Throws: ``DocumentError`` at the first key that is unknown or has been there before.
    init(_ value: DocumentValue, keys: RecordKeys) throws(DocumentError) {
        self.value = value
        self.keys = keys
        guard value.node.kind == .mapping else { throw value.mismatch(expected: "an object") }
        let tree = value.tree
        let end = tree.index(after: value.index)
        var key = value.index + 1
        var expected = 0
        while key < end {
            // Keys mostly come in their order.
            while expected < keys.spellings.count, !tree.scalar(key, spells: keys.spellings[expected]) { expected += 1 }
            if expected == keys.spellings.count {
                let other = keys.spellings.firstIndex { tree.scalar(key, spells: $0) }
                guard let other else { throw Self.unknown(key, in: tree, keys: keys) }
                expected = other
            }
            guard indices[expected] == 0 else {
                throw tree.error(
                    .duplicateKey, at: key, "found the key \(keys.names[expected]) again, expected it once")
            }
            indices[expected] = key + 1
            expected += 1
            key = tree.index(after: key + 1)
        }
    }

    private static func unknown(_ key: Int, in tree: DocumentTree, keys: RecordKeys) -> DocumentError {
        tree.error(
            .unknownKey, at: key,
            "found the key \(DocumentValue.quoted(tree.text(of: key))), expected one of "
                + keys.names.joined(separator: ", "))
    }

    /// The value of a key, or `nil` where the object does not have it.
    func optional(_ name: String) -> DocumentValue? {
        guard let position = keys.names.firstIndex(of: name), indices[position] != 0 else { return nil }
        return DocumentValue(tree: value.tree, index: indices[position])
    }

    /// The value of a key that must be there.
    func required(_ name: String) throws(DocumentError) -> DocumentValue {
        guard let found = optional(name) else {
            throw value.error(.missingKey, "found no key \(name), expected it here")
        }
        return found
    }

    /// The value of the first key of this name in an object that may have any others.
    static func first(_ name: String, of value: DocumentValue) -> DocumentValue? {
        let tree = value.tree
        let end = tree.index(after: value.index)
        let spelling = Array(name.utf8)
        var key = value.index + 1
        while key < end {
            if tree.scalar(key, spells: spelling) { return DocumentValue(tree: tree, index: key + 1) }
            key = tree.index(after: key + 1)
        }
        return nil
    }
}

extension DocumentTree {
    /// Whether a scalar is spelled in this way.
    fileprivate func scalar(_ index: Int, spells spelling: [UInt8]) -> Bool {
        let node = nodes[index]
        guard !node.isContainer, Int(node.extent) == spelling.count else { return false }
        let start = Int(node.start)
        for position in spelling.indices where text[start + position] != spelling[position] { return false }
        return true
    }
}
