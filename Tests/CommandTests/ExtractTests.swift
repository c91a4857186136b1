import FixtureSupport
import Testing

/// `khotool extract`.
@Suite struct ExtractTests {
    private static func lines(_ program: String, _ arguments: [String]) throws -> [Substring] {
        try Launch("/usr/bin/env", [program] + arguments).run().text.split(whereSeparator: \.isWhitespace)
    }

    @Test("A file's contents come out as the next kernel gave them back", arguments: ["0x101", "0x102", "0x103"])
    func file(_ token: String) throws {
        let fixture = try Fixture.named("7.3.4")
        let folder = try TemporaryFolder()
        let outcome = try Khotool.run(
            ["extract", fixture.plainImage(), "--session", "vm-0", "--token", token, "-o", folder.path("out")])
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty && outcome.errors.isEmpty)
        let given = try #require(try fixture.givenSessions()[0].files.first { $0.token == token })
        let bytes = try folder.read("out")
        var hash = ContentHash()
        hash.add(bytes.span)
        #expect(UInt64(bytes.count) == given.size)
        #expect(hash.value == given.fnv1a64.hexadecimalNumber)
    }

    @Test("Tokens are taken in decimal too")
    func decimalToken() throws {
        let folder = try TemporaryFolder()
        let image = try Fixture.named("7.3.4").plainImage()
        let arguments = ["extract", image, "--session", "vm-0", "-o", folder.path("out"), "--token"]
        #expect(try Khotool.run(arguments + ["257"]).status == 0)
        #expect(try folder.read("out").count == 30843)
    }

    @Test("Holes of a file are holes of what is written")
    func sparse() throws {
        let folder = try TemporaryFolder()
        let image = try Fixture.named("7.3.4").plainImage()
        _ = try Khotool.run(["extract", image, "--session", "db-1", "--token", "0x100000102", "-o", folder.path("out")])
        let figures = try Self.lines("stat", ["-c", "%s %b %B", folder.path("out")]).compactMap { Int($0) }
        try #require(figures.count == 3)
        #expect(figures[0] == 206848)
        #expect(figures[1] * figures[2] < figures[0])
    }

    @Test("A reserved region comes out whole", arguments: [("trace", 1 << 20), ("pstore", 64 << 10)])
    func region(_ name: String, _ size: Int) throws {
        let folder = try TemporaryFolder()
        let image = try Fixture.named("6.17.8").plainImage()
        let outcome = try Khotool.run(["extract", image, "--reserve-mem", name, "-o", folder.path("out")])
        #expect(outcome.status == 0)
        #expect(try folder.read("out").count == size)
    }

    @Test(
        "A name that is not there is answered with those that are",
        arguments: [
            (["--session", "vm-9", "--token", "1"], "no session \"vm-9\"; there is vm-0, db-1, vm-2"),
            (
                ["--session", "vm-0", "--token", "0x999"],
                "no token 0x999 in session \"vm-0\"; there is 0x100, 0x101, 0x102, 0x103"
            ),
            (["--reserve-mem", "log"], "no region \"log\"; there is trace, pstore"),
        ])
    func names(_ arguments: [String], _ message: String) throws {
        let folder = try TemporaryFolder()
        let image = try Fixture.named("7.3.4").plainImage()
        let outcome = try Khotool.run(["extract", image, "-o", folder.path("out")] + arguments)
        #expect(outcome.status == 2)
        #expect(outcome.errorLines == ["\(image): error: \(message)"])
        #expect(try folder.names() == [])
    }

    @Test("Contents that are not in the dump leave no file")
    func absent() throws {
        let folder = try TemporaryFolder()
        let image = try Fixture.named("7.3.4-many").plainImage()
        let outcome = try Khotool.run(
            ["extract", image, "--session", "vm-0", "--token", "0x100", "-o", folder.path("out")])
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errorLines.first?.contains("its contents are not in the dump: 0x") == true)
        #expect(try folder.names() == [])
    }

    @Test("Inputs without memory are refused with a line that says so")
    func withoutMemory() throws {
        let folder = try TemporaryFolder()
        let fixture = try Fixture.named("7.3.4")
        let document = try Khotool.run(["decode", fixture.plainImage(), "--format", "json"]).output
        let path = try folder.write(document, to: "document")
        for input in [path, fixture.path("boot1/out"), fixture.path("boot2/in/sub_fdts/memblock")] {
            for arguments in [["--session", "vm-0", "--token", "0x100"], ["--reserve-mem", "trace"]] {
                let outcome = try Khotool.run(["extract", input, "-o", folder.path("out")] + arguments)
                #expect(outcome.status == 2)
                #expect(outcome.errorLines.count == 1)
                #expect(outcome.errorLines.first?.hasPrefix("\(input): error: ") == true)
                #expect(outcome.errorLines.first?.contains("memory") == true)
            }
        }
        #expect(try folder.names() == ["document"])
    }
}
