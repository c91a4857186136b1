/// Changes words of a capture in place: structures of kernels are words, most of a capture is zeros, and a byte moved
/// by one would move every page behind it.
package struct WordMutator {
    private var random: UInt64
    /// The bytes, as many as there were.
    package private(set) var bytes: [UInt8]

    private static let troublesome: [UInt64] = [
        0, 1, 2, 63, 64, 255, 256, 511, 512, 513, 4095, 4096, 1 << 31, 1 << 32, 1 << 40, 1 << 52, 1 << 63, .max,
        .max - 1, .max - 4095, 0xffff_0000_ffff_ffff, 0xffff_ffff_0000_0001, 0x7fff_ffff_ffff_ffff,
    ]

    /// A mutator of a copy; the same seed makes the same changes.
    package init(_ bytes: [UInt8], seed: UInt32) {
        self.bytes = bytes
        random = UInt64(seed)
    }

    /// Changes one to four places.
    ///
    /// - Parameter change: what else may change a few bytes, in its own way and without more of them.
    package mutating func mutate(by change: (inout [UInt8]) -> Void) {
        guard bytes.count >= 16 else { return change(&bytes) }
        for _ in 0...below(4) {
            let place = usedWord()
            switch below(12) {
            case 0: put(word(place) ^ 1 << UInt64(below(64)), at: place)
            case 1: put(word(place) &+ UInt64(below(16)) &+ 1, at: place)
            case 2: put(word(place) &- UInt64(below(16)) &- 1, at: place)
            case 3: put(Self.troublesome[below(Self.troublesome.count)], at: place)
            case 4: put(word(usedWord()), at: place)
            case 5: put(word(usedWord()) << 12, at: place)
            case 6: put(word(usedWord()) >> 12, at: place)
            case 7: put(word(place) & ~0xffff_ffff | Self.troublesome[below(Self.troublesome.count)] >> 32, at: place)
            case 8: bytes[place + below(8)] = UInt8(truncatingIfNeeded: next())
            case 9: copyWords(from: usedWord(), to: place)
            case 10: bytes[bytes.count - 1] = UInt8(truncatingIfNeeded: next())
            default: changeWindow(at: place, by: change)
            }
        }
    }

    private mutating func changeWindow(at place: Int, by change: (inout [UInt8]) -> Void) {
        var window = Array(bytes[place..<min(place + 64, bytes.count)])
        change(&window)
        for (index, byte) in window.enumerated() where place + index < bytes.count { bytes[place + index] = byte }
    }

    private mutating func copyWords(from source: Int, to target: Int) {
        let count = min(8 * (1 + below(64)), bytes.count - max(source, target))
        let copy = bytes[source..<source + count]
        bytes.replaceSubrange(target..<target + count, with: copy)
    }

    /// The place of a word, most likely one that is not zero.
    private mutating func usedWord() -> Int {
        var place = 0
        for _ in 0..<64 {
            place = 8 * below(bytes.count / 8)
            if word(place) != 0 { break }
        }
        return place
    }

    private func word(_ place: Int) -> UInt64 {
        (0..<8).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
    }

    private mutating func put(_ word: UInt64, at place: Int) {
        for index in 0..<8 { bytes[place + index] = UInt8(truncatingIfNeeded: word >> UInt64(8 * index)) }
    }

    private mutating func below(_ limit: Int) -> Int {
        Int(next() % UInt64(limit))
    }

    private mutating func next() -> UInt64 {
        random &+= 0x9e37_79b9_7f4a_7c15
        var value = random
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}
