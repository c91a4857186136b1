import PhysicalMemory

/// Memory in which bits of one byte are flipped.
struct FlippedMemory<Base: PhysicalMemory>: PhysicalMemory {
    let base: Base
    let at: UInt64
    let mask: UInt8

    var present: [MemoryRange] { base.present }

    func withBytes<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt8>) -> Result
    ) throws(MemoryError) -> Result {
        var bytes = try base.withBytes(at: address, count: count) { span in span.indices.map { span[$0] } }
        if at >= address.value, at - address.value < UInt64(count) { bytes[Int(at - address.value)] ^= mask }
        return body(bytes.span)
    }

    func withWords<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt64>) -> Result
    ) throws(MemoryError) -> Result {
        var words = try base.withWords(at: address, count: count) { span in span.indices.map { span[$0] } }
        if at >= address.value, at - address.value < UInt64(count) * 8 {
            words[Int(at - address.value) / 8] ^= UInt64(mask) << (at % 8 * 8)
        }
        return body(words.span)
    }
}
