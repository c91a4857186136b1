/// One entry of a tree's memory reservation block: physical memory that the tree's reader must leave alone.
///
/// Devicetree specification v0.4, section 5.3.
public struct MemoryReservation: Hashable, Sendable {
    /// The physical address of the first byte.
    public let address: UInt64

    /// The size in bytes.
    public let size: UInt64

    /// Creates a reservation.
    public init(address: UInt64, size: UInt64) {
        self.address = address
        self.size = size
    }
}

extension MemoryReservation {
    /// The size of an entry in a blob, in bytes: two 64-bit big-endian numbers.
    static let byteCount = 16

    /// Reads entries up to the terminator.
    ///
    /// An entry of size zero ends the list, whatever its address: so do libfdt and the kernel read it.
    ///
    /// - Parameters:
    ///   - offset: Where the first entry starts.
    ///   - end: Where the readable bytes end.
    /// - Returns: The entries, and the offset just past the terminator or `nil` when there is none before `end`.
    static func list(in blob: [UInt8], from offset: Int, end: Int) -> (entries: [MemoryReservation], end: Int?) {
        var entries: [MemoryReservation] = []
        var position = offset
        while position <= end - byteCount {
            guard let address = blob.bigEndian64(at: position), let size = blob.bigEndian64(at: position + 8) else {
                break
            }
            position += byteCount
            if size == 0 { return (entries, position) }
            entries.append(MemoryReservation(address: address, size: size))
        }
        return (entries, nil)
    }
}
