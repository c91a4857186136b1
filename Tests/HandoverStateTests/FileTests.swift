import HandoverState
import Testing

@Suite struct FolioTableTests {
    private static let folios = [
        Folio(index: 0, frame: 0x200, flags: [.dirty, .upToDate], order: 9),
        Folio(index: 512, frame: 0, flags: .dirty, order: nil),
        Folio(index: 513, frame: 0x401, flags: .upToDate, order: 0),
        Folio(index: 514, frame: 0x402, flags: [], order: nil),
        Folio(index: 515, frame: 0x403, flags: .init(rawValue: 0x800), order: 0),
    ]

    @Test(arguments: [FolioTable.Retention.every, .totals])
    func `Totals count what was appended`(retention: FolioTable.Retention) {
        var table = FolioTable(retaining: retention)
        for folio in Self.folios { table.append(folio, pageShift: 12) }
        #expect(table.count == 4)
        #expect(table.holeCount == 1)
        #expect(table.dirtyCount == 1)
        #expect(table.upToDateCount == 2)
        #expect(table.unpreservedCount == 1)
        #expect(table.countByOrder == [2, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        #expect(table.byteCount == 514 << 12)
        #expect(table.folios == (retention == .every ? Self.folios : nil))
    }

    @Test func `Sizes follow the page size`() {
        for pageShift in [12, 14, 16] {
            var table = FolioTable(retaining: .totals)
            table.append(Folio(index: 0, frame: 8, flags: [], order: 3), pageShift: pageShift)
            #expect(table.byteCount == 8 << UInt64(pageShift))
        }
    }

    @Test func `An empty table has no folios, or an empty list of them`() {
        #expect(FolioTable(retaining: .every).folios == [])
        #expect(FolioTable(retaining: .totals).folios == nil)
    }
}

@Suite struct FlagNameTests {
    @Test func `Seals are named in the order of their bits`() {
        let all = Memfd.Seals(rawValue: 0x3f)
        #expect(all.names == ["seal", "shrink", "grow", "write", "future-write", "exec"])
        #expect(Memfd.Seals([.exec, .shrink]).names == ["shrink", "exec"])
        #expect(Memfd.Seals().names == [])
        #expect(Memfd.Seals.names.map(\.seal.rawValue) == [1, 2, 4, 8, 16, 32])
    }

    @Test func `Bits without a name are shown as a number`() {
        #expect(Memfd.Seals(rawValue: 0x8000_0041).names == ["seal", "0x80000040"])
        #expect(Folio.Flags(rawValue: 0x805).names == ["dirty", "0x804"])
    }

    @Test func `Flags of folios are named in the order of their bits`() {
        #expect(Folio.Flags([.upToDate, .dirty]).names == ["dirty", "uptodate"])
        #expect(Folio.Flags.names.map(\.flag.rawValue) == [1, 2])
    }
}

@Suite struct TestHandoverTests {
    private func matches(_ stored: UInt32, _ computed: UInt32?) -> Bool? {
        TestHandover(magic: 0, folioCount: 0, folios: nil, checksum: stored, computedChecksum: computed).matches
    }

    @Test func `Without a computed sum nothing is said`() {
        #expect(matches(1, nil) == nil)
    }

    @Test func `Sums are compared once they are folded to 16 bits`() {
        #expect(matches(0x1234_5678, 0x1234_5678) == true)
        #expect(matches(0x1234_5678, 0x5678_1234) == true)
        #expect(matches(0x1234_5678, 0x0000_68ac) == true)
        #expect(matches(0x1234_5678, 0x1234_5679) == false)
        // The carry of the first fold is folded in as well.
        #expect(matches(0xffff_0002, 0x0000_0002) == true)
        #expect(matches(0x8000_8001, 0x0000_0002) == true)
        #expect(matches(.max, 0x0000_ffff) == true)
    }

    @Test func `Zero has two forms that are equal`() {
        #expect(matches(0, 0xffff) == true)
        #expect(matches(0, .max) == true)
        #expect(matches(0xffff_0000, 0) == true)
        #expect(matches(0, 1) == false)
    }
}
