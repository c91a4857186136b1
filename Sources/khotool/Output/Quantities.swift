/// Numbers as people read them.
enum Quantities {
    /// A size in the largest binary unit that leaves it at least 1, with one decimal where that says more.
    static func bytes(_ count: UInt64) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        var unit = 0
        while unit + 1 < units.count, count >> UInt64(10 * (unit + 1)) > 0 { unit += 1 }
        if unit == 0 { return "\(count) B" }
        let shift = UInt64(10 * unit)
        let whole = count >> shift
        let tenth = (((count & ((1 << shift) - 1)) >> (shift - 10)) * 10) >> 10
        return tenth == 0 || whole >= 100 ? "\(whole) \(units[unit])" : "\(whole).\(tenth) \(units[unit])"
    }

    /// A count with its noun: `1 file`, `2 files`.
    static func count(_ count: some BinaryInteger, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
    }

    /// A number in hexadecimal with `0x`.
    static func hex(_ value: UInt64) -> String {
        "0x" + String(value, radix: 16)
    }
}
