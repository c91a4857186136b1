internal import MemoryDumps

/// The sections of a kernel as its linker made it: an ELF file of 32 or 64 bits, of either byte order.
struct KernelELF {
    let order: ByteOrder
    let is64Bit: Bool
    let machine: Machine
    let sections: [Section]

    /// A part of the file with a name.
    struct Section {
        let name: String
        /// Where its bytes are in the file; empty for a section without any.
        let range: Range<UInt64>
        /// Whether it is in the memory of the running kernel.
        let isAllocated: Bool
    }

    static let magic: [UInt8] = [0x7f, 0x45, 0x4c, 0x46]
    /// More sections than this are refused; a kernel has some hundreds, one linked with a section a function fifty
    /// thousand.
    private static let mostSections: UInt64 = 1 << 20
    /// `SHT_NOBITS`: a section without bytes in the file.
    private static let noBits: UInt64 = 8
    /// `SHN_XINDEX`: the index is in section 0.
    private static let extendedIndex: UInt64 = 0xffff

    /// The first section of a name.
    func section(_ name: String) -> Section? {
        sections.first { $0.name == name }
    }

    init(_ file: MappedFile, path: String) throws(InputError) {
        let reader = try FieldReader(file, path: path)
        order = reader.order
        is64Bit = reader.is64Bit
        // `ET_CORE`: the strings of a kernel are in its memory too, beside those of the kernel before it.
        if try reader.number(at: 16, width: 2) == 4 {
            throw InputError(.unrecognised, path: path, offset: 16, reason: "a memory dump, expected a kernel")
        }
        machine = Machine(rawValue: UInt16(truncatingIfNeeded: try reader.number(at: 18, width: 2)))
        sections = try Self.sections(reader)
    }

    private static func sections(_ reader: FieldReader) throws(InputError) -> [Section] {
        let wide = reader.is64Bit
        let table = try reader.number(at: wide ? 40 : 32, width: wide ? 8 : 4)
        guard table != 0 else { return [] }
        let stride = try reader.number(at: wide ? 58 : 46, width: 2)
        var count = try reader.number(at: wide ? 60 : 48, width: 2)
        var nameIndex = try reader.number(at: wide ? 62 : 50, width: 2)
        guard stride >= (wide ? 64 : 40) else {
            throw reader.damage("section headers of \(stride) bytes", at: wide ? 58 : 46)
        }
        let first = try RawSection(reader, at: table)
        if count == 0 { count = first.size }
        if nameIndex == extendedIndex { nameIndex = first.link }
        guard count <= mostSections else {
            throw reader.damage("\(count) sections, at most \(mostSections) are read", at: table)
        }
        // Neither factor exceeds 2^20 here.
        let (end, overflow) = table.addingReportingOverflow(count * stride)
        guard !overflow, end <= reader.file.size, nameIndex < count else {
            throw reader.damage("the section headers reach past the end of the file", at: table)
        }
        let names = try RawSection(reader, at: table + nameIndex * stride).range(in: reader.file)
        var sections: [Section] = []
        for index in 0..<count {
            let raw = try RawSection(reader, at: table + index * stride)
            sections.append(
                Section(
                    name: name(at: raw.name, of: names, reader.file), range: raw.range(in: reader.file),
                    isAllocated: raw.flags & 2 != 0))
        }
        return sections
    }

    private static func name(at offset: UInt64, of names: Range<UInt64>, _ file: MappedFile) -> String {
        guard offset < names.upperBound - names.lowerBound else { return "" }
        let start = names.lowerBound + offset
        let bytes = file.prefix(at: start, count: Int(min(64, names.upperBound - start)))
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// A section header, of either width.
    private struct RawSection {
        let name: UInt64
        let type: UInt64
        let flags: UInt64
        let offset: UInt64
        let size: UInt64
        let link: UInt64

        init(_ reader: FieldReader, at start: UInt64) throws(InputError) {
            let wide = reader.is64Bit
            let word = wide ? 8 : 4
            func field(_ narrow: UInt64, _ other: UInt64, _ width: Int) throws(InputError) -> UInt64 {
                let (position, overflow) = start.addingReportingOverflow(wide ? other : narrow)
                if overflow { throw reader.damage("the section headers are outside the file", at: start) }
                return try reader.number(at: position, width: width)
            }
            name = try field(0, 0, 4)
            type = try field(4, 4, 4)
            flags = try field(8, 8, word)
            offset = try field(16, 24, word)
            size = try field(20, 32, word)
            link = try field(24, 40, 4)
        }

        /// Where the bytes are, as far as the file goes.
        func range(in file: MappedFile) -> Range<UInt64> {
            guard type != noBits, offset < file.size else { return 0..<0 }
            return offset..<(offset + min(size, file.size - offset))
        }
    }
}

/// Reads the numbers of an ELF file in its own byte order.
private struct FieldReader {
    let file: MappedFile
    let path: String
    let order: ByteOrder
    let is64Bit: Bool

    init(_ file: MappedFile, path: String) throws(InputError) {
        self.file = file
        self.path = path
        let head = file.prefix(count: 6)
        guard head.count == 6, head.starts(with: KernelELF.magic), (1...2).contains(head[4]), (1...2).contains(head[5])
        else {
            throw InputError(.damaged, path: path, offset: 4, reason: "an ELF file of unknown class or byte order")
        }
        is64Bit = head[4] == 2
        order = head[5] == 1 ? .little : .big
    }

    func number(at offset: UInt64, width: Int) throws(InputError) -> UInt64 {
        let bytes = file.prefix(at: offset, count: width)
        guard bytes.count == width else { throw damage("the ELF file is cut short", at: offset) }
        return switch width {
        case 2: UInt64(bytes.integer(at: 0, as: UInt16.self, order) ?? 0)
        case 4: UInt64(bytes.integer(at: 0, as: UInt32.self, order) ?? 0)
        default: bytes.integer(at: 0, as: UInt64.self, order) ?? 0
        }
    }

    func damage(_ reason: String, at offset: UInt64) -> InputError {
        InputError(.damaged, path: path, offset: offset, reason: reason)
    }
}
