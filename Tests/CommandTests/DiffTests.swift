import FixtureSupport
import Foundation
import Testing

/// `khotool diff` as a process, over captures and captures edited byte by byte.
@Suite struct DiffTests {
    private let folder: TemporaryFolder
    private let original: String
    private var image: CoreImage
    private let facts: Facts

    init() throws {
        folder = try TemporaryFolder()
        let fixture = try Fixture.named("7.3.4")
        image = try CoreImage(fixture)
        original = fixture.image
        facts = try fixture.facts()
    }

    /// The lines of differences that are told, without groups, totals and the values.
    private func lines(_ outcome: Launch.Outcome) -> [String] {
        outcome.text.split(separator: "\n").filter { $0.hasPrefix("  ") && "+-~>?".contains($0.dropFirst(2).prefix(1)) }
            .map { $0.dropFirst(2).split(separator: " ").prefix(2).joined(separator: " ") }
    }

    private func summary(_ outcome: Launch.Outcome) -> String {
        String(outcome.text.split(separator: "\n").last ?? "")
    }

    private func diff(_ image: CoreImage, _ options: [String] = []) throws -> Launch.Outcome {
        let path = try folder.write(image.bytes, to: "edited.elf")
        return try Khotool.run(["diff", original, path] + options)
    }

    private var sessions: UInt64 {
        get throws { try image.number(at: #require(facts.subtrees["LUO"]).address + 16) }
    }

    /// The address of the memfd behind the first file of the first session.
    private var memfd: UInt64 {
        get throws { try image.number(at: image.number(at: sessions + 16 + 64) + 16 + 48) }
    }

    // MARK: The same

    @Test("A capture differs from itself in nothing", arguments: Fixture.all)
    func itself(_ fixture: Fixture) throws {
        let outcome = try Khotool.run(["diff", fixture.image, fixture.image])
        #expect(outcome.status == 0)
        #expect(summary(outcome).hasPrefix("no difference"))
        #expect(!outcome.text.contains("not compared"))
        #expect(outcome.errors.isEmpty)
    }

    @Test("A capture differs from its document in nothing, whichever comes first", arguments: ["json", "yaml"])
    func document(_ format: String) throws {
        let document = try folder.write(Khotool.run(["decode", original, "--format", format]).output, to: "state")
        for arguments in [[original, document], [document, original]] {
            let outcome = try Khotool.run(["diff"] + arguments)
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(summary(outcome) == "no difference; the contents of 13 files and regions are not at hand")
        }
    }

    @Test("Standard input is a side")
    func standardInput() throws {
        let outcome = try Khotool.run(["diff", original, "-"], input: image.bytes)
        #expect(outcome.status == 0)
        #expect(summary(outcome) == "no difference")
    }

    // MARK: Edits

    @Test("A grown file, a seal and a moved position are a line each, in text and in JSON")
    func file() throws {
        var image = image
        let memfd = try memfd
        let (position, size) = try (image.number(at: memfd), image.number(at: memfd + 8))
        try image.put(position + 1, at: memfd)
        try image.put(size + 4096, at: memfd + 8)
        try image.put(UInt32(truncatingIfNeeded: image.number(at: memfd + 16)) ^ 0x8, at: memfd + 16)
        let outcome = try diff(image)
        #expect(outcome.status == 1)
        let expected = ["size", "position", "seals"].map { "/LUO/vm-0/0x100/" + $0 }
        #expect(lines(outcome) == expected.map { "~ " + $0 })
        #expect(outcome.text.contains("/LUO/vm-0/0x100/size  \(size) -> \(size + 4096)\n"))
        let json = try JSONValue(diff(image, ["--format", "json"]).output)
        #expect(json["changes"]?.elements.compactMap { $0["path"]?.string } == expected)
        #expect(json["changes"]?.elements.compactMap { $0["kind"]?.string } == ["changed", "changed", "changed"])
        #expect(
            try lines(diff(image, ["--ignore", "/LUO/*/position", "--ignore", "/LUO/vm-0/0x100/seals"])) == [
                "~ " + expected[0]
            ])
        #expect(try lines(diff(image, ["--only", "/LUO/vm-0/0x100/seals"])) == ["~ " + expected[2]])
        #expect(try diff(image, ["--ignore", "/LUO/vm-0"]).status == 0)
        #expect(try diff(image, ["--only", "/memblock"]).status == 0)
        // A part of a name is not the name.
        #expect(try diff(image, ["--ignore", "/LUO/vm"]).status == 1)
    }

    @Test("Counters can be left out")
    func counters() throws {
        var image = image
        let orchestrator = try #require(facts.subtrees["LUO"]).address
        try image.put(UInt64(9), at: orchestrator + 8)
        #expect(try lines(diff(image)) == ["~ /LUO/number"])
        #expect(try diff(image, ["--ignore", "counters"]).status == 0)
    }

    @Test("A byte of contents is a line, unless contents do not count")
    func contents() throws {
        var image = image
        let file = try #require(facts.subtrees["LUO"]?.sessions?[0].files[0].memfd.folios.first)
        try image.put(~image.number(at: file[1] << 12), at: file[1] << 12)
        #expect(try lines(diff(image)) == ["~ /LUO/vm-0/0x100/content"])
        #expect(try diff(image, ["--ignore", "contents"]).status == 0)
    }

    @Test("A session more and a region less in a document are a line each")
    func documents() throws {
        let before = try folder.write(Khotool.run(["decode", original, "--format", "json"]).output, to: "old.json")
        var text = String(decoding: try folder.read("old.json"), as: UTF8.self)
        text.replace("\"sessions\": [", with: "\"sessions\": [{\"name\": \"new\", \"files\": []},", maxReplacements: 1)
        text.replace(
            "{\"name\": \"pstore\", \"address\": \"0xfa00000\", \"size\": 65536}",
            with: "{\"name\": \"pstore\", \"address\": \"0xfb00000\", \"size\": 65536}")
        let after = try folder.write(Array(text.utf8), to: "new.json")
        let outcome = try Khotool.run(["diff", before, after, "--ignore", "/memory"])
        #expect(outcome.status == 1)
        #expect(lines(outcome) == ["~ /memblock/pstore/address", "+ /LUO/new"])
        let less = try Khotool.run(["diff", after, before, "--ignore", "/memory", "--ignore", "addresses"])
        #expect(lines(less) == ["- /LUO/new"])
    }

    @Test("A plan with a session more, encoded, is a session more")
    func plans() throws {
        let session = "{name: a, files: [{token: 0x1, memfd: {size: 8192, content: {text: hello}}}]}"
        for (name, more) in [("old", ""), ("new", ", {name: b, files: [{token: 0x1, memfd: {size: 4096}}]}")] {
            let plan =
                "reserveMem:\n - {name: r, size: 4096, address: 0xc000000}\nliveUpdate:\n  sessions: [\(session)\(more)]\n"
            let path = try folder.write(Array(plan.utf8), to: name + ".yaml")
            let made = try Khotool.run(["encode", path, "--profile", "7.2", "-o", folder.path(name + ".elf")])
            #expect(made.status == 0, "\(made.errorLines)")
        }
        let outcome = try Khotool.run(["diff", folder.path("old.elf"), folder.path("new.elf")])
        #expect(lines(outcome) == ["+ /LUO/b"])
        let back = try Khotool.run(["diff", folder.path("new.elf"), folder.path("old.elf")])
        #expect(lines(back) == ["- /LUO/b"])
    }

    // MARK: What cannot be read

    @Test("Damage is never called no difference", arguments: ["sessions", "memfd", "map"])
    func damage(_ part: String) throws {
        var image = image
        switch part {
        case "sessions": try image.put(UInt64(77), at: sessions + 16 + 72)
        case "memfd": try image.put(UInt64(0), at: image.number(at: sessions + 16 + 64) + 16 + 48)
        default: try image.put(UInt64(0x1234), at: image.number(at: sessions + 16 + 64) + 16 + 48)
        }
        let outcome = try diff(image)
        #expect(outcome.status == 2, "\(outcome.text)")
        #expect(lines(outcome).allSatisfy { $0.hasPrefix("? /LUO/vm-0") })
        #expect(outcome.text.contains("damaged in the newer"))
        #expect(summary(outcome).hasPrefix("no difference in what could be read; 1 damaged"))
        #expect(outcome.errorLines.contains { $0.contains("/LUO/vm-0") && $0.contains(": error: ") })
        let path = folder.path("edited.elf")
        let same = try Khotool.run(["diff", path, path])
        #expect(same.status == 2)
        #expect(same.text.contains("damaged in both"))
        #expect(try Khotool.run(["diff", path, path, "--only", "/memblock"]).status == 0)
        // A difference that is known is one, whatever else may be.
        try image.put(UInt64(9), at: #require(facts.subtrees["LUO"]).address + 8)
        #expect(try diff(image).status == 1)
    }

    @Test("What an input does not carry is said not to be compared")
    func absent() throws {
        let directory = try Fixture.named("7.3.4").path("boot1")
        let outcome = try Khotool.run(["diff", directory, directory])
        #expect(outcome.status == 0)
        #expect(summary(outcome).hasPrefix("no difference in what both hold; not compared in full: "))
        #expect(summary(outcome).contains("/LUO"))
        #expect(summary(outcome).contains("/memory"))
        let mixed = try Khotool.run(["diff", original, directory])
        #expect(!mixed.text.contains("- /LUO"))
        #expect(summary(mixed).contains("not compared in full: "))
    }

    @Test("An input that cannot be used ends with status 2 and one line")
    func unusable() throws {
        let nothing = try folder.write(Array("nothing".utf8), to: "nothing")
        for arguments in [[original, nothing], [nothing, original], [original, folder.path("missing")]] {
            let outcome = try Khotool.run(["diff"] + arguments)
            #expect(outcome.status == 2)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errorLines.count == 1)
        }
    }

    // MARK: Hostile text

    @Test("Names can neither steer a terminal nor break a line")
    func hostile() throws {
        let evil = "\\u001b[2J\\n\\r\\u0007\\u009b\\u202e"
        func state(_ number: Int) -> String {
            """
            {"schema": "https://khotool.dev/schemas/handover-state-1.json", "abi": {"pageSize": 4096, "confidence": "certain", "evidence": []}, "kernel": {"release": "\(evil)\(number)", "kexecCount": 1}, "subtrees": [],
             "reserveMem": [{"name": "\(evil)\(number)", "address": "0x1000", "size": 4096}],
             "liveUpdate": {"number": 1, "sessions": [{"name": "\(evil)\(number)", "fileCount": 3, "files": [
             {"token": "0x1", "handler": "\(evil)\(number)", "data": "0x1"}]}],
             "flbs": [{"name": "\(evil)\(number)", "data": "0x1", "count": 1}]},
             "remarks": [{"rule": "KHO-LUO-016", "severity": "damage", "path": "/\(evil)", "message": "\(evil)"}]}
            """
        }
        let old = try folder.write(Array(state(1).utf8), to: "old.json")
        let new = try folder.write(Array(state(2).utf8), to: "new.json")
        for format in ["text", "json"] {
            let outcome = try Khotool.run(["diff", old, new, "--format", format])
            #expect(outcome.status == 1, "\(outcome.errorLines)")
            for stream in [outcome.output, outcome.errors] {
                #expect(stream.allSatisfy { $0 == 0x0a || ($0 >= 0x20 && $0 != 0x7f) })
            }
            if format == "text" {
                #expect(!outcome.text.unicodeScalars.contains { (0x80..<0xa0).contains($0.value) || $0 == "\u{202e}" })
                #expect(outcome.text.contains("\\u{1b}[2J"))
            }
            #expect(outcome.errorLines.count == 2)
        }
    }

    // MARK: Trees

    @Test("Trees are compared property by property", .enabled(if: hasProgram("dtc"), "dtc is not installed"))
    func trees() throws {
        func tree(_ name: String, _ body: String) throws -> String {
            let source = try folder.write(Array("/dts-v1/; / { \(body) };".utf8), to: name + ".dts")
            let made = try Launch(
                "/usr/bin/env", ["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", folder.path(name), source]
            ).run()
            #expect(made.status == 0)
            return folder.path(name)
        }
        let old = try tree("old", "a = <1>; b; node { c = \"x\"; }; gone { };")
        let new = try tree("new", "a = <2>; d; node { c = \"\\x1b[2J\"; }; come { };")
        #expect(try Khotool.run(["diff", "--raw", old, old]).status == 0)
        let outcome = try Khotool.run(["diff", "--raw", old, new])
        #expect(outcome.status == 1)
        #expect(Set(lines(outcome)) == ["~ /a", "- /b", "+ /d", "~ /node/c", "- /gone/", "+ /come/"])
        #expect(!outcome.output.contains(0x1b))
        let refused = try Khotool.run(["diff", old, new])
        #expect(refused.status == 2)
        #expect(refused.errorLines.first?.contains("--raw compares any two trees") == true)
        let ignored = try Khotool.run(["diff", "--raw", old, new, "--only", "/node"])
        #expect(lines(ignored) == ["~ /node/c"])
    }

    @Test("Captures are compared tree by tree, and what is no tree byte by byte")
    func rawCapture() throws {
        #expect(try Khotool.run(["diff", "--raw", original, original]).status == 0)
        var image = image
        try image.put(UInt64(9), at: #require(facts.subtrees["LUO"]).address + 8)
        let outcome = try diff(image, ["--raw"])
        #expect(outcome.status == 1)
        #expect(lines(outcome) == ["~ /LUO"])
        let memblock = try #require(facts.subtrees["memblock"])
        try image.put(UInt32(0), at: memblock.address)
        let broken = try diff(image, ["--raw", "--only", "/memblock"])
        #expect(broken.status == 2)
        #expect(lines(broken) == ["? /memblock"])
        let document = try folder.write(Khotool.run(["decode", original, "--format", "json"]).output, to: "state")
        #expect(try Khotool.run(["diff", "--raw", original, document]).status == 2)
    }
}
