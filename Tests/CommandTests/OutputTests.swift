import FixtureSupport
import Testing

/// Where results and diagnostics go, and in what form.
@Suite struct OutputTests {
    private let fixture: Fixture
    private let image: String

    init() throws {
        fixture = try Fixture.named("6.18.15")
        image = try fixture.plainImage()
    }

    @Test(
        "An undamaged handover gives a result, no diagnostics and status 0",
        arguments: ["text", "json", "yaml", "dts"])
    func clean(_ format: String) throws {
        let outcome = try Khotool.run(["decode", image, "--format", format])
        #expect(outcome.status == 0)
        #expect(!outcome.output.isEmpty)
        #expect(outcome.errors.isEmpty)
    }

    @Test("What an input lacks is said on standard error, a line each, and is no failure")
    func lacking() throws {
        let path = try Fixture.named("7.3.4").path("boot1/out")
        let outcome = try Khotool.run(["decode", path, "--format", "json"])
        #expect(outcome.status == 0)
        #expect(outcome.text.hasPrefix("{"))
        #expect(outcome.errorLines.count >= 4)
        for line in outcome.errorLines {
            #expect(line.wholeMatch(of: /.*\/boot1\/out: \/[^ :]*( \(0x[0-9a-f]+\))?: warning: .+/) != nil, "\(line)")
        }
    }

    @Test("The text report tells what a kernel engineer looks for first")
    func report() throws {
        let text = try Khotool.run(["decode", Fixture.named("7.3.4").plainImage()]).text
        for line in [
            "Handover  kho-v4, linux-7.2 (certain), pages of 4 KiB",
            "Kernel    7.3.4-kho, kexec 1",
            "Root      at 0x4c4000, 405 bytes, map at 0x4c3000",
            "Scratch   16 MiB at 0xe400000, 64 MiB at 0xa400000, 16 MiB at 0x9400000",
            "Live update 1: 3 sessions, 12 files, 1 MiB",
            "  ├─ 0x100  memfd-v2      4 KiB, position 2763, sealed shrink+grow, 1 folio",
            "  liveupdate-test-flb-v0  0xfeedf00dcafebee0  12 files depend on it",
            "  7 folios, sum 0xb5c9d684: contents agree with the sum",
        ] {
            #expect(text.contains(line + "\n"), "\(line)")
        }
        #expect(text.split(separator: "\n").count < 50)
    }

    @Test("The text report of many sessions fits a screen or two, and --all shows them")
    func limits() throws {
        let image = try Fixture.named("7.3.4-many").plainImage()
        let brief = try Khotool.run(["decode", image]).text
        #expect(brief.split(separator: "\n").count < 80)
        #expect(brief.contains("… 47 more sessions with 3055 files (--all shows them)"))
        let all = try Khotool.run(["decode", image, "--all"]).text
        #expect(all.split(separator: "\n").count > 3445)
    }

    @Test("A running kernel that has no sessions yet is told to have none yet")
    func noSessionsYet() throws {
        let text = try Khotool.run(["decode", Fixture.named("7.3.4").path("boot1/out")]).text
        #expect(text.contains("Live update 1: 0 sessions"))
        #expect(text.contains("no sessions; a running kernel writes them in the reboot itself"))
    }

    @Test("A root tree alone does not tell the versions of its subtrees")
    func rootAlone() throws {
        let text = try Khotool.run(["decode", Fixture.named("7.3.4").path("boot2/in/fdt")]).text
        #expect(text.contains("  memblock        0x759000       294 B  version not known\n"))
        #expect(text.contains("  kexec-metadata  0x4d0000        73 B  structure\n"))
    }

    @Test("The same input gives the same output", arguments: ["text", "json", "yaml"])
    func stable(_ format: String) throws {
        let first = try Khotool.run(["decode", image, "--format", format])
        let second = try Khotool.run(["decode", image, "--format", format])
        #expect(first.output == second.output)
    }

