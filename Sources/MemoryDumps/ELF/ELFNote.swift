/// A note of a core: a named record, such as the registers of a processor or the kernel's VMCOREINFO.
///
/// Source: ELF gABI chapter 5, "Note Section", with 4-byte alignment as Linux, QEMU and makedumpfile write it.
public struct ELFNote: Hashable, Sendable {
    /// Who defines the type, without the closing NUL: `CORE`, `VMCOREINFO`, `QEMU`.
    public let name: String
    /// What the contents are, as the owner numbers it.
    public let type: UInt32
    /// The contents, in the byte order of the dumped machine.
    public let contents: [UInt8]

    /// A note to be written, or as read.
    public init(name: String, type: UInt32, contents: [UInt8]) {
        self.name = name
        self.type = type
        self.contents = contents
    }
}

extension ELFNote {
    /// The most bytes of notes that are read; a thousand processors make about 1 MiB.
    static let mostBytes = 16 << 20
    static let mostNotes = 1 << 16
    static let headerSize = 12

    /// Reads notes until the bytes end or make no sense, which is reported by offset.
    static func parse(_ bytes: [UInt8], at fileOffset: UInt64, damage: inout NoteList) -> [ELFNote] {
        var notes: [ELFNote] = []
        var position = 0
        while bytes.count - position >= headerSize, notes.count < mostNotes {
            let nameSize = Int(word(bytes, position))
            let contentSize = Int(word(bytes, position + 4))
            let type = word(bytes, position + 8)
            // Sums of three 32-bit numbers, which a 64-bit Int holds.
            let name = position + headerSize
            let contents = name + (nameSize + 3) & ~3
            let end = contents + contentSize
            guard end <= bytes.count else {
                // Zeros after the last note are padding, which some writers leave.
                if bytes[position...].contains(where: { $0 != 0 }) {
                    damage.append(
                        offset: fileOffset + UInt64(position), "note reaches past the end of its segment")
                }
                break
            }
            if nameSize != 0 || contentSize != 0 || type != 0 {
                let text = String(decoding: bytes[name..<name + nameSize].prefix { $0 != 0 }, as: UTF8.self)
                notes.append(ELFNote(name: text, type: type, contents: [UInt8](bytes[contents..<end])))
            }
            position = min(contents + (contentSize + 3) & ~3, bytes.count)
        }
        return notes
    }

    /// The note as bytes: header, name with NUL, contents, each padded to four bytes.
    var serialized: [UInt8] {
        let name = [UInt8](name.utf8) + [0]
        var bytes: [UInt8] = []
        for value in [UInt32(truncatingIfNeeded: name.count), UInt32(truncatingIfNeeded: contents.count), type] {
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: value >> shift))
            }
        }
        for part in [name, contents] {
            bytes += part
            bytes += [UInt8](repeating: 0, count: (4 - part.count % 4) % 4)
        }
        return bytes
    }

    private static func word(_ bytes: [UInt8], _ position: Int) -> UInt32 {
        UInt32(bytes[position]) | UInt32(bytes[position + 1]) << 8 | UInt32(bytes[position + 2]) << 16
            | UInt32(bytes[position + 3]) << 24
    }
}
