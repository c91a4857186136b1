internal import Captures
internal import PhysicalMemory

/// 64-bit FNV-1a of contents, as the guest's program computes it.
struct ContentHash: Hashable {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325
    private var position: UInt64 = 0

    /// The hash of nothing.
    init() {}

    /// The hash of preserved contents, holes included; `nil` where not all of them are at hand.
    init?(_ content: PreservedContent, in memory: some PhysicalMemory) {
        var hash = ContentHash()
        do throws(ContentError) {
            try content.read(from: memory) { offset, bytes in
                hash.addZeros(upTo: offset)
                hash.add(bytes)
                return true
            }
        } catch {
            return nil
        }
        hash.addZeros(upTo: content.size)
        self = hash
    }

    /// Takes in more bytes.
    mutating func add(_ bytes: Span<UInt8>) {
        for index in bytes.indices { value = (value ^ UInt64(bytes[index])) &* Self.prime }
        position += UInt64(bytes.count)
    }

    /// Takes in zeros up to an offset; multiplying by the prime once for each is all they do.
    private mutating func addZeros(upTo end: UInt64) {
        guard end > position else { return }
        var exponent = end - position
        var factor = Self.prime
        while exponent > 0 {
            if exponent & 1 != 0 { value = value &* factor }
            factor = factor &* factor
            exponent >>= 1
        }
        position = end
    }

    private static let prime: UInt64 = 0x100_0000_01b3
}
