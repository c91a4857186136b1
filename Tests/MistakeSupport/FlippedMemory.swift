public import PhysicalMemory

/// Memory in which bits of one byte are flipped.
public struct FlippedMemory<Base: PhysicalMemory>: PhysicalMemory {
    private let base: Base
    private let at: UInt64
    private let mask: UInt8

    /// Memory with a mask over the byte at an address.
    public init(base: Base, at: UInt64, mask: UInt8) {
        self.base = base
        self.at = at
        self.mask = mask
    }

    /// What the memory below holds.
    public var present: [MemoryRange] { base.present }

    /// The bytes, of which one may be flipped.
    public func withBytes<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt8>) -> Result
    ) throws(MemoryError) -> Result {
        guard at >= address.value, at - address.value < UInt64(count) else {
            return try base.withBytes(at: address, count: count, body)
        }
        var bytes = try base.bytes(at: address, count: count)
        bytes[Int(at - address.value)] ^= mask
        return body(bytes.span)
    }

    /// The words, a byte of which may be flipped.
    public func withWords<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt64>) -> Result
    ) throws(MemoryError) -> Result {
        guard at >= address.value, at - address.value < UInt64(count) * 8 else {
            return try base.withWords(at: address, count: count, body)
        }
        var words = try base.withWords(at: address, count: count) { span in span.indices.map { span[$0] } }
        words[Int(at - address.value) / 8] ^= UInt64(mask) << (at % 8 * 8)
        return body(words.span)
    }
}
