/// A format of `printk`, matched against the lines that it makes.
struct MessagePattern: Hashable, Sendable {
    private let pieces: [Piece]
    /// The bytes with which every line begins that it makes.
    let lead: [UInt8]

    private enum Piece: Hashable {
        case literal([UInt8])
        case text, word, signed, unsigned, hexadecimal
    }

    /// The most steps that a line is worth: texts within a line can be cut in many ways.
    private static let mostSteps = 4096

    /// Takes a format apart.
    init(_ format: String) {
        var pieces: [Piece] = []
        var literal: [UInt8] = []
        let bytes = Array(format.utf8)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "%"), index + 1 < bytes.count else {
                literal.append(bytes[index])
                index += 1
                continue
            }
            if bytes[index + 1] == UInt8(ascii: "%") {
                literal.append(bytes[index])
                index += 2
                continue
            }
            let (piece, end) = Self.conversion(in: bytes, at: index + 1)
            if !literal.isEmpty { pieces.append(.literal(literal)) }
            literal = []
            pieces.append(piece)
            index = end
        }
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        self.pieces = pieces
        if case .literal(let bytes) = pieces.first { lead = bytes } else { lead = [] }
    }

    /// The conversion behind a `%`, and where it ends.
    private static func conversion(in bytes: [UInt8], at start: Int) -> (Piece, Int) {
        var index = start
        let flags = Array("#0123456789.*-lzh".utf8)
        while index < bytes.count, flags.contains(bytes[index]) { index += 1 }
        guard index < bytes.count else { return (.text, index) }
        switch bytes[index] {
        case UInt8(ascii: "d"), UInt8(ascii: "i"): return (.signed, index + 1)
        case UInt8(ascii: "u"): return (.unsigned, index + 1)
        case UInt8(ascii: "x"): return (.hexadecimal, index + 1)
        case UInt8(ascii: "p"):
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if next == UInt8(ascii: "e") { return (.word, index + 2) }
            if next == UInt8(ascii: "a") {
                // `%pap` is `%pa` with its type named.
                let isNamed = index + 2 < bytes.count && bytes[index + 2] == UInt8(ascii: "p")
                return (.hexadecimal, index + (isNamed ? 3 : 2))
            }
            return (.hexadecimal, index + 1)
        default: return (.text, index + 1)
        }
    }

    /// Whether each value of a line is a hexadecimal number.
    var hexadecimalValues: [Bool] {
        pieces.compactMap { piece in
            switch piece {
            case .literal: nil
            case .hexadecimal: true
            case .text, .word, .signed, .unsigned: false
            }
        }
    }

    /// The ranges of the values in a line that begins at `start` and fills the rest; `nil` where the format makes no
    /// such line.
    func match(_ line: Span<UInt8>, from start: Int) -> [Range<Int>]? {
        var values: [Range<Int>] = []
        var steps = Self.mostSteps
        return match(line, start, piece: 0, &values, &steps) ? values : nil
    }

    private func match(
        _ line: Span<UInt8>, _ start: Int, piece index: Int, _ values: inout [Range<Int>], _ steps: inout Int
    ) -> Bool {
        steps -= 1
        guard steps > 0 else { return false }
        guard index < pieces.count else { return start == line.count }
        switch pieces[index] {
        case .literal(let bytes):
            return line.holds(bytes, at: start) && match(line, start + bytes.count, piece: index + 1, &values, &steps)
        case .text:
            // The shortest text with which the rest comes out right.
            var end = start
            while end <= line.count {
                if case .literal(let next)? = index + 1 < pieces.count ? pieces[index + 1] : nil {
                    while end < line.count, line[end] != next[0] { end += 1 }
                } else {
                    end = line.count
                }
                if proceed(line, start..<end, index, &values, &steps) { return true }
                guard steps > 0 else { return false }
                end += 1
            }
            return false
        case .word, .signed, .unsigned, .hexadecimal:
            guard let end = extent(of: pieces[index], in: line, from: start) else { return false }
            return proceed(line, start..<end, index, &values, &steps)
        }
    }

    private func proceed(
        _ line: Span<UInt8>, _ range: Range<Int>, _ index: Int, _ values: inout [Range<Int>], _ steps: inout Int
    ) -> Bool {
        values.append(range)
        if match(line, range.upperBound, piece: index + 1, &values, &steps) { return true }
        values.removeLast()
        return false
    }

    /// Where a number or word ends that begins at an index.
    private func extent(of piece: Piece, in line: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        let least: Int
        switch piece {
        case .hexadecimal:
            if line.holds("0x", at: index) { index += 2 }
            least = index
            while index < line.count, line[index].isHexadecimalDigit { index += 1 }
        case .word:
            if index < line.count, line[index] == UInt8(ascii: "-") { index += 1 }
            least = index
            while index < line.count, line[index].isNameCharacter { index += 1 }
        default:
            if piece == .signed, index < line.count, line[index] == UInt8(ascii: "-") { index += 1 }
            least = index
            while index < line.count, line[index].decimalDigit != nil { index += 1 }
        }
        return index > least ? index : nil
    }
}
