public import PhysicalMemory

/// Writes an ELF core of parts of a memory, such as ``ELFCore`` reads: what a trimmed dump is.
///
/// Same input, same bytes. Pieces are copied one after another with bounded memory, and zeros become holes.
public struct ELFCoreWriter: Sendable {
    /// The machine that the memory is of.
    public var machine: Machine
    /// The notes that the core carries.
    public var notes: [ELFNote]

    private static let page: UInt64 = 4096
    private static let step: UInt64 = 1 << 20

    /// A writer for memory of a machine.
    public init(machine: Machine, notes: [ELFNote] = []) {
        self.machine = machine
        self.notes = notes
    }

    /// Writes the bytes of `ranges`, all of which must be present; ranges that overlap or touch become one segment.
    ///
    /// - Throws: ``OutputError`` where the file cannot be written or the memory not be read; no file is left then.
    public func write(
        _ ranges: [MemoryRange], of memory: some PhysicalMemory, to path: String
    ) throws(OutputError) {
        let segments = ranges.merged()
        let noteBytes = notes.flatMap(\.serialized)
        let count = UInt64(segments.count) + (noteBytes.isEmpty ? 0 : 1)
        guard count <= ELFHeader.mostProgramHeaders else {
            throw OutputError(
                path: path, reason: "\(count) segments, at most \(ELFHeader.mostProgramHeaders) can be read again")
        }
        var layout = Layout(machine: machine, count: count)
        if !noteBytes.isEmpty { layout.addNote(size: UInt64(noteBytes.count)) }
        var position = layout.end(noteBytes: UInt64(noteBytes.count)).alignedUp(to: Self.page)
        var offsets: [UInt64] = []
        for segment in segments {
            layout.addLoad(segment, at: position)
            offsets.append(position)
            let (end, overflow) = position.addingReportingOverflow(segment.size)
            guard !overflow, end < UInt64(Int64.max) - Self.page else {
                throw OutputError(path: path, reason: "the segments are too large for a file")
            }
            position = end.alignedUp(to: Self.page)
        }
        var file = try AtomicFile(path: path)
        try file.append(layout.bytes.span)
        try file.append(noteBytes.span)
        for (segment, offset) in zip(segments, offsets) {
            try copy(segment, of: memory, to: &file, at: offset, path: path)
        }
        try file.commit()
    }

    private func copy(
        _ range: MemoryRange, of memory: some PhysicalMemory, to file: inout AtomicFile, at offset: UInt64, path: String
    ) throws(OutputError) {
        var done: UInt64 = 0
        while done < range.size {
            let count = min(Self.step, range.size - done)
            var failure: OutputError?
            do {
                try memory.withBytes(at: PhysicalAddress(range.start.value + done), count: Int(count)) { bytes in
                    do throws(OutputError) {
                        try file.write(bytes, at: offset + done)
                    } catch {
                        failure = error
                    }
                }
            } catch {
                throw OutputError(path: path, reason: error.description, memory: error)
            }
            if let failure { throw failure }
            done += count
        }
    }
}

extension ELFCoreWriter {
    /// The headers of a core in the making: file header, program headers, and section header 0 where their number does
    /// not fit the file header.
    private struct Layout {
        private(set) var bytes: [UInt8] = []
        private let count: UInt64

        init(machine: Machine, count: UInt64) {
            self.count = count
            let isExtended = count >= ELFHeader.extendedCount
            let tableEnd = ELFHeader.size + count * ELFHeader.programHeaderSize
            bytes += [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]
            put(0, 8)
            put(4, 2)  // e_type: ET_CORE
            put(UInt64(machine.rawValue), 2)
            put(1, 4)  // e_version
            put(0, 8)  // e_entry
            put(ELFHeader.size, 8)  // e_phoff
            put(isExtended ? tableEnd : 0, 8)  // e_shoff
            put(0, 4)  // e_flags
            put(ELFHeader.size, 2)
            put(ELFHeader.programHeaderSize, 2)
            put(min(count, ELFHeader.extendedCount), 2)
            put(isExtended ? ELFHeader.sectionHeaderSize : 0, 2)
            put(isExtended ? 1 : 0, 2)  // e_shnum
            put(0, 2)  // e_shstrndx
        }

        /// Where the notes end, all headers before them.
        func end(noteBytes: UInt64) -> UInt64 {
            ELFHeader.size + count * ELFHeader.programHeaderSize
                + (count >= ELFHeader.extendedCount ? ELFHeader.sectionHeaderSize : 0) + noteBytes
        }

        mutating func addNote(size: UInt64) {
            addHeader(type: 4, flags: 0, offset: end(noteBytes: 0), address: 0, size: size, alignment: 4)
        }

        mutating func addLoad(_ range: MemoryRange, at offset: UInt64) {
            addHeader(
                type: 1, flags: 4, offset: offset, address: range.start.value, size: range.size,
                alignment: ELFCoreWriter.page)
        }

        private mutating func addHeader(
            type: UInt64, flags: UInt64, offset: UInt64, address: UInt64, size: UInt64, alignment: UInt64
        ) {
            put(type, 4)
            put(flags, 4)
            for value in [offset, 0, address, size, size, alignment] { put(value, 8) }
            let isLast = UInt64(bytes.count) == ELFHeader.size + count * ELFHeader.programHeaderSize
            if isLast, count >= ELFHeader.extendedCount {
                // Section header 0: all zero but sh_info, the number of program headers.
                bytes += [UInt8](repeating: 0, count: 44)
                put(count, 4)
                bytes += [UInt8](repeating: 0, count: 16)
            }
        }

        private mutating func put(_ value: UInt64, _ width: Int) {
            for index in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
        }
    }
}

extension UInt64 {
    /// The next multiple of a power of two; the caller has left room for it.
    fileprivate func alignedUp(to size: UInt64) -> UInt64 {
        (self &+ (size - 1)) & ~(size - 1)
    }
}
