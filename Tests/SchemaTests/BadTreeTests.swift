import FixtureSupport
import Testing

/// A tree that a kernel wrote, with lines of its source text exchanged.
struct BadTree: Sendable, CustomTestStringConvertible {
    let name: String
    /// The file of the capture.
    let fixture: String
    let tree: String
    /// The first line that begins so, and what stands there instead.
    let line: String
    let replacement: String
    /// Words of what `dt-validate` says.
    let words: String

    init(_ name: String, _ tree: String, _ line: String, _ replacement: String, _ words: String) {
        self.name = name
        let parts = tree.split(separator: "/", maxSplits: 1)
        fixture = String(parts[0])
        self.tree = "boot2/in/" + parts[1]
        self.line = line
        self.replacement = replacement
        self.words = words
    }

    var testDescription: String { name }

    func source() throws -> String {
        let sound = try DTSchema.source(of: Fixture.named(fixture).path(tree))
        var lines = sound.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let place = try #require(
            lines.firstIndex { $0.drop { $0 == "\t" || $0 == " " }.hasPrefix(line) }, "\(line) in \(sound)")
        lines[place] = replacement
        return lines.joined(separator: "\n")
    }

    private static let magic = "magic ="
    private static let map = "preserved-memory-map ="

    static let all = [
        // The root.
        BadTree("unknown version", "7.3.4/fdt", "compatible", "compatible = \"kho-v5\";", "kho-v5"),
        BadTree("no version", "7.3.4/fdt", "compatible", "", "'compatible' is a required"),
        BadTree("two versions", "7.3.4/fdt", "compatible", "compatible = \"kho-v4\", \"kho-v3\";", "too long"),
        BadTree("another's version", "6.17.8/fdt", "compatible", "compatible = \"kho-v2\";", "preserved-data"),
        BadTree("no map", "6.17.8/fdt", map, "", "'preserved-memory-map' is a required"),
        BadTree("map misspelt", "6.18.15/fdt", map, "preserved-memory-maps = <1 0>;", "preserved-memory-maps"),
        BadTree("map of 4 bytes", "7.1.13/fdt", map, "preserved-memory-map = <0x4c00>;", "preserved-memory-map"),
        BadTree("map of 12 bytes", "7.1.13/fdt", map, "preserved-memory-map = <1 2 3>;", "preserved-memory-map"),
        BadTree("map of 16 bytes", "7.1.13/fdt", map, "preserved-memory-map = <1 2 3 4>;", "preserved-memory-map"),
        BadTree("map without bytes", "7.1.13/fdt", map, "preserved-memory-map;", "preserved-memory-map"),
        BadTree("map as text", "7.1.13/fdt", map, "preserved-memory-map = \"0x4c0\";", "preserved-memory-map"),
        BadTree("unknown property", "7.3.4/fdt", map, "preserved-memory-map = <1 0>; mood = <1>;", "mood"),

        // Its subtrees.
        BadTree("fdt in kho-v4", "7.3.4/fdt", "preserved-data", "fdt = <1 0>;", "'fdt'"),
        BadTree("preserved-data in kho-v1", "6.19.11/fdt", "fdt =", "preserved-data = <1 0>;", "preserved-data"),
        BadTree("no blob-size in kho-v3", "7.1.13/fdt", "blob-size", "", "'blob-size' is a required"),
        BadTree("blob-size of 4 bytes", "7.1.13/fdt", "blob-size", "blob-size = <0x26010000>;", "blob-size"),
        BadTree(
            "one more level", "7.2.13/fdt", "preserved-data",
            "preserved-data = <1 0>; inner { x = <1>; };", "inner"
        ),
        BadTree("subtree misspelt", "6.18.15/fdt", "fdt =", "ftd = <1 0>;", "ftd"),

        // memblock.
        BadTree("region without size", "7.3.4/sub_fdts/memblock", "size", "", "'size' is a required"),
        BadTree("region of nothing", "7.3.4/sub_fdts/memblock", "size", "size = <0 0>;", "minimum of 1"),
        BadTree("region of 4 bytes", "6.17.8/sub_fdts/memblock", "size", "size = <0x1000>;", "size"),
        BadTree(
            "region of another version", "7.1.13/sub_fdts/memblock", "compatible = \"reserve",
            "compatible = \"reserve-mem-v2\";", "reserve-mem-v1"),
        BadTree("region without version", "7.1.13/sub_fdts/memblock", "compatible = \"reserve", "", "'compatible'"),
        BadTree("long name", "7.3.4/sub_fdts/memblock", "trace {", "a-name-too-long- {", "a-name-too-long-"),
        BadTree("start misspelt", "7.3.4/sub_fdts/memblock", "start", "begin = <1 0>;", "begin"),

        // LUO.
        BadTree("number of 4 bytes", "7.1.13/sub_fdts/LUO", "liveupdate", "liveupdate-number = <1>;", "liveupdate"),
        BadTree("no sessions", "6.19.11/sub_fdts/LUO", "luo-session {", "luo-flb {", "luo-session"),
        BadTree(
            "sessions of version 1", "6.19.11/sub_fdts/LUO", "compatible = \"luo-session",
            "compatible = \"luo-session-v1\";", "luo-session-v2"),
        BadTree("sessions at 0", "7.1.13/sub_fdts/LUO", "luo-session-header", "luo-session-header = <0 0>;", "minimum"),
        BadTree("objects nowhere", "7.1.13/sub_fdts/LUO", "luo-flb-header", "", "'luo-flb-header' is a required"),
        BadTree("unknown node", "7.1.13/sub_fdts/LUO", "luo-flb {", "luo-flbs {", "luo-flbs"),

        // kho_test.
        BadTree("no magic", "6.17.8/sub_fdts/kho_test", magic, "", "'magic' is a required"),
        BadTree("magic turned round", "6.17.8/sub_fdts/kho_test", magic, "magic = <0x4b484f21>;", "was expected"),
        BadTree("no data", "7.3.4/sub_fdts/kho_test", "data {", "date {", "'data' is a required"),
        BadTree("no folios", "7.3.4/sub_fdts/kho_test", "folios_info", "", "'folios_info' is a required"),
        BadTree("half a folio", "7.3.4/sub_fdts/kho_test", "folios_info", "folios_info = <1>;", "folios_info"),
        BadTree("sum of 8 bytes", "7.3.4/sub_fdts/kho_test", "csum", "csum = <1 2>;", "csum"),
    ]
}

@Suite(
    .enabled(if: DTSchema.isInstalled, "dt-schema is not installed; make schemas does that"),
    .enabled(if: DTSchema.hasCompiler, "dtc is not installed"))
struct BadTreeTests {
    @Test func `A tree with a fault is refused, and the fault is named`() throws {
        // All in one go: the bindings are read anew each time.
        let folder = try TemporaryFolder()
        let trees = try BadTree.all.map { bad in
            try DTSchema.compile(bad.source(), to: bad.name.replacing(" ", with: "-"), in: folder)
        }
        let complaints = try DTSchema.complaints(about: trees)
        for (bad, tree) in zip(BadTree.all, trees) {
            let own = complaints.filter { $0.contains(tree) }
            #expect(own.contains { $0.contains(bad.words) }, "\(bad.name): \(own)")
        }
    }
}
