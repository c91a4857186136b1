public import MemoryDumps
public import PhysicalMemory

/// The note by which a trimmed image says where the handover in it begins, so that nobody has to.
///
/// An ELF note of the owner `KHOTOOL`, type 1; lines of `KEY=VALUE` like those of the kernel's own `VMCOREINFO`. Addresses
/// and sizes are hexadecimal.
public struct HandoverNote: Hashable, Sendable {
    /// The owner of the note.
    public static let owner = "KHOTOOL"
    /// The type of the note.
    public static let type: UInt32 = 1

    /// The address of the root tree.
    public var root: PhysicalAddress
    /// The scratch areas; `nil` where they were not known.
    public var scratch: [MemoryRange]?
    /// The release of the kernel that wrote the handover, where it is known.
    public var release: String?
    /// The base page size in bytes.
    public var pageSize: UInt64

    /// A note.
    public init(root: PhysicalAddress, scratch: [MemoryRange]?, release: String?, pageSize: UInt64) {
        self.root = root
        self.scratch = scratch
        self.release = release
        self.pageSize = pageSize
    }

    /// The note among the notes of a core file, if it is there and whole.
    public init?(in notes: [ELFNote]) {
        guard let note = notes.first(where: { $0.name == Self.owner && $0.type == Self.type }) else { return nil }
        let info = VMCoreInfo(parsing: note.contents)
        guard let root = info["ROOT"].flatMap(Self.number), let pageSize = info.pageSize else { return nil }
        self.root = PhysicalAddress(root)
        self.pageSize = pageSize
        release = info.osRelease
        guard let count = info["SCRATCHES"].flatMap({ Int($0) }), count >= 0, count <= info.values.count else { return }
        scratch = (0..<count).compactMap { index in
            let parts = info["SCRATCH(\(index))"]?.split(separator: ",") ?? []
            guard parts.count == 2, let start = Self.number(String(parts[0])), let size = Self.number(String(parts[1]))
            else { return nil }
            return MemoryRange(start: PhysicalAddress(start), size: size)
        }
    }

    /// The note as a core file carries it.
    public var elfNote: ELFNote {
        var lines = ["ROOT=\(root)", "PAGESIZE=\(pageSize)"]
        if let release { lines.append("OSRELEASE=\(release)") }
        if let scratch {
            lines.append("SCRATCHES=\(scratch.count)")
            for (index, area) in scratch.enumerated() {
                lines.append("SCRATCH(\(index))=\(area.start),0x" + String(area.size, radix: 16))
            }
        }
        let text = lines.map { $0 + "\n" }.joined()
        return ELFNote(name: Self.owner, type: Self.type, contents: Array(text.utf8))
    }

    private static func number(_ text: String) -> UInt64? {
        text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
    }
}
