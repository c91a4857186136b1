import FixtureSupport
import Testing

/// Inputs that cannot be used: status 2, one line that says why, and never a crash.
@Suite struct RefusalTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Decodes bytes as a file; expects them refused and gives the reason, without the path.
    private func refusal(of bytes: [UInt8], _ options: [String] = []) throws -> String {
        let path = try folder.write(bytes, to: "input")
        return try refusal(ofPath: path, options)
    }

    private func refusal(ofPath path: String, _ options: [String] = []) throws -> String {
        let outcome = try Khotool.run(["decode", path] + options)
        #expect(outcome.status == 2, "\(outcome.errorLines)")
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1)
        let line = outcome.errorLines.first ?? ""
        #expect(line.hasPrefix("\(path): error: "), "\(line)")
        return String(line.dropFirst("\(path): error: ".count))
    }

    // MARK: Files of no use

    @Test("Files and directories that hold no handover")
    func nothing() throws {
        #expect(try refusal(ofPath: folder.path("missing")).contains("No such file or directory"))
        #expect(try refusal(ofPath: folder.path).contains("expected the files fdt or sub_fdts"))
        #expect(try refusal(of: []) == "empty file")
        #expect(try refusal(ofPath: "/dev/null") == "empty file")
    }

    @Test("A handover that is not finalized says what to do", arguments: ["6.17.8", "6.18.15"])
    func notFinalized(_ name: String) throws {
        let reason = try refusal(ofPath: Fixture.named(name).path("boot2/out"))
        #expect(reason.contains("not finalized; write 1 to the file finalize"))
    }

    @Test("Files of other kinds are refused by what would be read")
    func otherKinds() throws {
        let jpeg: [UInt8] = [0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]
        #expect(try refusal(of: jpeg).contains("ELF"))
        #expect(try refusal(of: Array("just some words\n".utf8)).isEmpty == false)
        #expect(try refusal(of: Array("{\"a\": 1}\n".utf8)).contains("schema"))
    }

    @Test("Random bytes are refused, whatever they begin with")
    func random() throws {
        var numbers = SeededNumbers(seed: 20_251_121)
        let heads: [[UInt8]] = [
            [], [0x1f, 0x8b, 8], [0x7f, 0x45, 0x4c, 0x46], [0xd0, 0x0d, 0xfe, 0xed], Array("KDUMP   ".utf8),
            Array("makedumpfile".utf8), Array("{".utf8), Array("DISKDUMP".utf8),
        ]
        for head in heads {
            for size in [1, 64, 5000] {
                _ = try refusal(of: head + numbers.bytes(size))
            }
        }
    }

    // MARK: Device trees

    @Test(
        "A broken root tree is refused with the place where it is broken",
        arguments: [
            ("property-length", 0x44), ("name-offset", 0x48), ("no-end", 0x15c), ("unbalanced-end", 0x158),
            ("truncated", 0xca), ("total-size", 0x4),
        ])
    func brokenTree(_ name: String, _ offset: Int) throws {
        let reason = try refusal(ofPath: Fixture.hostileTree(name))
        #expect(reason.hasPrefix("the device tree is broken: "))
        #expect(reason.hasSuffix("(offset 0x\(String(offset, radix: 16)))"))
        #expect(reason.ranges(of: "offset 0x").count == 1)
    }

    @Test("A root tree that was cut anywhere is refused, but for the cut that kernels make")
    func cutTree() throws {
        let tree = try Fixture.named("7.3.4").bytes("boot2/in/fdt")
        for length in Array(stride(from: 2, to: tree.count, by: 29)) + [39, 40, 232, 234, tree.count - 1] {
            _ = try refusal(of: Array(tree.prefix(length)))
        }
        let path = try folder.write(Array(tree.prefix(233)), to: "input")
        let outcome = try Khotool.run(["decode", path])
        #expect(outcome.status == 0)
        #expect(outcome.errorLines.contains { $0.contains("warning: the root tree is cut short") })
    }

    // MARK: Dumps

    @Test("A dump that was cut anywhere is refused or read with the damage named")
    func cutDump() throws {
        let image = try Fixture.named("6.18.15").bytes("memory.elf")
        for length in [1, 3, 4, 16, 20, 63, 64, 65, 119, 120, 400, 4096] {
            _ = try refusal(of: Array(image.prefix(length)))
        }
        for step in 1..<8 {
            let path = try folder.write(Array(image.prefix(image.count * step / 8)), to: "input")
            let outcome = try Khotool.run(["decode", path])
            #expect(outcome.status == 1 || outcome.status == 2)
            #expect(outcome.errorLines.contains { $0.contains(": error: ") })
        }
    }

    @Test(
        "A dump of another kind or machine is refused with its name",
        arguments: [
            (4, [1] as [UInt8], "32-bit"), (5, [2], "big-endian"), (16, [2, 0], "executable"), (16, [1, 0], "object"),
            (18, [22, 0], "s390x"), (18, [21, 0], "ppc64"),
        ])
    func otherDump(_ offset: Int, _ patch: [UInt8], _ word: String) throws {
        var image = try CoreImage(.named("6.18.15"))
        image.bytes.replaceSubrange(offset..<offset + patch.count, with: patch)
        let reason = try refusal(of: image.bytes)
        #expect(reason.contains(word))
        #expect(reason.contains("expected a 64-bit little-endian core of x86_64 or aarch64"))
    }

    @Test("A compressed dump that is cut or damaged is refused")
    func gzip() throws {
        let packed = try Fixture.named("6.18.15").bytes("memory.elf.gz")
        for length in [2, 10, 18, 1000, packed.count / 2, packed.count - 1] {
            _ = try refusal(of: Array(packed.prefix(length)))
        }
        for place in [20, packed.count / 2, packed.count - 6] {
            var damaged = packed
            damaged[place] ^= 0x55
            _ = try refusal(of: damaged)
        }
    }

    @Test("Two root trees in a dump are listed, and the one that is meant can be named")
    func twoRoots() throws {
        var image = try CoreImage(.named("6.18.15"))
        let facts = try Fixture.named("6.18.15").facts()
        let second = try #require(facts.subtrees["kho_test"]?.folios?.first?[0])
        image.forgetRoot()
        try image.put(image.bytes(at: facts.root, count: facts.rootSize), at: second)
        let path = try folder.write(image.bytes, to: "input")
        let outcome = try Khotool.run(["decode", path])
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.count == 3)
        #expect(outcome.errorLines.first?.contains("2 root trees of a handover; name one with --root") == true)
        for address in [facts.root, second] {
            let text = "0x" + String(address, radix: 16)
            #expect(outcome.errorLines.contains { $0.contains("\(text): candidate: kho-v1, 236 bytes") })
        }
        let named = try Khotool.run(["decode", path, "--root", "0x" + String(facts.root, radix: 16)])
        #expect(named.text.contains("Root      at 0x" + String(facts.root, radix: 16)))
    }

    @Test("A dump without a root tree, or with none at the address given, says so")
    func noRoot() throws {
        var image = try CoreImage(.named("6.18.15"))
        let facts = try Fixture.named("6.18.15").facts()
        image.forgetRoot()
        try image.put(UInt32(0), at: facts.root)
        #expect(try refusal(of: image.bytes).contains("give its address with --root"))
        #expect(try refusal(of: image.bytes, ["--root", "0x1000"]).contains("no root tree at 0x1000"))
    }
}
