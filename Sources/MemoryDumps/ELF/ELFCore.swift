public import PhysicalMemory

/// An ELF core of a whole machine: `/proc/vmcore`, a makedumpfile `-E` file, QEMU's `dump-guest-memory`, a trimmed dump.
///
/// 64-bit, little-endian, x86-64 or arm64. Bytes are found by `p_paddr`; where segments overlap, the first in the order
/// of the file counts. A core that is cut short is read as far as it goes, and ``damage`` tells what is missing.
public struct ELFCore: PhysicalMemory {
    @usableFromInline let memory: ExtentMemory

    /// The machine that the dump was made on.
    public let machine: Machine
    /// The notes, in the order of the file.
    public let notes: [ELFNote]
    /// What the kernel tells about itself, where the dump has it.
    public let vmcoreinfo: VMCoreInfo?
    /// What was wrong with the file and passed over.
    public let damage: [InputNote]

    /// Reads headers and notes; memory itself is only read when asked for.
    ///
    /// - Throws: ``InputError`` with `damaged` for headers outside the file, `unsupported` for an ELF file that is no
    ///   core of such a machine, `tooLarge` for more program headers than any dump has.
    public init(file: MappedFile, path: String) throws(InputError) {
        let header = try ELFHeader.parse(file, path: path)
        let segments = try ELFSegments.parse(file, header: header, path: path)
        var damage = segments.damage
        var notes: [ELFNote] = []
        var budget = ELFNote.mostBytes
        for place in segments.notes {
            let size = min(place.size, UInt64(budget))
            if size < place.size {
                damage.append(offset: place.offset, "notes of more than \(ELFNote.mostBytes) bytes are left out")
            }
            notes += ELFNote.parse(
                file.prefix(at: place.offset, count: Int(size)), at: place.offset, damage: &damage)
            budget -= Int(size)
            if budget <= 0 || notes.count >= ELFNote.mostNotes { break }
        }
        let (table, overlap) = ExtentTable.make(from: segments.extents)
        if overlap { damage.append("segments overlap; where they do, the first in the file counts") }
        memory = ExtentMemory(file: file, table: table)
        machine = header.machine
        self.notes = notes
        vmcoreinfo = notes.first { $0.name == "VMCOREINFO" }.map { VMCoreInfo(parsing: $0.contents) }
        self.damage = damage.notes
    }

    /// What is present: the bytes of all LOAD segments that the file holds.
    public var present: [MemoryRange] { memory.present }

    /// Calls `body` with bytes straight from the file, or with a copy where they lie in several segments.
    ///
    /// - Complexity: O(log n) in the number of segments, without allocation, for bytes of one segment.
    @inlinable
    public func withBytes<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt8>) -> Result
    ) throws(MemoryError) -> Result {
        try memory.withBytes(at: address, count: count, body)
    }

    /// Calls `body` with words straight from the file, or with a copy where segments or the file's layout part them.
    ///
    /// - Complexity: O(log n) in the number of segments, without allocation, for aligned words of one segment.
    @inlinable
    public func withWords<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt64>) -> Result
    ) throws(MemoryError) -> Result {
        try memory.withWords(at: address, count: count, body)
    }
}
