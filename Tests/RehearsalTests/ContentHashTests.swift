import Captures
import HandoverState
import PhysicalMemory
import Testing

@testable import Rehearsal

struct ContentHashTests {
    @Test(arguments: [
        ("", 0xcbf2_9ce4_8422_2325 as UInt64), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8),
    ])
    func `The hash is FNV-1a of 64 bits`(text: String, expected: UInt64) {
        var hash = ContentHash()
        hash.add(Array(text.utf8).span)
        #expect(hash.value == expected)
    }

    @Test func `Holes count as zeros`() throws {
        var memory = MemoryImage()
        try memory.write([1, 2, 3, 4], at: 0x5000)
        var folios = FolioTable(retaining: .every)
        folios.append(Folio(index: 1, frame: 5, flags: [.dirty, .upToDate], order: 0), pageShift: 12)
        let memfd = Memfd(size: 9000, position: 0, seals: [], flags: 0, folioCount: 1, folios: folios)
        let content = try PreservedContent(memfd, pageShift: 12)
        let hash = try #require(ContentHash(content, in: memory))
        var bytes = [UInt8](repeating: 0, count: 9000)
        bytes.replaceSubrange(4096..<4100, with: [1, 2, 3, 4])
        var whole = ContentHash()
        whole.add(bytes.span)
        #expect(hash.value == whole.value)
    }

    @Test func `There is no hash of contents that are not all at hand`() throws {
        let content = try PreservedContent(ReservedRegion(name: "r", address: 0x1000, size: 4096))
        #expect(ContentHash(content, in: MemoryImage()) == nil)
    }
}
