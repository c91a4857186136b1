/// The numbers of the container itself: big-endian, at any byte offset, and never outside the blob.
///
/// Devicetree specification v0.4, section 5.2: all fields of the header and of the blocks are big-endian.
extension [UInt8] {
    /// The 32-bit number at a byte offset, or `nil` when its four bytes are not all there.
    func bigEndian32(at offset: Int) -> UInt32? {
        guard offset >= 0, offset <= count - 4 else { return nil }
        return UInt32(self[offset]) << 24 | UInt32(self[offset + 1]) << 16 | UInt32(self[offset + 2]) << 8
            | UInt32(self[offset + 3])
    }

    /// The 64-bit number at a byte offset, or `nil` when its eight bytes are not all there.
    func bigEndian64(at offset: Int) -> UInt64? {
        guard let high = bigEndian32(at: offset), let low = bigEndian32(at: offset + 4) else { return nil }
        return UInt64(high) << 32 | UInt64(low)
    }

    /// Replaces the 32-bit number at a byte offset; does nothing when its four bytes are not all there.
    mutating func setBigEndian32(_ value: UInt32, at offset: Int) {
        guard offset >= 0, offset <= count - 4 else { return }
        for index in 0..<4 {
            self[offset + index] = UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * index))
        }
    }
}
