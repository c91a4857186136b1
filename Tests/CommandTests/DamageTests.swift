import FixtureSupport
import Testing

/// Handovers with one thing wrong in them: they are decoded as far as they go, the damage is named, the status is 1.
@Suite struct DamageTests {
    /// One thing that is wrong.
    struct Damage: Sendable, CustomStringConvertible {
        let description: String
        let capture: String
        /// What standard error has to say of it.
        let message: String
        let inflict: @Sendable (inout Places) throws -> Void

        init(
            _ description: String, in capture: String, _ message: String,
            _ inflict: @escaping @Sendable (inout Places) throws -> Void
        ) {
            self.description = description
            self.capture = capture
            self.message = message
            self.inflict = inflict
        }
    }

    /// The structures of a capture, found by its facts.
    struct Places {
        var image: CoreImage
        let facts: Facts

        init(_ name: String) throws {
            image = try CoreImage(.named(name))
            facts = try Fixture.named(name).facts()
        }

        /// The address that a native number in the root tree gives for the map: the value behind its property's head.
        var map: UInt64 {
            get throws {
                let tree = try image.bytes(at: facts.root, count: facts.rootSize)
                // The map is the second property: the first is `compatible`, 8 bytes padded.
                let structure = tree[8..<12].reduce(0) { $0 << 8 | Int($1) }
                return try image.number(at: facts.root + UInt64(structure) + 8 + 12 + 8 + 12)
            }
        }

        /// Where `LUO` is.
        var orchestrator: UInt64 { facts.subtrees["LUO"]?.address ?? 0 }
        /// The first block of sessions, 7.2 and later.
        var sessions: UInt64 { get throws { try image.number(at: orchestrator + 16) } }
        /// The first block of the first session's files.
        var files: UInt64 { get throws { try image.number(at: sessions + 16 + 64) } }
        /// The structure of the first session's first file.
        var memfd: UInt64 { get throws { try image.number(at: files + 16 + 48) } }
    }

    private static let nowhere: UInt64 = 0x7fff_ffff_f000
    private static let loop = "lies in memory that another structure of the handover takes"

    static let all = [
        Damage("a chain of sessions that loops", in: "7.3.4", "/LUO (0x790000): error: the block of sessions \(loop)") {
            try $0.image.put($0.sessions, at: $0.sessions)
        },
        Damage("a chain of files that loops", in: "7.3.4", "/LUO/vm-0 (0x791000): error: the block of files \(loop)") {
            try $0.image.put($0.files, at: $0.files)
        },
        Damage(
            "more sessions than memory holds", in: "7.3.4",
            "the block of sessions announces 9223372036854775808 records, between 1 and 51 are possible"
        ) {
            try $0.image.put(UInt64(1) << 63, at: $0.sessions + 8)
        },
        Damage("a block without sessions", in: "7.3.4", "the block of sessions announces 0 records") {
            try $0.image.put(UInt64(0), at: $0.sessions + 8)
        },
        Damage(
            "more files than memory holds", in: "7.3.4",
            "/LUO/vm-0 (0x790010): error: the session announces 9223372036854775808 files, 4 were read"
        ) {
            try $0.image.put(UInt64(1) << 63, at: $0.sessions + 16 + 72)
        },
        Damage(
            "more folios than memory holds", in: "7.3.4",
            "/LUO/vm-0/0x100: error: the folio list ends 9223372036854775552 records before its 9223372036854775808"
        ) {
            try $0.image.put(UInt64(1) << 63, at: $0.memfd + 24)
        },
        Damage(
            "sessions outside the dump", in: "7.3.4",
            "/LUO (0x7ffffffff000): error: the block of sessions cannot be read: 0x7ffffffff000 is not in the dump"
        ) {
            try $0.image.put(nowhere, at: $0.orchestrator + 16)
        },
        Damage(
            "sessions at the end of the address space", in: "7.3.4",
            "/LUO (0xfffffffffffff000): error: the block of sessions runs past the end of the address space"
        ) {
            try $0.image.put(UInt64.max << 12, at: $0.orchestrator + 16)
        },
        Damage(
            "sessions that begin inside a page", in: "7.3.4",
            "/LUO (0xffffffffffffffff): error: the block of sessions is not aligned to a page"
        ) {
            try $0.image.put(UInt64.max, at: $0.orchestrator + 16)
        },
        Damage(
            "a list of folios that loops", in: "7.3.4", "/LUO/vm-0/0x100 (0x794000): error: a chunk of the folio list"
        ) {
            let chunk = try $0.image.number(at: $0.memfd + 32)
            try $0.image.put(chunk, at: chunk)
        },
        Damage(
            "FLBs outside the dump", in: "7.3.4",
            "/LUO (0x7ffffffff000): error: the head of the FLBs cannot be read: 0x7ffffffff000 is not in the dump"
        ) {
            try $0.image.put(nowhere, at: $0.orchestrator + 24)
        },
        Damage(
            "a file outside the dump", in: "7.3.4",
            "/LUO/vm-0/0x100 (0x7ffffffff000): error: the memfd's structure cannot be read"
        ) {
            try $0.image.put(nowhere, at: $0.files + 16 + 48)
        },
        Damage(
            "a radix table that holds itself", in: "7.3.4",
            "/preserved-memory-map (0x4c3000): error: the table of level 4 \(loop)"
        ) {
            try $0.image.put($0.map, at: entry(of: $0))
        },
        Damage(
            "a radix table of which every entry is itself", in: "7.3.4",
            "/preserved-memory-map (0x4c3000): error: the table of level 4 \(loop)"
        ) {
            for index in 0..<UInt64(512) { try $0.image.put($0.map, at: $0.map + 8 * index) }
        },
        Damage(
            "a radix table outside the dump", in: "7.3.4",
            "/preserved-memory-map (0x7ffffffff000): error: the table of level 4 cannot be read"
        ) {
            try $0.image.put(nowhere, at: entry(of: $0))
        },
        Damage("a radix table that is not aligned", in: "7.3.4", "is not aligned to a page") {
            try $0.image.put($0.map + 1, at: entry(of: $0))
        },
        Damage(
            "a chain of chunks that loops", in: "6.18.15", "/preserved-memory-map (0x72c000): error: the chunk \(loop)"
        ) {
            try $0.image.put($0.map, at: $0.map)
        },
        Damage(
            "more bitmaps than a page holds", in: "6.18.15", "the chunk announces 4294967295 bitmaps, a page holds 255"
        ) {
            try $0.image.put(UInt32.max, at: $0.map + 12)
        },
        Damage("blocks larger than memory", in: "6.18.15", "the chunk is of order 200, blocks larger than memory") {
            try $0.image.put(UInt32(200), at: $0.map + 8)
        },
        Damage("a chunk outside the dump", in: "6.18.15", "(0x7ffffffff000): error: the chunk cannot be read") {
            try $0.image.put(nowhere, at: $0.map)
        },
        Damage("a bitmap outside the dump", in: "6.18.15", "(0x7ffffffff000): error: the bitmap cannot be read") {
            try $0.image.put(nowhere, at: $0.map + 24)
        },
        Damage("a test whose folios changed", in: "6.18.15", "/kho_test") {
            let folio = $0.facts.subtrees["kho_test"]?.folios?.first?[0] ?? 0
            try $0.image.put(~$0.image.number(at: folio) &+ 1, at: folio)
        },
        Damage("an array of more sessions than fit", in: "7.1.13", "9223372036854775808 sessions") {
            try $0.image.put(UInt64(1) << 63, at: header(of: $0))
        },
    ]

