public import PhysicalMemory

extension PhysicalMemory {
    /// The first addresses at which 64-bit words follow one another in memory, from low to high.
    ///
    /// All present memory is read, a piece at a time, so that nothing is held but one piece. What cannot be read is
    /// passed over, page by page. The words must lie in memory that is present without a gap.
    ///
    /// - Parameters:
    ///   - pattern: The words, little-endian in memory; none are found of an empty pattern.
    ///   - alignment: What the addresses are multiples of: 8 or 4 bytes.
    ///   - limit: The most addresses to return.
    public func firstOccurrences(of pattern: [UInt64], alignment: Int = 8, limit: Int) -> [PhysicalAddress] {
        guard let first = pattern.first, limit > 0 else { return [] }
        var search = PatternSearch(first: first, pattern: pattern, halves: alignment < 8, limit: limit)
        for range in present where search.found.count < limit {
            search.scan(self, range: range)
        }
        return search.found
    }
}

/// A search under way.
private struct PatternSearch {
    /// How many words are looked at in one piece.
    private static let step: UInt64 = 1 << 17
    /// How many words are looked at together before one is looked at closely.
    private static let block = 64
    /// What is passed over where reading fails.
    private static let page: UInt64 = 4096

    let first: UInt64
    let pattern: [UInt64]
    /// Whether addresses in the middle of a word count.
    let halves: Bool
    let limit: Int
    var found: [PhysicalAddress] = []

    init(first: UInt64, pattern: [UInt64], halves: Bool, limit: Int) {
        self.first = first
        self.pattern = pattern
        self.halves = halves
        self.limit = limit
    }

    mutating func scan(_ memory: some PhysicalMemory, range: MemoryRange) {
        // Whole words of the range; what is left at its ends is shorter than any pattern.
        var position = range.start.value & 7 == 0 ? range.start.value : (range.start.value | 7) &+ 1
        let end = range.end.value & ~7
        // The words past a piece that a match beginning in it can reach into.
        let overlap = UInt64(pattern.count) - (halves ? 0 : 1)
        while position < end, position >= range.start.value, found.count < limit {
            let starts = min(Self.step, (end - position) / 8)
            let count = min(starts + overlap, (end - position) / 8)
            do throws(MemoryError) {
                try look(memory, at: position, starts: starts, count: count)
                position += starts * 8
            } catch {
                position = skip(memory, from: position, failure: error.address.value, end: end)
            }
        }
    }

    /// Scans what can be read before the failure, and returns where to go on behind it.
    private mutating func skip(
        _ memory: some PhysicalMemory, from position: UInt64, failure: UInt64, end: UInt64
    ) -> UInt64 {
        let failed = max(failure, position) & ~(Self.page - 1)
        if failed > position {
            let words = (failed - position) / 8
            // The words before the failing page are in pages that were read a moment ago.
            try? look(memory, at: position, starts: words, count: words)
        }
        let (next, overflow) = max(failed, position & ~(Self.page - 1)).addingReportingOverflow(Self.page)
        return overflow ? end : next
    }

    /// Looks for the pattern at the first `starts` of `count` words.
    private mutating func look(
        _ memory: some PhysicalMemory, at position: UInt64, starts: UInt64, count: UInt64
    ) throws(MemoryError) {
        let room = limit - found.count
        found += try memory.withWords(at: PhysicalAddress(position), count: Int(count)) { words in
            var matches: [PhysicalAddress] = []
            var index = 0
            while index < Int(starts), matches.count < room {
                let end = min(index + Self.block, Int(starts))
                if mayMatch(words.extracting(index..<end)) {
                    lookClosely(words, in: index..<end, at: position, room: room, &matches)
                }
                index = end
            }
            return matches
        }
    }

    /// Whether the lower half of the first word is half of any of these words: a look at many words that takes little.
    private func mayMatch(_ words: Span<UInt64>) -> Bool {
        let half = first & 0xffff_ffff
        let both = half | half << 32
        var hits: UInt64 = 0
        for index in words.indices {
            // Half of the difference is zero; a borrow from the lower half can only add a hit.
            let difference = words[index] ^ both
            hits |= (difference &- 0x1_0000_0001) & ~difference
        }
        return hits & 0x8000_0000_8000_0000 != 0
    }

    private func lookClosely(
        _ words: Span<UInt64>, in places: Range<Int>, at position: UInt64, room: Int, _ matches: inout [PhysicalAddress]
    ) {
        for index in places {
            let word = words[index]
            if word == first, isMatch(words, at: index) {
                matches.append(PhysicalAddress(position + UInt64(index) * 8))
                if matches.count >= room { return }
            }
            if halves, word >> 32 == first & 0xffff_ffff, isHalfMatch(words, at: index) {
                matches.append(PhysicalAddress(position + UInt64(index) * 8 + 4))
                if matches.count >= room { return }
            }
        }
    }

    private func isMatch(_ words: Span<UInt64>, at index: Int) -> Bool {
        guard pattern.count <= words.count - index else { return false }
        for offset in pattern.indices where words[index + offset] != pattern[offset] { return false }
        return true
    }

    /// Whether the pattern begins in the upper half of a word.
    private func isHalfMatch(_ words: Span<UInt64>, at index: Int) -> Bool {
        guard pattern.count < words.count - index else { return false }
        for offset in pattern.indices {
            let word = words[index + offset] >> 32 | words[index + offset + 1] << 32
            if word != pattern[offset] { return false }
        }
        return true
    }
}
