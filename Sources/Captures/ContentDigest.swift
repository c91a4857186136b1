public import HandoverState
import MemoryDumps
public import PhysicalMemory

/// What stands for the contents of a file or region: the same for the same bytes, wherever they lie and whatever of them
/// are holes.
///
/// No secret is kept by it: 128 bits keep contents apart that differ by chance, not by design.
public struct ContentDigest: Hashable, Sendable {
    /// The lower half.
    public private(set) var low: UInt64
    /// The upper half.
    public private(set) var high: UInt64
    /// Whether the contents are zeros alone.
    public let isBlank: Bool

    /// The digest of a file's contents; `nil` where they are not at hand.
    public init?(of file: HeldMemory, pageShift: Int, in memory: some PhysicalMemory) {
        do throws(ContentError) {
            try self.init(PreservedContent(file, pageShift: pageShift), in: memory)
        } catch {
            return nil
        }
    }

    /// The digest of a region's contents; `nil` where they are not at hand.
    public init?(of region: ReservedRegion, in memory: some PhysicalMemory) {
        do throws(ContentError) {
            try self.init(PreservedContent(region), in: memory)
        } catch {
            return nil
        }
    }

    private init(_ content: PreservedContent, in memory: some PhysicalMemory) throws(ContentError) {
        low = content.size &* Self.factors.low
        high = content.size ^ Self.factors.high
        var sum = (low: UInt64(0), high: UInt64(0))
        try content.read(from: memory) { offset, bytes in
            Self.add(bytes, at: offset, to: &sum)
            return true
        }
        isBlank = sum == (0, 0)
        low ^= sum.low
        high &+= sum.high
    }

    private static let factors = (low: UInt64(0x9e37_79b9_7f4a_7c15), high: UInt64(0xc2b2_ae3d_27d4_eb4f))

    /// Adds words that are not zero, each with its offset, in whatever order: a page of zeros counts as a hole.
    private static func add(_ bytes: Span<UInt8>, at offset: UInt64, to sum: inout (low: UInt64, high: UInt64)) {
        var (low, high) = sum
        let words = bytes.count / 8
        for index in 0..<words {
            let start = index * 8
            // Eight single bytes, which the compiler joins to one load.
            var word = UInt64(bytes[start])
            for byte in 1..<8 { word |= UInt64(bytes[start + byte]) << UInt64(8 * byte) }
            if word == 0 { continue }
            mix(word, at: offset &+ UInt64(start), into: &low, &high)
        }
        var word: UInt64 = 0
        for index in words * 8..<bytes.count { word |= UInt64(bytes[index]) << UInt64(8 * (index - words * 8)) }
        if word != 0 { mix(word, at: offset &+ UInt64(words * 8), into: &low, &high) }
        sum = (low, high)
    }

    @inline(__always)
    private static func mix(_ word: UInt64, at offset: UInt64, into low: inout UInt64, _ high: inout UInt64) {
        let product = (word ^ offset &* factors.low).multipliedFullWidth(by: factors.high ^ offset)
        low &+= product.low ^ word
        high &+= product.high ^ product.low &* factors.low
    }
}
