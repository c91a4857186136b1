import PhysicalMemory

/// Numbers as people read them.
enum Quantities {
    /// A size in the largest binary unit that leaves it at least 1, with one decimal where that says more.
    static func bytes(_ count: UInt64) -> String { count.inBinaryUnits }

    /// A count with its noun: `1 file`, `2 files`.
    static func count(_ count: some BinaryInteger, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
    }

    /// A number in hexadecimal with `0x`.
    static func hex(_ value: UInt64) -> String {
        "0x" + String(value, radix: 16)
    }
}
