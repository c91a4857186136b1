/// A walk over the tokens of a structure block, in order.
///
/// libfdt's `fdt_next_tag` finds each token and its end; what the token holds is read here, and whatever libfdt cannot step
/// over is told apart here, so that an error can name its place. Each byte is visited once.
///
/// Devicetree specification v0.4, section 5.4.
struct StructureWalk {
    /// What stands at the place the walk has reached.
    enum Step: Hashable {
        case beginNode(name: Range<Int>)
        case property(Property)
        case endNode
        case end
        /// Fewer than four bytes are left.
        case missingToken
        /// A number that is no token.
        case unknownToken(UInt32)
        /// A node whose name has no NUL before the end.
        case openName(Range<Int>)
        /// A property whose length and name offset are not all there.
        case openHeader
        /// A property whose value runs past the end; its range does, too.
        case openValue(Property)
    }

    /// A property token: where its name and value are.
    struct Property: Hashable {
        let nameOffset: Int
        /// Byte offsets in the blob.
        let value: Range<Int>
    }

    private enum Tag {
        static let beginNode: UInt32 = 1
        static let endNode: UInt32 = 2
        static let property: UInt32 = 3
        static let nop: UInt32 = 4
        static let end: UInt32 = 9
    }

    private let blob: [UInt8]
    private let block: Range<Int>

    /// The byte offset, in the blob, of the token that ``next()`` returned last.
    private(set) var offset: Int

    /// The byte offset, in the blob, of the token after it.
    private(set) var position: Int

    /// Prepares a walk.
    ///
    /// - Parameters:
    ///   - blob: A blob whose header names no more bytes than the blob has.
    ///   - block: The structure block as that header gives it, inside the blob.
    init(blob: [UInt8], block: Range<Int>) {
        self.blob = blob
        self.block = block
        offset = block.lowerBound
        position = block.lowerBound
    }

    /// Steps to the next token that is not a NOP.
    mutating func next() -> Step {
        while true {
            offset = position
            guard offset <= block.upperBound - 4, let relative = Int32(exactly: offset - block.lowerBound) else {
                return .missingToken
            }
            let (tag, following) = LibFDT.nextTag(in: blob, at: relative)
            guard following > relative else { return read(blob.bigEndian32(at: offset) ?? 0, end: nil) }
            position = block.lowerBound + Int(following)
            if tag == Tag.nop { continue }
            return read(tag, end: position)
        }
    }

    /// The fields of the token at ``offset``.
    ///
    /// - Parameter end: Where libfdt found the next token, or `nil` when it found none.
    private func read(_ tag: UInt32, end: Int?) -> Step {
        switch tag {
        case Tag.beginNode: node(end: end)
        case Tag.property: property(end: end)
        case Tag.endNode: .endNode
        case Tag.end: .end
        default: .unknownToken(tag)
        }
    }

    private func node(end: Int?) -> Step {
        let start = offset + 4
        // The name's NUL is among the last four bytes before the next token; padding follows it.
        var candidate = max(start, (end ?? block.upperBound) - 4)
        while end != nil, candidate < block.upperBound {
            if blob[candidate] == 0 { return .beginNode(name: start..<candidate) }
            candidate += 1
        }
        return .openName(start..<block.upperBound)
    }

    private func property(end: Int?) -> Step {
        let start = offset + 12
        guard start <= block.upperBound,
            let length = blob.bigEndian32(at: offset + 4).flatMap({ Int(exactly: $0) }),
            let nameOffset = blob.bigEndian32(at: offset + 8).flatMap({ Int(exactly: $0) })
        else { return .openHeader }
        let (valueEnd, overflow) = start.addingReportingOverflow(length)
        guard !overflow else { return .openHeader }
        let property = Property(nameOffset: nameOffset, value: start..<valueEnd)
        // libfdt adds in 32 bits, so its end can differ from ours: then the length is far too large.
        guard let end, valueEnd <= block.upperBound, end - valueEnd >= 0, end - valueEnd < 4 else {
            return .openValue(property)
        }
        return .property(property)
    }
}
