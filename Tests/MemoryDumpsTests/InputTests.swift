import Glibc
import MemoryDumps
import PhysicalMemory
import Testing

@Suite struct InputTests {
    @Test func `A device tree is given whole whatever size it claims`() throws {
        let blob: [UInt8] = [0xd0, 0x0d, 0xfe, 0xed, 0, 0, 1, 0x59] + noise(225)
        guard case .deviceTree(let bytes) = try open(blob) else { throw TestFailure(text: "is no device tree") }
        #expect(bytes == blob)
    }

    @Test(arguments: [
        "{ \"schema\": 1 }", "\n\n  {\n", "\u{feff}{}", "---\nabi:\n", "%YAML 1.2\n", "schema: https://example.org\n",
        "# a comment\n\nabi:\n  profile: linux-7.2\n", "\"schema\": 1\n", "a-b_c9:\n", "{ \"name\": \"größe\" }",
    ])
    func `Documents are known by their first line`(text: String) throws {
        guard case .document(let bytes) = try open(Array(text.utf8)) else { throw TestFailure(text: "is no document") }
        #expect(bytes == Array(text.utf8))
    }

    @Test(arguments: [
        "/dts-v1/;\n/ { };\n", "/multikernel-v1/;", "\u{feff}\n/* key: */\n// {\n/dts-v1/ /plugin/;",
        "# 1 \"tree.dts\"\n/dts-v1/;", "/***/ /dts-v1/;",
    ])
    func `Sources of device trees are known by what they begin with behind blanks and comments`(text: String) throws {
        guard case .source(let bytes) = try open(Array(text.utf8)) else { throw TestFailure(text: "is no source") }
        #expect(bytes == Array(text.utf8))
        guard case .source = try open(gzip(Array(text.utf8))) else { throw TestFailure(text: "is no source") }
    }

    @Test(arguments: ["/* /dts-v1/; */ key:", "/* /dts-v1/;", "// /dts-v1/;\nkey: 1"])
    func `A text that speaks of sources in comments is none`(text: String) throws {
        if case .source? = try? open(Array(text.utf8)) { throw TestFailure(text: "is taken for a source") }
    }

    @Test func `A long document may be cut inside a character where it is examined`() throws {
        for start in ["{", "{ ", "{  ", "{   "] {
            let text = start + String(repeating: "€", count: 40_000)
            guard case .document = try open(Array(text.utf8)) else { throw TestFailure(text: "is no document") }
        }
    }

