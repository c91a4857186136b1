/// The values of a document, as JSON or YAML spells them, before anything is known of their meaning.
///
/// One flat array in the order of the text, 20 bytes a value, beside one array of text: a document of a million folios
/// has more than ten million values, and an object for each would take gigabytes.
final class DocumentTree: Sendable {
    /// Every value; a mapping's keys and values follow it in turn, a sequence's elements follow it.
    let nodes: [DocumentNode]
    /// What the scalars' ``DocumentNode/start`` refers to.
    let text: [UInt8]
    /// How it was spelled.
    let format: DocumentFormat

    init(nodes: [DocumentNode], text: [UInt8], format: DocumentFormat) {
        self.nodes = nodes
        self.text = text
        self.format = format
    }

    /// The index of the value that follows a value and all that is in it.
    func index(after index: Int) -> Int {
        let node = nodes[index]
        return node.isContainer ? Int(node.extent) : index + 1
    }

    /// The text of a scalar.
    func text(of index: Int) -> ArraySlice<UInt8> {
        let node = nodes[index]
        return text[Int(node.start)..<Int(node.start) + Int(node.extent)]
    }

    func string(of index: Int) -> String {
        String(decoding: text(of: index), as: UTF8.self)
    }
}

/// A value of a document.
struct DocumentNode: Sendable {
    /// For a scalar, where its text begins.
    var start: UInt32 = 0
    /// For a scalar, how long its text is; for a container, the index past its last value.
    var extent: UInt32
    let line: UInt32
    let column: UInt32
    let kind: Kind

    enum Kind: UInt8, Sendable {
        case mapping
        case sequence
        /// A number, `true`, `null`, or a word of YAML.
        case plain
        /// A string.
        case quoted
    }

    var isContainer: Bool { kind == .mapping || kind == .sequence }
    var mark: DocumentMark { DocumentMark(line: line, column: column) }
}

extension DocumentTree {
    /// The way from the root to a value: `subtrees[2].size`. Found by walking down, since only errors ask for it.
    func path(to target: Int) -> String {
        var path = ""
        var index = 0
        while index < target, nodes[index].isContainer {
            let isMapping = nodes[index].kind == .mapping
            let end = self.index(after: index)
            var child = index + 1
            var position = 0
            var next = end
            while child < end {
                let value = isMapping ? min(child + 1, end - 1) : child
                next = self.index(after: value)
                if target < next { break }
                child = next
                position += 1
            }
            guard child < end else { return path }
            if isMapping {
                // A key stands for its object.
                if target == child { return path }
                path += (path.isEmpty ? "" : ".") + string(of: child)
                index = child + 1
            } else {
                path += "[\(position)]"
                index = child
            }
        }
        return path
    }

    /// An error about a value.
    func error(_ kind: DocumentError.Kind, at index: Int, _ reason: String) -> DocumentError {
        guard index < nodes.count else { return DocumentError(kind, at: DocumentMark(line: 1, column: 1), reason) }
        return DocumentError(kind, at: nodes[index].mark, path: path(to: index), reason)
    }
}
