import HandoverABI
import HandoverState
import PhysicalMemory

/// Reads preserved memfds.
struct MemfdReader {
    /// Orders of page frames; `nil` where there is no map to look them up in.
    var lookup: OrderLookup?
    let retention: FolioTable.Retention

    mutating func read<Memory: PhysicalMemory>(
        _ version: MemfdABI, at address: PhysicalAddress, path: String, from reader: inout StructureReader<Memory>
    ) -> Memfd? {
        guard address.value != 0 else {
            reader.log.damage(.memfdMissing, path, nil, "the memfd has no structure: its address is 0")
            return nil
        }
        guard let record = reader.record(version.layout, at: address, path, .structure("the memfd's structure")) else {
            return nil
        }
        reader.placement?.record(.memfd(path: path), at: address)
        var memfd: Memfd
        let folios: Field
        switch version {
        case .v1:
            memfd = Memfd(
                size: record[MemfdV1.size], position: record[MemfdV1.position], seals: [], flags: 0,
                folioCount: record[MemfdV1.folioCount], folios: nil)
            folios = MemfdV1.folios
        case .v2:
            memfd = Memfd(
                size: record[MemfdV2.size], position: record[MemfdV2.position],
                seals: Memfd.Seals(rawValue: UInt32(truncatingIfNeeded: record[MemfdV2.seals])),
                flags: UInt32(truncatingIfNeeded: record[MemfdV2.flags]),
                folioCount: record[MemfdV2.folioCount], folios: nil)
            folios = MemfdV2.folios
        }
        if let descriptor = VmallocDescriptor(in: record, at: folios) {
            memfd.folios = table(of: descriptor, count: memfd.folioCount, path: path, from: &reader)
        }
        return memfd
    }

    /// Reads the folio records, a page at a time; of a list that breaks off, what there is.
    mutating func table<Memory: PhysicalMemory>(
        of descriptor: VmallocDescriptor, count: UInt64, path: String, from reader: inout StructureReader<Memory>
    ) -> FolioTable? {
        var table = FolioTable(retaining: retention)
        if count == 0 { return table }
        var left = count
        let pageShift = reader.pageShift
        var lookup = self.lookup
        let complete = reader.forEachPage(of: descriptor, path, "the folio list") { words in
            let records = Int(min(left, UInt64(words.count / 2)))
            switch retention {
            case .every: Self.append(words, records: records, to: &table, orders: &lookup, pageShift: pageShift)
            case .totals: Self.tally(words, records: records, in: &table, orders: &lookup, pageShift: pageShift)
            }
            left -= UInt64(records)
            return left > 0
        }
        self.lookup = lookup
        if complete {
            reader.compare(descriptor, withRecords: count, of: FolioRecord.layout.size, path, "the folio list")
        }
        if complete, left > 0 {
            reader.log.damage(.folioListShort, path, nil, "the folio list ends \(left) records before its \(count)")
        }
        return complete || left < count ? table : nil
    }

    private static func append(
        _ words: Span<UInt64>, records: Int, to table: inout FolioTable, orders: inout OrderLookup?, pageShift: Int
    ) {
        for record in 0..<records {
            let first = words[record * 2]
            let frame = first & frameMask
            let flags = Folio.Flags(rawValue: UInt16(truncatingIfNeeded: first >> FolioRecord.frameBits))
            let order = frame == 0 ? nil : orders?.order(ofFrame: frame)
            table.append(
                Folio(index: words[record * 2 + 1], frame: frame, flags: flags, order: order), pageShift: pageShift)
        }
    }

    /// Counts records without keeping them; adjacent ones that count alike together.
    private static func tally(
        _ words: Span<UInt64>, records: Int, in table: inout FolioTable, orders: inout OrderLookup?, pageShift: Int
    ) {
        var record = 0
        while record < records {
            let word = words[record * 2]
            let frame = word & frameMask
            let flags = Folio.Flags(rawValue: UInt16(truncatingIfNeeded: word >> FolioRecord.frameBits))
            var order: Int?
            var alike: ClosedRange<UInt64> = 0...0
            if frame != 0 {
                order = orders?.order(ofFrame: frame)
                alike = (orders?.reach ?? 1...frameMask).clamped(to: 1...frameMask)
            }
            // A word less the same flags and the lowest frame is small only if both are as here.
            let base = word - frame + alike.lowerBound
            let most = alike.upperBound - alike.lowerBound
            var next = record + 1
            while next < records, words[next * 2] &- base <= most { next += 1 }
            table.tally(
                UInt64(next - record), like: Folio(index: 0, frame: frame, flags: flags, order: order),
                pageShift: pageShift)
            record = next
        }
    }

    private static let frameMask = UInt64(1) << FolioRecord.frameBits - 1
}