    static let foreign: [(bytes: [UInt8], word: String)] = [
        ([0xff, 0xd8, 0xff, 0xe0], "JPEG"), ([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], "PNG"),
        ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "xz -d"), ([0x28, 0xb5, 0x2f, 0xfd], "zstd -d"),
        (Array("BZh9".utf8), "bzip2 -d"), (Array("QEVM".utf8), "dump-guest-memory"),
        (Array("PK\u{3}\u{4}".utf8), "zip"),
        ([UInt8](repeating: 0, count: 0x202) + Array("HdrS".utf8), "bzImage"),
        (noise(0x38) + Array("ARM\u{64}".utf8) + noise(100), "arm64 kernel image"),
        (Array("[    0.000000] Linux version 7.3.4\n".utf8), "kernel log"),
        (Array("<6>[    0.000000] Linux version 7.3.4\n".utf8), "kernel log"),
        (Array("SeaBIOS (version 1.16)\nLinux\n".utf8), "plain text"), (Array("[1, 2]".utf8), "JSON array"),
        (Array("/* a comment */ / { };\n".utf8), "plain text"), (Array("<html>".utf8), "markup"),
        ([UInt8](repeating: 0, count: 5000), "only zeros"), (noise(5000), "binary data"),
    ]

    @Test(arguments: foreign) func `Anything else is refused by what it looks like`(bytes: [UInt8], word: String) throws
    {
        let error = try refusal(bytes)
        #expect(error.code == .unrecognised)
        #expect(error.reason.contains(word))
        #expect(error.reason.contains("expected a device tree blob"))
        #expect(!error.description.contains("\n"))
        #expect(error.description.last != ".")
    }

    @Test func `An empty file is refused`() throws {
        #expect(try refusal([]).code == .empty)
    }

    @Test func `A missing file is refused in the words of the system`() throws {
        let error = #expect(throws: InputError.self) { try Input.open(path: "/nowhere/at/all") }
        #expect(error?.description == "/nowhere/at/all: cannot open: No such file or directory")
        #expect(throws: InputError.self) { try Input.open(path: "") }
        #expect(throws: InputError.self) { try Input.open(path: "/tmp\0/x") }
    }

    @Test func `Unknown contents with a base address are a raw image`() throws {
        for bytes in [noise(5001), [UInt8](repeating: 0, count: 4096), Array("some text".utf8), Array("MZ".utf8)] {
            guard case .raw(let image) = try open(bytes, base: 0x1000) else { throw TestFailure(text: "is not raw") }
            #expect(image.base == 0x1000)
            #expect(image.present == [MemoryRange(from: 0x1000, to: PhysicalAddress(0x1000 + UInt64(bytes.count)))])
            #expect(try image.bytes(at: 0x1000, count: bytes.count) == bytes)
        }
    }

    @Test func `A base address does not make a picture memory`() throws {
        #expect(try refusal([0xff, 0xd8, 0xff, 0xe0], base: 0).code == .unrecognised)
        guard case .elfCore = try open(ELFBuilder((0x1000, noise(64))).bytes, base: 0) else {
            throw TestFailure(text: "is no ELF core")
        }
    }

    @Test func `A raw image past the end of the address space is refused`() throws {
        #expect(try refusal(noise(5000), base: PhysicalAddress(.max - 4000)).code == .unsupported)
    }

    @Test func `A file of the kernel that claims no size is read to its end`() throws {
        let error = #expect(throws: InputError.self) { try Input.open(path: "/proc/version") }
        #expect(error?.reason.contains("plain text") == true)
        guard case .raw(let image) = try Input.open(path: "/proc/version", base: 0) else {
            throw TestFailure(text: "is not raw")
        }
        #expect(try image.bytes(at: 0, count: 6) == Array("Linux ".utf8))
    }

    /// A text of a few bytes that, like every file of sysfs, claims to be a page long.
    static let shortText = "/sys/kernel/mm/transparent_hugepage/enabled"

    @Test(.enabled(if: unsafe access(shortText, R_OK) == 0, "there is no \(shortText) here"))
    func `A file of the kernel that claims too much is read to its end`() throws {
        guard case .raw(let image) = try Input.open(path: Self.shortText, base: 0) else {
            throw TestFailure(text: "is not raw")
        }
        #expect(image.present.first.map { $0.size < 4096 } == true)
    }

    @Test(.timeLimit(.minutes(1))) func `A pipe is read to its end`() throws {
        let core = ELFBuilder((0x1000, noise(300_000)), (0x100_0000, noise(12 << 20))).bytes
        let directory = try TestDirectory()
        try directory.file("core", core)
        try directory.file("core.gz", gzip(core))
        for name in ["core", "core.gz"] {
            let pipe = try directory.pipe(from: "cat \(directory.path)/\(name)")
            #expect(readEverything(try Input.open(path: pipe).memory).sum == readEverything(try openELF(core)).sum)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `A pipe with endless text is refused at once`() throws {
        let directory = try TestDirectory()
        let pipe = try directory.pipe(from: "yes no end")
        let error = #expect(throws: InputError.self) { try Input.open(path: pipe) }
        #expect(error?.code == .unrecognised)
    }

    @Test func `A device without end is refused`() throws {
        var limits = InputLimits()
        limits.blob = 1 << 20
        let error = #expect(throws: InputError.self) {
            try Input.open(path: "/dev/zero", base: 0, limits: limits)
        }
        #expect(error?.code == .tooLarge)
    }

    @Test func `The memory of an input without memory is empty`() throws {
        let input = try open(Array("{}".utf8))
        #expect(input.memory.present.isEmpty)
        #expect(throws: MemoryError.absent(0x1000)) { try input.memory.bytes(at: 0x1000, count: 1) }
    }
}
