import FixtureSupport
import Foundation
import Testing

/// `khotool encode` as a process.
@Suite struct EncodeTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func planPath(_ name: String) -> String {
        Fixture.root.appending(path: "plans/\(name)").path(percentEncoded: false)
    }

    /// Encodes a plan that must be refused: status 2, nothing written, and the lines of the message without the path.
    private func refusal(_ plan: String, _ options: [String] = ["--profile", "7.2"]) throws -> [String] {
        let input = try folder.write(Array(plan.utf8), to: "plan.yaml")
        let outcome = try Khotool.run(["encode", input, "-o", folder.path("out.elf")] + options)
        #expect(outcome.status == 2, "\(outcome.errorLines)")
        #expect(try folder.names() == ["plan.yaml"])
        return outcome.errorLines.map { String($0.dropFirst("\(input): error: ".count)) }
    }

    @Test("A dump encoded in place is decoded to the same document", arguments: ["6.17.8", "7.3.4"])
    func inPlace(_ name: String) throws {
        let fixture = try Fixture.named(name)
        let outcome = try Khotool.run([
            "encode", fixture.image, "--profile", fixture.profile, "-o", folder.path("o.elf"),
        ])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        let before = try Khotool.run(["decode", fixture.image, "--format", "json"])
        let after = try Khotool.run(["decode", folder.path("o.elf"), "--format", "json"])
        #expect(before.output == after.output)
    }

    @Test("What the target has no place for is named line by line, and nothing is written")
    func losses() throws {
        let image = try Fixture.named("7.3.4").image
        let outcome = try Khotool.run(["encode", image, "--profile", "6.18", "-o", folder.path("o.elf")])
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.count == 16)
        #expect(
            outcome.errorLines.first == "\(image): error: /LUO/vm-0/0x100: linux-6.18 has no Live Update Orchestrator")
        #expect(try folder.names() == [])
        let dropped = try Khotool.run(["encode", image, "--profile", "6.18", "--drop", "-o", folder.path("o.elf")])
        #expect(dropped.status == 0)
        #expect(dropped.errorLines.count == 16)
        #expect(dropped.errorLines.first?.contains("/LUO/vm-0/0x100: warning: left out: ") == true)
    }

    @Test("A plan with every key is decoded to what it says", arguments: ["linux-7.1", "linux-7.2"])
    func everything(_ profile: String) throws {
        let outcome = try Khotool.run([
            "encode", planPath("everything.yaml"), "--profile", profile, "-o", folder.path("o.elf"),
        ])
        #expect(outcome.status == 0, "\(outcome.errorLines)")
        let decoded = try Khotool.run(["decode", folder.path("o.elf"), "--format", "json"])
        #expect(decoded.status == 0, "\(decoded.errorLines)")
        for piece in [
            "\"release\": \"7.3.4-plan\"", "\"kexecCount\": 3", "\"address\": \"0xc000000\", \"size\": 65536",
            "\"number\": 4",
            "\"shrink\", \"grow\"", "\"matches\": true",
        ] {
            #expect(decoded.text.contains(piece), "\(piece)")
        }
        let content = try Khotool.run(
            ["extract", folder.path("o.elf"), "--session", "vm-0", "--token", "3", "-o", folder.path("content")])
        #expect(content.status == 0, "\(content.errorLines)")
        #expect(try folder.read("content") == [UInt8](Data(contentsOf: URL(filePath: planPath("guest-memory.bin")))))
        let filled = try Khotool.run(
            ["extract", folder.path("o.elf"), "--session", "vm-0", "--token", "4", "-o", folder.path("content")])
        #expect(filled.status == 0, "\(filled.errorLines)")
        var expected = [UInt8](repeating: 0xaa, count: 3 << 20)
        expected.replaceSubrange(65536..<65536 * 3, with: repeatElement(0, count: 65536 * 2))
        #expect(try folder.read("content") == expected)
    }

    @Test("A plan in JSON, and one of nothing", arguments: ["6.17", "6.18", "6.19", "7.0", "7.1", "7.2"])
    func small(_ kernel: String) throws {
        let empty = try folder.write(Array("{}".utf8), to: "empty.json")
        for (plan, options) in [(planPath("small.json"), ["--drop"]), (empty, [])] {
            let outcome = try Khotool.run(
                ["encode", plan, "--profile", kernel, "-o", folder.path("o.elf")] + options)
            #expect(outcome.status == 0, "\(outcome.errorLines)")
            #expect(try Khotool.run(["decode", folder.path("o.elf"), "--profile", kernel]).status == 0)
        }
    }

    @Test("What only composing finds is told with line and column")
    func composing() throws {
        func region(_ text: String) throws -> [String] { try refusal("reserveMem:\n  - \(text)") }
        #expect(
            try region("{name: a, size: 4096, address: 0x1000000}")
                == [
                    "line 2, column 5: /memblock/a: the region 0x1000000-0x1000fff lies in the scratch area 0x1000000-0x1ffffff"
                ])
        #expect(
            try region("{name: a, size: 8192, address: 0xb000000}\n  - {name: b, size: 4096, address: 0xb001000}")
                == [
                    "line 3, column 5: /memblock/b: the region 0xb001000-0xb001fff overlaps the region 0xb000000-0xb001fff"
                ])
        #expect(
            try region("{name: a, size: 4096, address: 0xb000800}").first?.contains("is not the beginning of a page")
                == true)
        #expect(
            try region("{name: a, size: 4096, address: 0x80000000}").first?.contains("outside the machine's memory")
                == true)
        #expect(
            try region("{name: a, size: 1TiB}").first?.hasPrefix(
                "line 2, column 5: /memblock/a: no 1099511627776 adjacent") == true)
        #expect(
            try region("{name: a, size: 4096, content: {file: missing.bin}}")
                == ["line 2, column 5: /memblock/a: the file missing.bin cannot be read"])
        let long = String(repeating: "x", count: 4097)
        #expect(
            try region("{name: a, size: 4096, content: {text: \(long)}}")
                == ["line 2, column 5: /memblock/a: 4097 bytes of content do not fit the region's 4096"])
    }

    @Test("A file of a plan that cannot be made is told with line and column")
    func composingFiles() throws {
        func file(_ memfd: String) throws -> String? {
            try refusal("liveUpdate:\n sessions:\n - name: a\n   files:\n   - {token: 0x1, memfd: \(memfd)}").first
        }
        let place = "line 5, column 6: /LUO/a/0x1: "
        #expect(try file("{size: 1, content: {text: xy}}") == place + "2 bytes of content do not fit the file's 1")
        #expect(
            try file("{size: 8192, holes: [{offset: 100, size: 4096}]}")?.hasPrefix(place + "the hole 0x64-") == true)
        #expect(
            try file("{size: 4096, holes: [{offset: 8192, size: 4096}]}")?.contains("behind the file's end") == true)
        #expect(try file("{size: 16777215TiB}")?.contains("the largest file of a plan") == true)
        #expect(try file("{size: 1GiB}")?.contains("no free block of order 0") == true)
        let lost = try refusal(
            "liveUpdate:\n sessions:\n - name: a\n   files:\n   - {token: 0x1, memfd: {size: 0}}",
            ["--profile", "6.18"])
        #expect(lost == [place + "linux-6.18 has no Live Update Orchestrator"])
    }

    @Test("A state document is encoded without contents, with a warning", arguments: ["json", "yaml"])
    func document(_ format: String) throws {
        let image = try Fixture.named("7.1.13").image
        let state = try folder.write(Khotool.run(["decode", image, "--format", format]).output, to: "state")
        for kernel in ["7.1", "7.2"] {
            let outcome = try Khotool.run(["encode", state, "--profile", kernel, "-o", folder.path("o.elf")])
            #expect(outcome.status == 0, "\(outcome.errorLines)")
            #expect(outcome.errorLines.count == 1)
            #expect(outcome.errorLines.first?.contains("warning: a state document holds no contents") == true)
            let decoded = try Khotool.run(["decode", folder.path("o.elf"), "--format", "json"])
            #expect(decoded.status == 0, "\(decoded.errorLines)")
            let again = try JSONSerialization.jsonObject(with: Data(decoded.output)) as? [String: Any]
            let before = try Khotool.run(["decode", image, "--format", "json"]).output
            let original = try JSONSerialization.jsonObject(with: Data(before)) as? [String: Any]
            for key in ["reserveMem", "kernel", "scratch"] {
                let parts = try [again, original].map {
                    try JSONSerialization.data(withJSONObject: [try #require($0?[key])], options: .sortedKeys)
                }
                #expect(parts[0] == parts[1], "\(key)")
            }
        }
        let blobs = try Khotool.run(["encode", state, "--profile", "7.1", "-o", folder.path("blobs/")])
        #expect(blobs.status == 0)
        #expect(try folder.names().contains("blobs"))
        let root = try Khotool.run(["encode", state, "--profile", "7.1", "-o", folder.path("root.dtb")])
        #expect(root.status == 0)
        #expect(try Array(folder.read("root.dtb").prefix(4)) == [0xd0, 0x0d, 0xfe, 0xed])
    }

    @Test("Structures go where --ram says")
    func ram() throws {
        let image = try Fixture.named("7.3.4").image
        let outcome = try Khotool.run(
            ["encode", image, "--profile", "7.2", "--ram", "0x40000000,16M", "-o", folder.path("o.elf")])
        #expect(outcome.status == 0, "\(outcome.errorLines)")
        let decoded = try Khotool.run(["decode", folder.path("o.elf")])
        #expect(decoded.text.contains("Root      at 0x4000"))
        let tiny = try Khotool.run(
            ["encode", image, "--profile", "7.2", "--ram", "0x40000000,8K", "-o", folder.path("none.elf")])
        #expect(tiny.status == 2)
        #expect(tiny.errorLines.count == 1)
        #expect(tiny.errorLines.first?.contains("no free memory") == true)
        #expect(try folder.names() == ["o.elf"])
    }

    @Test("A damaged state is refused in place with the damage named")
    func damaged() throws {
        var image = try CoreImage(.named("7.3.4"))
        let facts = try Fixture.named("7.3.4").facts()
        let luo = try #require(facts.subtrees["LUO"])
        let sessions = try image.number(at: luo.address + 16)
        try image.put(UInt64(1000), at: sessions + 8)
        let path = try folder.write(image.bytes, to: "damaged")
        let outcome = try Khotool.run(["encode", path, "--profile", "7.2", "-o", folder.path("o.elf")])
        #expect(outcome.status == 2)
        #expect(
            outcome.errorLines.first?.contains("/LUO: the state is damaged, so it cannot be encoded in place") == true)
        #expect(try folder.names() == ["damaged"])
    }

    @Test("A run that fails or is killed while it writes leaves what was there before")
    func interrupted() throws {
        let image = try Fixture.named("7.3.4").image
        _ = try folder.write([1, 2, 3], to: "out.elf")
        // A limit on the size of files stands for a disk that fills up; past it comes a signal, or an error if ignored.
        for trap in ["", "trap '' XFSZ; "] {
            let outcome = try Khotool.shell(
                "\(trap)ulimit -c 0; ulimit -f 128; exec \"$khotool\" encode '\(image)' --profile 7.1 --drop "
                    + "-o '\(folder.path("out.elf"))'")
            #expect(outcome.status != 0)
            #expect(try folder.read("out.elf") == [1, 2, 3])
        }
    }
}
