/// What a reader takes from a text at most.
public struct DocumentLimits: Hashable, Sendable {
    /// How many bytes of text; never more than 2^31.
    public var size = 1 << 30
    /// How many values: objects, arrays, keys, strings, numbers; never more than 2^32. Each takes 20 bytes of memory.
    public var values = 1 << 28
    /// How many objects and arrays within each other; the deepest that a handover has is eight.
    public var depth = 64

    /// The limits that suit any handover.
    public init() {}
}

/// Puts a tree together from what a JSON or YAML parser meets.
struct DocumentTreeBuilder {
    private(set) var nodes: [DocumentNode] = []
    private var open: [Container] = []
    private let limits: DocumentLimits
    private let maximum: Int

    private struct Container {
        let index: Int
        let isMapping: Bool
        var expectsKey: Bool
    }

    /// A builder for a text of so many bytes.
    init(size: Int, limits: DocumentLimits) {
        self.limits = limits
        maximum = min(max(limits.values, 0), Int(UInt32.max))
        // What long lists of folios come to; memory that is set aside and not used costs nothing.
        nodes.reserveCapacity(min(size / 8, maximum))
    }

    var isComplete: Bool { open.isEmpty && !nodes.isEmpty }

    mutating func begin(_ kind: DocumentNode.Kind, at mark: DocumentMark) throws(DocumentError) {
        if let container = open.last, container.isMapping, container.expectsKey {
            throw DocumentError(.notation, at: mark, "found an object or a list as a key, expected a word")
        }
        guard open.count < limits.depth else {
            throw DocumentError(.tooDeep, at: mark, "objects and lists lie more than \(limits.depth) deep")
        }
        try add(DocumentNode(extent: 0, line: mark.line, column: mark.column, kind: kind))
        open.append(Container(index: nodes.count - 1, isMapping: kind == .mapping, expectsKey: true))
    }

    mutating func end() {
        guard let container = open.popLast() else { return }
        nodes[container.index].extent = UInt32(truncatingIfNeeded: nodes.count)
    }

    mutating func scalar(
        _ kind: DocumentNode.Kind, text: Range<Int>, at mark: DocumentMark
    ) throws(DocumentError) {
        try add(
            DocumentNode(
                start: UInt32(truncatingIfNeeded: text.lowerBound), extent: UInt32(truncatingIfNeeded: text.count),
                line: mark.line, column: mark.column, kind: kind))
    }

    private mutating func add(_ node: DocumentNode) throws(DocumentError) {
        guard nodes.count < maximum else {
            throw DocumentError(.tooLarge, at: node.mark, "the document has more than \(maximum) values")
        }
        if let last = open.indices.last { open[last].expectsKey.toggle() }
        nodes.append(node)
    }
}
