public import PhysicalMemory

extension PhysicalMemory {
    /// Calls `body` with the address of every present page that begins with four bytes, from low to high.
    ///
    /// Of each page only the first bytes are read, so that a search through a mapped dump costs a look per page. A page
    /// that cannot be read is passed over.
    ///
    /// - Parameters:
    ///   - word: The four bytes as a little-endian integer; the magic of a device tree is `0xedfe0dd0`.
    ///   - pageSize: The distance of the addresses looked at, in bytes; a power of two.
    ///   - body: Called with each address; returns whether to go on.
    /// - Returns: How many pages could not be read.
    @discardableResult
    public func searchPages(
        startingWith word: UInt32, pageSize: UInt64, _ body: (PhysicalAddress) -> Bool
    ) -> Int {
        var unreadable = 0
        guard pageSize > 0, pageSize & (pageSize - 1) == 0 else { return 0 }
        for range in present {
            var (position, overflow) = range.start.value.addingReportingOverflow(pageSize - 1)
            position &= ~(pageSize - 1)
            while !overflow, position < range.end.value, range.end.value - position >= 4 {
                do throws(MemoryError) {
                    let first = try withBytes(at: PhysicalAddress(position), count: 4) { bytes in
                        UInt32(bytes[0]) | UInt32(bytes[1]) << 8 | UInt32(bytes[2]) << 16 | UInt32(bytes[3]) << 24
                    }
                    if first == word, !body(PhysicalAddress(position)) { return unreadable }
                } catch {
                    unreadable += 1
                }
                (position, overflow) = position.addingReportingOverflow(pageSize)
            }
        }
        return unreadable
    }

    /// The addresses of present pages that begin with four bytes, at most `limit` of them, from low to high.
    public func pages(startingWith word: UInt32, pageSize: UInt64, limit: Int = .max) -> [PhysicalAddress] {
        var found: [PhysicalAddress] = []
        guard limit > 0 else { return [] }
        searchPages(startingWith: word, pageSize: pageSize) { address in
            found.append(address)
            return found.count < limit
        }
        return found
    }
}
