import HandoverABI
import HandoverState
import PhysicalMemory

extension ImageBuilder {
    /// Writes a memfd's structure and its list of folios; the contents stay where they are.
    ///
    /// - Returns: the address of the structure.
    mutating func write(
        _ memfd: Memfd, as version: MemfdABI, path: String
    ) throws(EncodingError) -> PhysicalAddress {
        guard let table = memfd.folios, table.folios.map({ UInt64($0.count) }) == memfd.folioCount else {
            throw .unusable(path: path, reason: "the list of folios is not complete")
        }
        let words = try Self.words(of: table, path: path)
        let list = try writeVmalloc(words: words, of: path)
        var record = Record(version.layout)
        let address = try block(for: .memfd(path: path))
        switch version {
        case .v1:
            record[MemfdV1.position] = memfd.position
            record[MemfdV1.size] = memfd.size
            record[MemfdV1.folioCount] = memfd.folioCount
            record.embed(list, in: MemfdV1.folios)
        case .v2:
            record[MemfdV2.position] = memfd.position
            record[MemfdV2.size] = memfd.size
            record[MemfdV2.seals] = UInt64(memfd.seals.rawValue)
            record[MemfdV2.flags] = UInt64(memfd.flags)
            record[MemfdV2.folioCount] = memfd.folioCount
            record.embed(list, in: MemfdV2.folios)
        }
        try write(record, at: address)
        return address
    }

    /// The records of folios as words.
    static func words(of table: FolioTable, path: String) throws(EncodingError) -> [UInt64] {
        guard let folios = table.folios else {
            throw .unusable(path: path, reason: "the list of folios is not complete")
        }
        var words: [UInt64] = []
        words.reserveCapacity(folios.count * 2)
        for folio in folios {
            guard folio.frame >> UInt64(FolioRecord.frameBits) == 0, folio.flags.rawValue >> 12 == 0 else {
                let frame = String(folio.frame, radix: 16)
                throw .unusable(path: path, reason: "the page frame 0x\(frame) or its flags do not fit a record")
            }
            words.append(folio.frame | UInt64(folio.flags.rawValue) << FolioRecord.frameBits)
            words.append(folio.index)
        }
        return words
    }
}

extension Record {
    /// Puts a whole structure into a field of its size.
    mutating func embed(_ record: Record, in field: Field) {
        for (index, byte) in record.bytes.prefix(field.size).enumerated() { self[field, index] = UInt64(byte) }
    }
}
