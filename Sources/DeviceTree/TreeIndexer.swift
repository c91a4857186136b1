/// Builds the arrays of a ``TreeIndex`` in one pass over the structure block, checking as it goes.
///
/// The rules are those of the devicetree specification v0.4, section 5.4, also where libfdt 1.6.1 is lenient: one root
/// with an empty name at the very start, properties before subnodes, nothing after `FDT_END`.
struct TreeIndexer {
    private let blob: [UInt8]
    private let header: TreeHeader
    private let limits: DeviceTreeLimits
    private var walk: StructureWalk

    private(set) var nodes: [TreeIndex.Node] = []
    private(set) var properties: [TreeIndex.Property] = []

    /// The positions of the nodes whose end token has not come yet, from the root down.
    private(set) var open: [Int] = []

    /// Prepares a pass over a structure block.
    ///
    /// - Parameters:
    ///   - blob: The bytes, whose header names no more than there are.
    ///   - header: Where the blocks are, or would be were the blob whole.
    ///   - block: The part of the structure block that is there.
    init(blob: [UInt8], header: TreeHeader, block: Range<Int>, limits: DeviceTreeLimits) {
        self.blob = blob
        self.header = header
        self.limits = limits
        walk = StructureWalk(blob: blob, block: block)
    }

    /// The offset of the token the pass has reached.
    var offset: Int { walk.offset }

    /// The offset just past the last whole token.
    var position: Int { walk.position }

    /// Runs until the end token or until something is in the way.
    ///
    /// - Returns: The step at which the pass stopped: `.end`, or one of those that have no whole token.
    mutating func run() throws(DeviceTreeError) -> StructureWalk.Step {
        while true {
            let step = walk.next()
            switch step {
            case .beginNode(let name): try begin(name)
            case .property(let property): try append(property)
            case .endNode: try end()
            case .end, .missingToken, .unknownToken, .openName, .openHeader, .openValue: return step
            }
        }
    }

    /// An error at an offset, with the path of the innermost open node.
    @inline(never)
    func fault(_ code: DeviceTreeError.Code, at offset: Int, _ reason: String) -> DeviceTreeError {
        let path = open.last.map { nodes.path(of: $0, in: blob) }
        return DeviceTreeError(code: code, offset: offset, path: path, reason: reason)
    }
}

extension TreeIndexer {
    private mutating func begin(_ name: Range<Int>) throws(DeviceTreeError) {
        guard name.count <= limits.nameLength else {
            throw fault(
                .nameTooLong, at: name.lowerBound,
                "a node's name has \(name.count) bytes, more than the limit of \(limits.nameLength)")
        }
        if open.isEmpty {
            guard nodes.isEmpty else { throw fault(.badStructure, at: offset, "a second root node starts") }
            guard offset == header.structure.lowerBound else {
                throw fault(.badStructure, at: offset, "the structure block does not start with the root node")
            }
            guard name.isEmpty else {
                throw fault(
                    .badStructure, at: name.lowerBound,
                    "the root node is named \"\(NameText.node(blob[name]))\", expected no name")
            }
        } else if name.isEmpty {
            throw fault(.badStructure, at: name.lowerBound, "a node below the root has no name")
        }
        try push(name)
    }

    private mutating func push(_ name: Range<Int>) throws(DeviceTreeError) {
        guard open.count < limits.depth else {
            throw fault(.tooDeep, at: offset, "a node stands deeper than \(limits.depth) levels")
        }
        if let parent = open.last {
            nodes[parent].subtreeEnd = 1  // Marks that properties can no longer follow; the true end comes later.
        }
        nodes.append(
            TreeIndex.Node(
                offset: UInt32(truncatingIfNeeded: offset), nameLength: UInt32(truncatingIfNeeded: name.count),
                parent: Int32(truncatingIfNeeded: open.last ?? -1), depth: UInt32(truncatingIfNeeded: open.count),
                firstProperty: UInt32(truncatingIfNeeded: properties.count)))
        open.append(nodes.count - 1)
    }

    private mutating func end() throws(DeviceTreeError) {
        guard let node = open.last else {
            throw fault(.unbalanced, at: offset, "a node ends that has not begun")
        }
        nodes[node].subtreeEnd = UInt32(truncatingIfNeeded: nodes.count)
        open.removeLast()
    }

