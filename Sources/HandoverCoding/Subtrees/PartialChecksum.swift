/// The kernel's partial internet checksum (`csum_partial`) over whole words, as x86 computes it: the one's complement sum
/// of all 64-bit words, folded to 32 bits.
///
/// One's complement addition does not mind the order of its terms, so the sum over many buffers, each begun with the sum
/// of the one before, is the sum over all of them.
struct PartialChecksum: Hashable, Sendable {
    private var sum: UInt64 = 0

    mutating func add(_ words: Span<UInt64>) {
        var low = sum
        var carries: UInt64 = 0
        for index in words.indices {
            let (result, overflow) = low.addingReportingOverflow(words[index])
            low = result
            carries += overflow ? 1 : 0
        }
        let (result, overflow) = low.addingReportingOverflow(carries)
        sum = overflow ? result + 1 : result
    }

    /// The sum folded to 32 bits.
    var value: UInt32 {
        let folded = (sum & 0xffff_ffff) + (sum >> 32)
        return UInt32(truncatingIfNeeded: folded + (folded >> 32))
    }
}
