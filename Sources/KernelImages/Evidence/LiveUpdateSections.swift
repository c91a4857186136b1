internal import MemoryDumps

/// What a kernel lists of its own formats in sections of its file, so that they can be compared before an update.
///
/// Both are proposals: `.liveupdate_versions` of December 2025, `.liveupdate_features` of September 2026.
struct LiveUpdateSections {
    /// The strings of `.liveupdate_versions`; `nil` where there is no such section.
    private(set) var versions: [String]?
    /// The entries of `.liveupdate_features`; `nil` where there is no such section.
    private(set) var features: [FeatureSet]?
    /// What was wrong with the sections.
    private(set) var notes: [String] = []

    /// The magic at the start of both, and their version.
    private static let magic: UInt32 = 0x4c56_5550
    private static let version: UInt32 = 1
    private static let headSize: UInt64 = 8
    private static let nameSize = 48
    /// A kernel has a core and some handlers.
    private static let mostEntries: UInt64 = 256

    init(_ kernel: UnfoldedKernel) {
        guard case .elf(let elf) = kernel.form else { return }
        if let records = records(of: ".liveupdate_versions", size: 48, in: elf, kernel.file) {
            versions = records.compactMap { KernelNames.text($0.prefix(Self.nameSize)) }
        }
        if let records = records(of: ".liveupdate_features", size: 80, in: elf, kernel.file) {
            features = records.compactMap { record in
                guard let name = KernelNames.text(record.prefix(Self.nameSize)),
                    let supported: UInt64 = record.integer(at: 56, elf.order),
                    let required: UInt64 = record.integer(at: 64, elf.order),
                    let active: UInt64 = record.integer(at: 72, elf.order)
                else { return nil }
                return FeatureSet(name: name, supported: supported, required: required, active: active)
            }
        }
    }

    /// The records behind the head of a section; `nil` where there is none, or not of this format.
    private mutating func records(
        of name: String, size: UInt64, in elf: KernelELF, _ file: MappedFile
    ) -> [[UInt8]]? {
        guard let section = elf.section(name) else { return nil }
        let start = section.range.lowerBound
        let length = section.range.upperBound - start
        let head = file.prefix(at: start, count: Int(Self.headSize))
        guard length >= Self.headSize, head.integer(at: 0, elf.order) == Self.magic,
            head.integer(at: 4, elf.order) == Self.version
        else {
            notes.append("section \(name) is of no version that is known")
            return nil
        }
        let (count, rest) = (length - Self.headSize).quotientAndRemainder(dividingBy: size)
        if rest != 0 { notes.append("section \(name) ends with \(rest) bytes that are no entry") }
        return (0..<min(count, Self.mostEntries)).map { index in
            file.prefix(at: start + Self.headSize + index * size, count: Int(size))
        }
    }
}

/// The features of one part of the handover: bits whose meaning that part defines.
public struct FeatureSet: Hashable, Sendable {
    /// The part: `luo` for the core, or a handler.
    public let name: String
    /// What the kernel knows.
    public let supported: UInt64
    /// What a receiver must know to read what this kernel writes.
    public let required: UInt64
    /// What this kernel really writes.
    public let active: UInt64
}

/// Names in fields of fixed length.
enum KernelNames {
    /// Printable characters before the first NUL; `nil` where there are none, or others.
    static func text(_ field: some Sequence<UInt8>) -> String? {
        let bytes = Array(field.prefix { $0 != 0 })
        guard !bytes.isEmpty, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The part that a version string belongs to: `memfd` of `memfd-v2`, `kvm_vm_luo` of `kvm_vm_luo_v1`.
    static func component(of version: String) -> String {
        let digits = version.utf8.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        let name = version.dropLast(digits)
        guard digits > 0, name.count > 2, name.hasSuffix("-v") || name.hasSuffix("_v") else { return version }
        return String(name.dropLast(2))
    }
}