    /// Takes in what a step has of a node or property that is cut off, and gives the open nodes an end.
    mutating func close(after step: StructureWalk.Step) throws(DeviceTreeError) {
        switch step {
        case .openName(let name): try push(name)
        case .openValue(let property): try append(property)
        default: break
        }
        for node in open {
            nodes[node].subtreeEnd = UInt32(truncatingIfNeeded: nodes.count)
        }
    }

    private mutating func append(_ property: StructureWalk.Property) throws(DeviceTreeError) {
        guard let node = open.last else {
            throw fault(.badStructure, at: offset, "a property stands outside the root node")
        }
        guard nodes[node].subtreeEnd == 0 else {
            throw fault(.badStructure, at: offset, "a property follows a subnode, where no reader looks for it")
        }
        properties.append(
            TreeIndex.Property(
                offset: UInt32(truncatingIfNeeded: offset),
                nameOffset: UInt32(truncatingIfNeeded: property.nameOffset),
                valueLength: UInt32(truncatingIfNeeded: property.value.count),
                nameLength: try nameLength(at: property.nameOffset).map { UInt32(truncatingIfNeeded: $0) }))
        nodes[node].propertyCount += 1
    }

    /// The length of the name at an offset of the strings block; `nil` when the blob ends before the name does.
    private func nameLength(at nameOffset: Int) throws(DeviceTreeError) -> Int? {
        guard nameOffset < header.strings.count else {
            throw fault(
                .nameOutOfBlock, at: offset + 8,
                "property name offset \(nameOffset) lies outside the strings block, which has "
                    + "\(header.strings.count) bytes")
        }
        let start = header.strings.lowerBound + nameOffset
        let available = min(header.strings.upperBound, blob.count)
        var position = start
        while position < available, blob[position] != 0 {
            position += 1
            guard position - start <= limits.nameLength else {
                throw fault(
                    .nameTooLong, at: offset + 8,
                    "a property's name at \(hexadecimal(start)) is longer than the limit of \(limits.nameLength) bytes")
            }
        }
        if position >= available {
            guard available < header.strings.upperBound else {
                throw fault(
                    .unterminated, at: offset + 8,
                    "a property's name at \(hexadecimal(start)) has no NUL before the strings block ends at "
                        + hexadecimal(header.strings.upperBound))
            }
            return nil
        }
        guard position > start else {
            throw fault(.badStructure, at: offset + 8, "a property's name at \(hexadecimal(start)) is empty")
        }
        return position - start
    }
}

extension TreeIndexer {
    /// The error for a step that has no whole token, in a structure block that is all there.
    func refusal(of step: StructureWalk.Step) -> DeviceTreeError {
        let end = "the structure block, which ends at \(hexadecimal(header.structure.upperBound))"
        switch step {
        case .unknownToken(let tag):
            return fault(.badStructure, at: offset, "\(hexadecimal(tag)) is not a token of the structure block")
        case .openName(let name):
            return fault(.unterminated, at: name.lowerBound, "a node's name has no NUL within \(end)")
        case .openHeader:
            return fault(.lengthOutOfBlock, at: offset, "a property without room for its length runs past \(end)")
        case .openValue(let property):
            return fault(
                .lengthOutOfBlock, at: offset + 4, "property length \(property.value.count) runs past \(end)")
        case .missingToken, .beginNode, .property, .endNode, .end:
            let place = min(offset, header.structure.upperBound)
            return fault(.missingEnd, at: place, "there is no FDT_END token in \(end)")
        }
    }

    /// Checks what must hold when the end token has come.
    func checkEnd() throws(DeviceTreeError) {
        guard open.isEmpty else { throw fault(.unbalanced, at: offset, "the tree ends inside a node") }
        guard !nodes.isEmpty else { throw fault(.badStructure, at: offset, "the tree has no root node") }
        guard header.version < 17 || position == header.structure.upperBound else {
            throw fault(
                .badStructure, at: position,
                "FDT_END is followed by \(header.structure.upperBound - position) more bytes of the structure block")
        }
    }
}
