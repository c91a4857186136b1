/// What the program headers of a core say, made safe: extents of the file, places of notes, and what was wrong.
///
/// Source: ELF gABI chapter 5, `Elf64_Phdr`. The physical address is `p_paddr`; of a segment only `p_filesz` bytes are
/// in the file, and the rest up to `p_memsz` is treated as absent, not as zero, since a dump writes there what it leaves
/// out.
struct ELFSegments: Sendable {
    private static let load: UInt32 = 1
    private static let note: UInt32 = 4

    private(set) var extents: [ExtentTable.Extent] = []
    private(set) var notes: [(offset: UInt64, size: UInt64)] = []
    private(set) var damage = NoteList()
    /// LOAD segments that hold bytes, and how many of them have the physical address 0 or -1.
    private var loads = 0
    private var atZero = 0
    private var withoutAddress = 0

    static func parse(_ file: MappedFile, header: ELFHeader, path: String) throws(InputError) -> ELFSegments {
        var segments = ELFSegments()
        segments.extents.reserveCapacity(Int(header.programHeaderCount))
        for index in 0..<header.programHeaderCount {
            let offset = header.offset(ofProgramHeader: index)
            guard let type = file.integer(at: offset, as: UInt32.self),
                let fileOffset = file.integer(at: offset + 8, as: UInt64.self),
                let address = file.integer(at: offset + 24, as: UInt64.self),
                let fileSize = file.integer(at: offset + 32, as: UInt64.self),
                let memorySize = file.integer(at: offset + 40, as: UInt64.self)
            else { break }
            let held = segments.clip(fileOffset, fileSize, to: file.size, segment: index, at: offset)
            if type == note {
                if held > 0 { segments.notes.append((fileOffset, held)) }
            } else if type == load {
                segments.addLoad(
                    address: address, fileOffset: fileOffset, held: held, memorySize: memorySize, segment: index,
                    at: offset)
            }
        }
        try segments.refuseProcess(path: path)
        return segments
    }

    /// What the file holds of a segment, in bytes.
    private mutating func clip(
        _ offset: UInt64, _ size: UInt64, to fileSize: UInt64, segment: UInt64, at place: UInt64
    ) -> UInt64 {
        let available = offset < fileSize ? fileSize - offset : 0
        guard size > available else { return size }
        damage.append(
            offset: place,
            "segment \(segment) has \(size) bytes at offset \(offset), the file holds \(available) of them")
        return available
    }

    private mutating func addLoad(
        address: UInt64, fileOffset: UInt64, held: UInt64, memorySize: UInt64, segment: UInt64, at place: UInt64
    ) {
        if held > memorySize {
            damage.append(
                offset: place, "segment \(segment) has more bytes in the file than in memory; the rest is left out")
        }
        let size = min(held, memorySize)
        guard size > 0 else { return }
        loads += 1
        if address == 0 { atZero += 1 }
        let (end, overflow) = address.addingReportingOverflow(size)
        guard !overflow else {
            withoutAddress += 1
            damage.append(
                offset: place, "segment \(segment) runs past the end of the address space and is left out")
            return
        }
        extents.append(ExtentTable.Extent(start: address, end: end, fileOffset: fileOffset))
    }

    /// A debugger writes 0 or -1 for every physical address, having none.
    private func refuseProcess(path: String) throws(InputError) {
        guard loads > 0 else {
            if case let notes = damage.notes, let first = notes.first {
                throw InputError(
                    .damaged, path: path, offset: first.offset, reason: "ELF core holds no memory: \(first.reason)")
            }
            throw InputError(.unsupported, path: path, reason: "ELF core without memory in it")
        }
        if (loads > 1 && atZero == loads) || withoutAddress == loads {
            throw InputError(
                .unsupported, path: path,
                reason: "ELF core of a process, not of a machine (no segment has a physical address);"
                    + " expected a vmcore or a dump made by a hypervisor")
        }
    }
}
