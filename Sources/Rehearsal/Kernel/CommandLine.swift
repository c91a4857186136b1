internal import HandoverState
internal import PhysicalMemory

/// The command line of the guest's kernel.
enum CommandLine {
    /// What every guest gets, the caller's words, and what the report needs: a console that shows all, from the first
    /// moment on. Later words win over earlier ones, so a caller can turn KHO off but not the console.
    static func text(for regions: [ReservedRegion], appending words: String?) -> String {
        var parts = ["kho=on", "liveupdate=on"]
        parts += regions.map(reserveMem)
        if let words, !words.isEmpty { parts.append(words) }
        parts += ["console=ttyS0,115200", "earlycon=uart8250,io,0x3f8,115200", "loglevel=7", "panic=-1"]
        return parts.joined(separator: " ")
    }

    /// The argument by which the kernel asks for a region: of the same size, and with an alignment that its address has.
    /// The alignment itself is not handed over.
    private static func reserveMem(_ region: ReservedRegion) -> String {
        let alignment = UInt64(1) << UInt64(min(max(region.address.value.trailingZeroBitCount, 12), 21))
        return "reserve_mem=\(region.size):\(alignment):\(region.name)"
    }
}
