import FixtureSupport
import Testing

/// Files that the command writes, by `trim` and `extract`.
@Suite struct WritingTests {
    private static let verbs = [["trim"], ["extract", "--reserve-mem", "trace"]]
    private let image: String

    init() throws {
        image = try Fixture.named("6.18.15").plainImage()
    }

    @Test("A trimmed image decodes to the same document")
    func trim() throws {
        let folder = try TemporaryFolder()
        let outcome = try Khotool.run(["trim", image, "-o", folder.path("out.elf")])
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty && outcome.errors.isEmpty)
        let original = try Khotool.run(["decode", image, "--format", "json"])
        let trimmed = try Khotool.run(["decode", folder.path("out.elf"), "--format", "json"])
        #expect(trimmed.status == 0)
        #expect(trimmed.output == original.output)
    }

    @Test("An image of the structures alone is small, and says what it lacks when it is read")
    func metadataOnly() throws {
        let folder = try TemporaryFolder()
        let arguments = ["trim", image, "--metadata-only", "-o", folder.path("out.elf")]
        let outcome = try Khotool.run(arguments)
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(try folder.read("out.elf").count < 100 << 10)
        let trimmed = try Khotool.run(["decode", folder.path("out.elf"), "--format", "json"])
        #expect(trimmed.status == 0)
        #expect(trimmed.errorLines.count == 1)
    }

    @Test("Inputs without memory cannot be trimmed")
    func withoutMemory() throws {
        let folder = try TemporaryFolder()
        let input = try Fixture.named("6.18.15").path("boot1/out")
        let outcome = try Khotool.run(["trim", input, "-o", folder.path("out.elf")])
        #expect(outcome.status == 2)
        #expect(
            outcome.errorLines == ["\(input): error: holds no memory, so there is nothing to trim; give a dump"])
        #expect(try folder.names() == [])
    }

    @Test("A file that is there is replaced as a whole", arguments: verbs)
    func replacing(_ verb: [String]) throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(Array(repeating: 0x55, count: 4 << 20), to: "out")
        let outcome = try Khotool.run([verb[0], image, "-o", folder.path("out")] + verb.dropFirst())
        #expect(outcome.status == 0)
        #expect(try folder.read("out").count < 4 << 20)
        #expect(try folder.names() == ["out"])
    }

    @Test("A directory is not written over, nor a file where there is no directory", arguments: verbs)
    func refused(_ verb: [String]) throws {
        let folder = try TemporaryFolder()
        for output in [folder.path, folder.path("missing/out")] {
            let outcome = try Khotool.run([verb[0], image, "-o", output] + verb.dropFirst())
            #expect(outcome.status == 2)
            #expect(outcome.errorLines.count == 1)
            #expect(outcome.errorLines.first?.hasPrefix("\(output): error: cannot write: ") == true)
        }
        #expect(try folder.names() == [])
    }

    @Test("A disk that fills up leaves the file that was there before", arguments: verbs)
    func noSpace(_ verb: [String]) throws {
        let folder = try TemporaryFolder()
        _ = try folder.write([1, 2, 3], to: "out")
        // A limit on the size of files stands for the disk; 128 blocks of 512 bytes.
        let arguments = ([verb[0], image, "-o", folder.path("out")] + verb.dropFirst()).map { "'\($0)'" }
        let outcome = try Khotool.shell(
            "trap '' XFSZ; ulimit -f 128; \"$khotool\" \(arguments.joined(separator: " "))")
        // A region of zeros is one hole, which takes no room.
        if verb[0] == "trim" {
            #expect(outcome.status == 2)
            #expect(outcome.errorLines.count == 1)
            #expect(try folder.read("out") == [1, 2, 3])
        }
        #expect(try folder.names() == ["out"])
    }
}
