extension UInt64 {
    /// A size in bytes in the largest binary unit that leaves it at least 1, with one decimal where that says more.
    package var inBinaryUnits: String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        var unit = 0
        while unit + 1 < units.count, self >> UInt64(10 * (unit + 1)) > 0 { unit += 1 }
        if unit == 0 { return "\(self) B" }
        let shift = UInt64(10 * unit)
        let whole = self >> shift
        let tenth = (((self & ((1 << shift) - 1)) >> (shift - 10)) * 10) >> 10
        return tenth == 0 || whole >= 100 ? "\(whole) \(units[unit])" : "\(whole).\(tenth) \(units[unit])"
    }
}
