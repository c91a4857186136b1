public import HandoverState
import MemoryDumps
public import PhysicalMemory

/// The contents of a preserved file or region: which bytes of memory lie at which offsets, and zeros everywhere else.
public struct PreservedContent: Hashable, Sendable {
    /// The length in bytes.
    public let size: UInt64
    /// The parts that memory holds, in ascending order of offset, none of which overlap.
    public let pieces: [Piece]

    /// Bytes of memory at an offset of the contents.
    public struct Piece: Hashable, Sendable {
        /// The offset within the contents.
        public let offset: UInt64
        /// Where the bytes lie.
        public let memory: MemoryRange
    }

    /// The contents of a reserved region.
    ///
    /// - Throws: ``ContentError`` where the region runs past the end of the address space.
    public init(_ region: ReservedRegion) throws(ContentError) {
        guard let range = region.range else {
            throw ContentError("the region runs past the end of the address space")
        }
        size = region.size
        pieces = [Piece(offset: 0, memory: range)]
    }

    /// The contents of a memfd.
    ///
    /// - Throws: ``ContentError`` where the list of folios is not at hand or contradicts itself.
    public init(_ memfd: Memfd, pageShift: Int) throws(ContentError) {
        try self.init(HeldMemory(memfd), pageShift: pageShift)
    }

    /// The contents of a file.
    ///
    /// Between folios the file has holes, which read as zeros. So does a folio that is not up to date: the kernel
    /// allocated it and never filled it, and clears it at first use.
    ///
    /// - Throws: ``ContentError`` where the list of folios is not at hand or contradicts itself.
    public init(_ file: HeldMemory, pageShift: Int) throws(ContentError) {
        guard let folios = file.folios?.folios else { throw ContentError("the list of its folios could not be read") }
        guard UInt64(folios.count) == file.folioCount else {
            throw ContentError("only \(folios.count) of its \(file.folioCount) folios could be read")
        }
        size = file.size
        var pieces: [Piece] = []
        for folio in folios where !folio.isHole && folio.flags.isSuperset(of: file.filled) {
            if let piece = try Self.piece(of: folio, size: file.size, pageShift: pageShift) { pieces.append(piece) }
        }
        pieces.sort { $0.offset < $1.offset }
        for (piece, next) in zip(pieces, pieces.dropFirst()) where piece.offset + piece.memory.size > next.offset {
            throw ContentError("two folios stand for the same bytes at offset \(next.offset)")
        }
        self.pieces = pieces
    }

    private static func piece(of folio: Folio, size: UInt64, pageShift: Int) throws(ContentError) -> Piece? {
        guard let order = folio.order else {
            throw ContentError(
                "the folio of index \(folio.index) is not in the preserved-memory map, so its length is not known")
        }
        guard folio.index <= UInt64.max >> UInt64(pageShift),
            let start = PhysicalAddress(pageFrame: folio.frame, pageShift: pageShift)
        else { throw ContentError("the folio of index \(folio.index) lies beyond the end of the address space") }
        let offset = folio.index << UInt64(pageShift)
        if offset >= size { return nil }
        let length = min(UInt64(1) << UInt64(pageShift + order), size - offset)
        guard let range = MemoryRange(start: start, size: length) else {
            throw ContentError("the folio of index \(folio.index) runs past the end of the address space")
        }
        return Piece(offset: offset, memory: range)
    }

    /// Reads the parts that memory holds, in pieces of bounded size and in ascending order of offset.
    ///
    /// - Parameter body: takes the offset and the bytes, and returns whether it wants more.
    /// - Throws: ``ContentError`` with the first address that is not in the memory; nothing was read then.
    public func read(
        from memory: some PhysicalMemory, _ body: (UInt64, Span<UInt8>) -> Bool
    ) throws(ContentError) {
        for piece in pieces {
            if let absent = memory.firstAbsent(in: piece.memory) {
                throw ContentError("its contents are not in the dump: \(absent) is missing")
            }
        }
        for piece in pieces {
            var done: UInt64 = 0
            while done < piece.memory.size {
                let count = min(1 << 20, piece.memory.size - done)
                do throws(MemoryError) {
                    let wantsMore = try memory.withBytes(
                        at: PhysicalAddress(piece.memory.start.value + done), count: Int(count)
                    ) { body(piece.offset + done, $0) }
                    if !wantsMore { return }
                } catch {
                    throw ContentError("its contents cannot be read: \(error)")
                }
                done += count
            }
        }
    }

    /// Writes the contents to a file, with holes where memory holds nothing or only zeros; all of it or nothing.
    ///
    /// - Throws: ``ContentError`` where the memory cannot be read or the file not be written.
    public func write(from memory: some PhysicalMemory, to path: String) throws(ContentError) {
        var unread: ContentError?
        do throws(OutputError) {
            var file = try AtomicFile(path: path)
            var failure: OutputError?
            do throws(ContentError) {
                try read(from: memory) { offset, bytes in
                    do throws(OutputError) {
                        try file.write(bytes, at: offset)
                    } catch {
                        failure = error
                    }
                    return failure == nil
                }
            } catch {
                unread = error
            }
            if let failure { throw failure }
            if unread == nil {
                file.extend(to: size)
                try file.commit()
            }
        } catch {
            throw ContentError(error.reason, output: error.path)
        }
        if let unread { throw unread }
    }
}

/// Why preserved contents cannot be had.
public struct ContentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is the matter, a clause.
    public let reason: String
    /// The file that could not be written, where that is the matter.
    public let output: String?

    init(_ reason: String, output: String? = nil) {
        self.reason = reason
        self.output = output
    }

    /// The reason.
    public var description: String { reason }
}
