import FixtureSupport
import Testing

/// Text and sizes from a dump that mean harm to the reader.
@Suite struct HostileTextTests {
    private let folder: TemporaryFolder
    private var image: CoreImage
    private let orchestrator: UInt64
    private let metadata: UInt64

    init() throws {
        folder = try TemporaryFolder()
        image = try CoreImage(.named("7.3.4"))
        let subtrees = try Fixture.named("7.3.4").facts().subtrees
        orchestrator = subtrees["LUO"]?.address ?? 0
        metadata = subtrees["kexec-metadata"]?.address ?? 0
    }

    @Test("Names from a dump can neither steer a terminal nor break a line", arguments: ["text", "json", "yaml"])
    func names(_ format: String) throws {
        var image = image
        let text: [UInt8] = [0x1b, 0x5b, 0x32, 0x4a, 0x0a, 0x0d, 0x07, 0x9b, 0xff, 0x7f]
        let sessions = try image.number(at: orchestrator + 16)
        let files = try image.number(at: sessions + 16 + 64)
        try image.put(text, at: sessions + 16)
        try image.put(text, at: files + 16)
        try image.put(text, at: metadata + 4)
        let path = try folder.write(image.bytes, to: "input")
        let outcome = try Khotool.run(["decode", path, "--format", format])
        #expect(outcome.status == 0)
        for stream in [outcome.output, outcome.errors] {
            // In UTF-8 text a byte of 0x80 or more is part of a character, which is checked to be whole.
            #expect(stream.allSatisfy { $0 == 0x0a || ($0 >= 0x20 && $0 != 0x7f) })
            #expect(String(validating: stream, as: UTF8.self) != nil)
        }
        #expect(!outcome.text.unicodeScalars.contains { (0x80..<0xa0).contains($0.value) })
        #expect(outcome.errorLines.allSatisfy { $0.hasPrefix(path + ": /") })
        #expect(outcome.text.contains("x1b[2J"))
    }

    @Test("A trimmed image of such a dump names the same root")
    func note() throws {
        var image = image
        try image.put(Array("7\nROOT=0x1000\n\0".utf8), at: metadata + 4)
        let path = try folder.write(image.bytes, to: "input")
        #expect(try Khotool.run(["trim", path, "-o", folder.path("out.elf")]).status == 0)
        let original = try Khotool.run(["decode", path, "--format", "json"])
        let trimmed = try Khotool.run(["decode", folder.path("out.elf"), "--format", "json"])
        #expect(trimmed.status == 0)
        #expect(trimmed.output == original.output)
    }

    @Test(
        "A file of an impossible size is written with holes, or not at all",
        arguments: [UInt64(1) << 36, 1 << 62, 1 << 63])
    func size(_ size: UInt64) throws {
        var image = image
        let sessions = try image.number(at: orchestrator + 16)
        let files = try image.number(at: sessions + 16 + 64)
        let memfd = try image.number(at: files + 16 + 48)
        try image.put(size, at: memfd + 8)
        let path = try folder.write(image.bytes, to: "input")
        let outcome = try Khotool.run(
            ["extract", path, "--session", "vm-0", "--token", "0x100", "-o", folder.path("out")])
        #expect(outcome.status == 0 || outcome.status == 2)
        if outcome.status == 2 {
            #expect(outcome.errorLines.count == 1)
            #expect(try folder.names() == ["input"])
        }
    }

    @Test("A reserved region of an impossible size is refused at once")
    func region() throws {
        var image = image
        let facts = try Fixture.named("7.3.4").facts()
        let memblock = try #require(facts.subtrees["memblock"])
        let trace = try #require(memblock.regions?["trace"])
        let tree = try image.bytes(at: memblock.address, count: memblock.size ?? 0)
        let size = (0..<8).map { UInt8(truncatingIfNeeded: trace[1] >> UInt64(8 * $0)) }
        // Values of properties are aligned to 4 bytes.
        let places = stride(from: 0, to: tree.count - 8, by: 4)
        let place = try #require(places.first { Array(tree[$0..<$0 + 8]) == size })
        try image.put(UInt64(1) << 50, at: memblock.address + UInt64(place))
        let path = try folder.write(image.bytes, to: "input")
        let outcome = try Khotool.run(["extract", path, "--reserve-mem", "trace", "-o", folder.path("out")])
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errorLines.first?.contains("its contents are not in the dump") == true)
        #expect(try folder.names() == ["input"])
    }
}
