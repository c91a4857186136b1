import DeviceTree
import HandoverABI
import HandoverState
import PhysicalMemory

/// Reads the record of the kernel's own handover test (`lib/test_kho.c`).
struct TestTreeReader {
    private static let path = "/" + SubtreeNames.test

    /// Reads the test's record and, where the memory is at hand, sums the folios again.
    static func test<Memory: PhysicalMemory>(
        in tree: FlattenedDeviceTree, at address: PhysicalAddress?, from reader: inout StructureReader<Memory>
    ) -> TestHandover? {
        guard let magic = tree.root[TestTreeNames.magic]?.nativeUInt32,
            let data = tree.root.child(named: TestTreeNames.data),
            let count = data[TestTreeNames.folioCount]?.nativeUInt32,
            let folios = data[TestTreeNames.folios],
            let checksum = data[TestTreeNames.checksum]?.nativeUInt32
        else {
            reader.log.damage(
                .testIncomplete, path, address, "the test's record lacks its magic number, count, folios or sum")
            return nil
        }
        if magic != TestTreeNames.magicValue {
            reader.log.damage(.testMagic, path, address, "the test's magic number is 0x\(String(magic, radix: 16))")
        }
        var test = TestHandover(magic: magic, folioCount: count, folios: nil, checksum: checksum)
        test.folios = words(of: folios, count: count, from: &reader)?.map { folio($0, pageShift: reader.pageShift) }
        if let folios = test.folios {
            test.computedChecksum = sum(of: folios, from: &reader)
        }
        if test.matches == false {
            reader.log.damage(
                .testSum, path, address, "the folios' contents do not give the test's sum: they have changed")
        }
        return test
    }

    /// Whether the list of folios is in the property itself or in memory; `nil` where it is neither.
    static func form(in tree: FlattenedDeviceTree) -> Profile.TestFolios? {
        guard let data = tree.root.child(named: TestTreeNames.data),
            let count = data[TestTreeNames.folioCount]?.nativeUInt32,
            let folios = data[TestTreeNames.folios]
        else { return nil }
        return form(of: folios, count: count)
    }

    /// Two folios in the property itself take as many bytes as a descriptor. Then the first word decides if it carries
    /// an order, as a chunk's address never does, and the second if it is what a descriptor of so short a list says.
    private static func form(of folios: FlattenedDeviceTree.Property, count: UInt32) -> Profile.TestFolios? {
        guard folios.count == Vmalloc.layout.size else {
            return folios.count == Int(count) * 8 ? .inline : nil
        }
        guard count == 2, let record = Record(Vmalloc.layout, in: Array(folios.bytes).span) else { return .vmalloc }
        let descriptor = VmallocDescriptor(record)
        let isShort = descriptor.totalPages == 1 && descriptor.order == 0 && (1...3).contains(descriptor.flags)
        return descriptor.first.isAligned(to: 4096) && isShort ? .vmalloc : .inline
    }

    private static func words<Memory: PhysicalMemory>(
        of property: FlattenedDeviceTree.Property, count: UInt32, from reader: inout StructureReader<Memory>
    ) -> [UInt64]? {
        guard let form = form(of: property, count: count) else {
            reader.log.damage(
                .testList, path, nil, "\(count) folios in \(property.count) bytes are neither a list nor a kho_vmalloc")
            return nil
        }
        if form == .inline { return property.nativeUInt64s }
        guard let record = Record(Vmalloc.layout, in: Array(property.bytes).span) else { return nil }
        let descriptor = VmallocDescriptor(record)
        var words: [UInt64] = []
        var left = Int(count)
        let complete = reader.forEachPage(of: descriptor, path, "the list of folios") { page in
            let take = min(left, page.count)
            for index in 0..<take { words.append(page[index]) }
            left -= take
            return left > 0
        }
        if complete {
            reader.compare(descriptor, withRecords: UInt64(count), of: 8, path, "the list of folios")
        }
        if complete, left > 0 {
            reader.log.damage(
                .testCount, path, nil, "the list of folios ends \(left) entries before its \(count)")
        }
        return complete && left == 0 ? words : nil
    }

    private static func folio(_ word: UInt64, pageShift: Int) -> TestHandover.Folio {
        let mask = UInt64(1) << UInt64(pageShift) - 1
        return TestHandover.Folio(address: PhysicalAddress(word & ~mask), order: Int(word & mask))
    }

    /// Whether no two folios share a byte, so that summing them takes no longer than the memory is large.
    private static func areApart<Memory: PhysicalMemory>(
        _ folios: [TestHandover.Folio], from reader: inout StructureReader<Memory>
    ) -> Bool {
        var ranges: [MemoryRange] = []
        for folio in folios {
            guard folio.order + reader.pageShift < 48,
                let range = MemoryRange(start: folio.address, size: 1 << UInt64(folio.order + reader.pageShift))
            else {
                reader.log.damage(
                    .testFolioSize, path, folio.address, "a folio of order \(folio.order) is larger than memory")
                return false
            }
            ranges.append(range)
        }
        ranges.sort { $0.start < $1.start }
        for (range, next) in zip(ranges, ranges.dropFirst()) where range.overlaps(next) {
            reader.log.damage(.testFoliosOverlap, path, next.start, "two folios of the test share memory")
            return false
        }
        return true
    }

    private static func sum<Memory: PhysicalMemory>(
        of folios: [TestHandover.Folio], from reader: inout StructureReader<Memory>
    ) -> UInt32? {
        guard reader.hasMemory else {
            reader.log.unavailable(.testSumUnknown, path, nil, "the sum cannot be checked: the input holds no memory")
            return nil
        }
        guard areApart(folios, from: &reader) else { return nil }
        var sum = PartialChecksum()
        for folio in folios {
            for page in 0..<UInt64(1) << UInt64(folio.order) {
                guard let address = folio.address.advanced(by: page << UInt64(reader.pageShift)) else { return nil }
                do throws(MemoryError) {
                    try reader.memory.withWords(at: address, count: reader.pageSize / 8) { sum.add($0) }
                } catch {
                    reader.log.unavailable(.testSumUnknown, path, error.address, "the sum cannot be checked: \(error)")
                    return nil
                }
            }
        }
        return sum.value
    }
}