    @Test("Standard input is read like a file, compressed or not")
    func standardInput() throws {
        let named = try Khotool.run(["decode", fixture.image, "--format", "json"])
        let packed = try Khotool.run(["decode", "-", "--format", "json"], input: fixture.bytes("memory.elf.gz"))
        let plain = try Khotool.run(["decode", "-", "--format", "json"], input: fixture.bytes("memory.elf"))
        #expect(packed.status == 0)
        #expect(packed.output == named.output)
        #expect(plain.output == named.output)
    }

    @Test("A file is known by its contents, whatever its name")
    func names() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(fixture.bytes("memory.elf"), to: "picture.jpeg")
        let outcome = try Khotool.run(["decode", path, "--format", "json"])
        #expect(outcome.output == (try Khotool.run(["decode", image, "--format", "json"]).output))
    }

    @Test("Documents are read, turned from one form into the other and back")
    func documents() throws {
        let json = try Khotool.run(["decode", Fixture.named("7.3.4").plainImage(), "--format", "json"])
        let yaml = try Khotool.run(["decode", "-", "--format", "yaml"], input: json.output)
        #expect(yaml.status == 0)
        let again = try Khotool.run(["decode", "-", "--format", "json"], input: yaml.output)
        #expect(again.output == json.output)
        let text = try Khotool.run(["decode", "-"], input: json.output)
        #expect(text.text.contains("3 sessions, 12 files"))
    }

    @Test("A reader that has seen enough ends the command in peace", arguments: ["json", "yaml", "text"])
    func brokenPipe(_ format: String) throws {
        let image = try Fixture.named("7.3.4-many").plainImage()
        let outcome = try Khotool.shell(
            "{ \"$khotool\" decode '\(image)' --all --format \(format) 2>/dev/null; echo \"status $?\" >&2; }"
                + " | head -n 1")
        #expect(outcome.text.split(separator: "\n").count == 1)
        #expect(outcome.errorLines == ["status 0"])
    }

    @Test("Output that cannot be written is an error of one line")
    func full() throws {
        let outcome = try Khotool.shell("\"$khotool\" decode '\(image)' --format json > /dev/full")
        #expect(outcome.status == 2)
        #expect(outcome.errorLines == ["khotool: error: standard output: No space left on device"])
    }

    @Test("Colour is for terminals that want it", .enabled(if: hasProgram("script"), "script(1) is not installed"))
    func colour() throws {
        let terminal = "script -qec '\"$khotool\" decode \"$image\"' /dev/null < /dev/null"
        func isColoured(_ line: String, _ environment: [String: String]) throws -> Bool {
            let variables = environment.merging(["image": image]) { $1 }
            let outcome = try Khotool.shell(line, environment: variables)
            #expect(outcome.text.contains("kho-v1"))
            return outcome.text.contains("\u{1b}[")
        }
        #expect(try isColoured(terminal, ["TERM": "xterm", "NO_COLOR": ""]))
        #expect(try !isColoured(terminal, ["TERM": "xterm", "NO_COLOR": "1"]))
        #expect(try !isColoured(terminal, ["TERM": "dumb", "NO_COLOR": ""]))
        #expect(try !isColoured("\"$khotool\" decode \"$image\"", ["TERM": "xterm", "NO_COLOR": ""]))
    }

    @Test("The source of every tree is shown, and a wrong name lists what there is")
    func source() throws {
        for name in ["kho_test", "memblock"] {
            let outcome = try Khotool.run(["decode", image, "--format", "dts", "--subtree", name])
            #expect(outcome.status == 0)
            #expect(outcome.text.hasPrefix("/dts-v1/;"))
        }
        let outcome = try Khotool.run(["decode", image, "--format", "dts", "--subtree", "nothing"])
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errorLines.first?.hasSuffix("there is kho_test, memblock") == true)
    }
}
