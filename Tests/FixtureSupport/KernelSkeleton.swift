/// Small ELF files that are to kernels what a skeleton is to an animal.
package enum KernelSkeleton {
    package static func number(_ value: some FixedWidthInteger, big: Bool = false) -> [UInt8] {
        let bytes = (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return big ? bytes.reversed() : bytes
    }

    /// What the read-only data of a kernel of 7.2 holds of the handover.
    package static let strings = text([
        "", "Linux version 7.2.0-made (someone@somewhere)", "kho-v4", "preserved-data",
        "\u{1}4KHO: disabling KHO revival",
        "luo-v5", "\u{1}6luo: Retrieved live update data, liveupdate number: %lld", "memfd-v2",
        "\u{1}3memfd_luo: failed to pin folios: %d", "memblock-v1", "reserve-mem-v1", "Revived memory reservation",
    ])

    package static func text(_ strings: [String]) -> [UInt8] { strings.flatMap { Array($0.utf8) + [0] } }

    /// An ELF file of sections, each with flags of memory.
    package static func elf(
        _ sections: [(name: String, bytes: [UInt8])], big: Bool = false, wide: Bool = true, machine: UInt16 = 62
    ) -> [UInt8] {
        let head = wide ? 64 : 52
        let entry = wide ? 64 : 40
        let names = [UInt8](0..<1) + (sections.map(\.name) + [".shstrtab"]).flatMap { Array($0.utf8) + [0] }
        func word(_ value: Int) -> [UInt8] { wide ? number(UInt64(value), big: big) : number(UInt32(value), big: big) }
        var body: [UInt8] = []
        var headers = [UInt8](repeating: 0, count: entry)
        var nameOffset = 1
        for (index, section) in (sections + [(".shstrtab", names)]).enumerated() {
            let start = head + body.count
            body += section.bytes
            headers += number(UInt32(nameOffset), big: big) + number(UInt32(1), big: big)
            headers += word(index < sections.count ? 2 : 0) + word(0) + word(start) + word(section.bytes.count)
            headers += [UInt8](repeating: 0, count: 8) + word(1) + word(0)
            nameOffset += section.name.utf8.count + 1
        }
        var file: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, big ? 2 : 1, 1] + [UInt8](repeating: 0, count: 9)
        file += number(UInt16(2), big: big) + number(machine, big: big) + number(UInt32(1), big: big)
        file += word(0) + word(0) + word(head + body.count) + number(UInt32(0), big: big)
        let counts = [head, 0, 0, entry, sections.count + 2, sections.count + 1]
        for count in counts { file += number(UInt16(count), big: big) }
        return file + body + headers
    }

    /// A vmlinux of 7.2, with more sections where they are given.
    package static func kernel(_ more: [(name: String, bytes: [UInt8])] = []) -> [UInt8] {
        elf([(".text", [UInt8](repeating: 0x90, count: 4096)), (".rodata", strings)] + more)
    }

    /// `.liveupdate_versions`: the strings that a kernel lists of itself and its file handlers.
    package static func versions(_ names: [String]) -> (name: String, bytes: [UInt8]) {
        (".liveupdate_versions", Array("PUVL".utf8) + number(UInt32(1)) + names.flatMap { field($0) })
    }

    /// `.liveupdate_features`: names with masks of what is supported, required and active.
    package static func features(
        _ entries: [(name: String, supported: UInt64, required: UInt64, active: UInt64)]
    ) -> (name: String, bytes: [UInt8]) {
        let records = entries.map { entry -> [UInt8] in
            let head = field(entry.name) + number(UInt32(8)) + number(UInt32(0))
            return head + number(entry.supported) + number(entry.required) + number(entry.active)
        }
        return (".liveupdate_features", Array("PUVL".utf8) + number(UInt32(1)) + records.flatMap { $0 })
    }

    private static func field(_ name: String) -> [UInt8] {
        Array(name.utf8) + [UInt8](repeating: 0, count: 48 - name.utf8.count)
    }
}