    /// The first entry of the root table that is in use.
    private static func entry(of places: Places) throws -> UInt64 {
        let map = try places.map
        for index in 0..<UInt64(512) where try places.image.number(at: map + 8 * index) != 0 { return map + 8 * index }
        throw MissingFixture(path: "no entry in the map")
    }

    /// The head of the sessions up to 7.1, as the tree `LUO` names it: the last value of 8 bytes in the first node.
    private static func header(of places: Places) throws -> UInt64 {
        let size = places.facts.subtrees["LUO"]?.size ?? 0
        let tree = try places.image.bytes(at: places.orchestrator, count: size)
        let version = Array("luo-session-v2\0".utf8)
        let place = try #require((0..<tree.count - 16).first { Array(tree[$0..<$0 + version.count]) == version })
        // Behind the version, padded to 16 bytes: the head of a property, then the address.
        return try places.image.number(at: places.orchestrator + UInt64(place) + 16 + 12)
    }

    @Test("Damage is named and the rest is told", arguments: all)
    func damage(_ damage: Damage) throws {
        var places = try Places(damage.capture)
        try damage.inflict(&places)
        let folder = try TemporaryFolder()
        let path = try folder.write(places.image.bytes, to: "input")
        let outcome = try Khotool.run(["decode", path, "--summary", "--format", "json"])
        #expect(outcome.signal == nil)
        #expect(outcome.status == 1)
        #expect(outcome.text.hasPrefix("{") && outcome.text.hasSuffix("}\n"))
        #expect(outcome.text.contains("\"memblock\""))
        #expect(outcome.errorLines.contains { $0.contains(damage.message) }, "\(outcome.errorLines.prefix(4))")
        for line in outcome.errorLines { #expect(line.hasPrefix(path + ": /"), "\(line)") }
        #expect(outcome.errorLines.count < 1200)
    }

    @Test("A trimmed image of a damaged handover is written, and the status says that it is damaged")
    func trim() throws {
        var places = try Places("7.3.4")
        try places.image.put(places.sessions, at: places.sessions)
        let folder = try TemporaryFolder()
        let path = try folder.write(places.image.bytes, to: "input")
        let outcome = try Khotool.run(["trim", path, "-o", folder.path("out.elf")])
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
        let original = try Khotool.run(["decode", path, "--format", "json"])
        let trimmed = try Khotool.run(["decode", folder.path("out.elf"), "--format", "json"])
        #expect(trimmed.output == original.output)
    }
}
