/// A search for some bytes that looks at every few bytes only (Horspool).
struct ByteSearch {
    private let pattern: [UInt8]
    /// How far to go on behind each value of the last byte looked at.
    private var shifts: [Int]

    init(_ pattern: [UInt8]) {
        self.pattern = pattern
        shifts = [Int](repeating: max(pattern.count, 1), count: 256)
        for (index, byte) in pattern.dropLast().enumerated() { shifts[Int(byte)] = pattern.count - 1 - index }
    }

    /// Where the bytes first are; none are found of an empty pattern.
    func first(in bytes: Span<UInt8>) -> Int? {
        guard let last = pattern.last else { return nil }
        let tail = pattern.count - 1
        var position = tail
        while position < bytes.count {
            let byte = bytes[position]
            if byte == last, matches(bytes, at: position - tail) { return position - tail }
            position += shifts[Int(byte)]
        }
        return nil
    }

    private func matches(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        for index in pattern.indices where bytes[start + index] != pattern[index] { return false }
        return true
    }
}
