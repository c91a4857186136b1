/// The machine that a dump was made on, as `e_machine` of an ELF file names it (ELF gABI, chapter 4).
///
/// A structure, not an enumeration: numbers that have no name here are kept.
public struct Machine: RawRepresentable, Hashable, Sendable {
    /// The value of `e_machine`.
    public let rawValue: UInt16

    /// A machine from its number.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// AMD and Intel, 64-bit: `EM_X86_64`.
    public static let x86_64 = Machine(rawValue: 62)
    /// Arm, 64-bit: `EM_AARCH64`.
    public static let aarch64 = Machine(rawValue: 183)
}

extension Machine: CustomStringConvertible {
    /// The name that the kernel gives the machine, or the number.
    public var description: String {
        switch rawValue {
        case 3: "i386"
        case 8: "mips"
        case 20: "ppc"
        case 21: "ppc64"
        case 22: "s390x"
        case 40: "arm"
        case 43: "sparc64"
        case 62: "x86_64"
        case 183: "aarch64"
        case 243: "riscv64"
        case 258: "loongarch64"
        default: "machine \(rawValue)"
        }
    }
}

/// The file header of an ELF core, checked; layout of ELF gABI chapter 4, `Elf64_Ehdr`.
struct ELFHeader: Hashable, Sendable {
    static let size: UInt64 = 64
    static let programHeaderSize: UInt64 = 56
    static let sectionHeaderSize: UInt64 = 64
    /// `e_phnum` of a file whose real count is `sh_info` of section header 0.
    static let extendedCount: UInt64 = 0xffff
    /// More program headers than this are refused; a dump with a segment per preserved page stays far below.
    static let mostProgramHeaders: UInt64 = 1 << 20

    let machine: Machine
    let programHeaderOffset: UInt64
    let programHeaderStride: UInt64
    let programHeaderCount: UInt64

    /// Offset of a program header in the file.
    func offset(ofProgramHeader index: UInt64) -> UInt64 {
        programHeaderOffset + index * programHeaderStride
    }

    static func parse(_ file: MappedFile, path: String) throws(InputError) -> ELFHeader {
        try refuse(file.prefix(count: Int(size)), path: path)
        guard let machine = file.integer(at: 18, as: UInt16.self),
            let tableOffset = file.integer(at: 32, as: UInt64.self),
            let sectionOffset = file.integer(at: 40, as: UInt64.self),
            let stride = file.integer(at: 54, as: UInt16.self),
            let shortCount = file.integer(at: 56, as: UInt16.self),
            file.size >= size
        else {
            throw InputError(.damaged, path: path, offset: file.size, reason: "ELF file ends inside its first header")
        }
        guard UInt64(stride) >= programHeaderSize else {
            throw InputError(
                .damaged, path: path, offset: 54,
                reason: "ELF program headers of \(stride) bytes, expected \(programHeaderSize)")
        }
        var count = UInt64(shortCount)
        if count == extendedCount {
            let (offset, overflow) = sectionOffset.addingReportingOverflow(44)
            guard sectionOffset != 0, !overflow, let real = file.integer(at: offset, as: UInt32.self) else {
                throw InputError(
                    .damaged, path: path, offset: 40,
                    reason: "ELF core with 65535 or more segments and no section header that tells their number")
            }
            count = UInt64(real)
        }
        guard count > 0 else {
            throw InputError(.damaged, path: path, offset: 56, reason: "ELF core without program headers")
        }
        guard count <= mostProgramHeaders else {
            throw InputError(
                .tooLarge, path: path, offset: 56,
                reason: "ELF core with \(count) program headers, at most \(mostProgramHeaders) are read")
        }
        // Neither factor exceeds 2^20 here.
        let (end, overflow) = tableOffset.addingReportingOverflow(count * UInt64(stride))
        guard !overflow, end <= file.size else {
            throw InputError(
                .damaged, path: path, offset: tableOffset,
                reason: "\(count) ELF program headers reach past the end of the file (\(file.size) bytes)")
        }
        return ELFHeader(
            machine: Machine(rawValue: machine), programHeaderOffset: tableOffset,
            programHeaderStride: UInt64(stride), programHeaderCount: count)
    }

    /// Throws for an ELF file that is no core of an accepted machine, as its first bytes tell.
    static func refuse(_ prefix: [UInt8], path: String) throws(InputError) {
        guard prefix.count >= 20 else {
            throw InputError(
                .damaged, path: path, offset: UInt64(prefix.count), reason: "ELF file ends inside its first header")
        }
        if let reason = refusal(kind: prefix[4], order: prefix[5]) {
            throw InputError(.unsupported, path: path, offset: 4, reason: reason)
        }
        let type = UInt16(prefix[16]) | UInt16(prefix[17]) << 8
        let machine = Machine(rawValue: UInt16(prefix[18]) | UInt16(prefix[19]) << 8)
        if let reason = refusal(type: type, machine: machine) {
            throw InputError(.unsupported, path: path, offset: 16, reason: reason)
        }
    }

    private static let accepted = "expected a 64-bit little-endian core of x86_64 or aarch64"

    private static func refusal(kind: UInt8, order: UInt8) -> String? {
        switch (kind, order) {
        case (2, 1): nil
        case (1, 1), (1, 2): "32-bit ELF file, \(accepted)"
        case (2, 2): "big-endian ELF file, \(accepted)"
        default: "ELF file of unknown class \(kind) and byte order \(order), \(accepted)"
        }
    }

    private static func refusal(type: UInt16, machine: Machine) -> String? {
        let kind: String
        switch type {
        case 4:
            if machine == .x86_64 || machine == .aarch64 { return nil }
            return "ELF core of \(machine), \(accepted)"
        case 0: kind = "file without a type"
        case 1: kind = "object file"
        case 2: kind = "executable (a kernel or program, not memory)"
        case 3: kind = "shared object or program"
        default: kind = "file of type \(type)"
        }
        return "ELF \(kind) of \(machine), \(accepted)"
    }
}
