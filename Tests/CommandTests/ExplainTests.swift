import FixtureSupport
import Foundation
import Testing

/// `khotool explain` as a process.
@Suite struct ExplainTests {
    private static let bad = """
        [    0.000000] Linux version 7.2.13 (user@host) (gcc) #1 SMP
        [    0.000000] KHO: found kexec handover data.
        [    0.010000] KHO reserve-mem 'trace' has wrong size (0x200000 != 0x100000)
        [    1.000000] luo: Retrieved live update data, liveupdate number: 1

        """

    private func fixture(_ name: String = "7.3.4") throws -> Fixture { try Fixture.named(name) }

    @Test("A log in which nothing went wrong ends with status 0, and folds what is harmless")
    func good() throws {
        let outcome = try Khotool.run(["explain", try fixture().path("log.txt")])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.text.contains("the handover was accepted, and nothing was lost that the log tells of"))
        #expect(outcome.text.contains("6 harmless messages (--all shows them)"))
        let all = try Khotool.run(["explain", "--all", try fixture().path("log.txt")])
        #expect(all.text.contains("KHO-LOG-043"))
        #expect(!all.text.contains("--all"))
    }

    @Test("A loss ends with status 1, and says what to do")
    func bad() throws {
        let outcome = try Khotool.run(["explain"], input: Array(Self.bad.utf8))
        #expect(outcome.status == 1)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.text.contains("the handover was accepted; lost: region trace"))
        #expect(outcome.text.contains("next    ask for the size that was handed over"))
    }

    @Test("With a state, what a message names is told from it")
    func joined() throws {
        let folder = try TemporaryFolder()
        let log = try folder.write(Array(Self.bad.utf8), to: "log")
        let image = try fixture("7.2.13").image
        let fromImage = try Khotool.run(["explain", log, "--state", image])
        #expect(fromImage.status == 1)
        #expect(fromImage.text.contains("ask for reserve_mem=2097152:ALIGN:trace"))
        let document = try Khotool.run(["decode", image, "--format", "json"]).output
        let state = try folder.write(document, to: "state.json")
        let fromDocument = try Khotool.run(["explain", log, "--state", state])
        #expect(fromDocument.text == fromImage.text)
    }

    @Test("A packed log is unpacked, from a file and from a pipe")
    func packed() throws {
        let folder = try TemporaryFolder()
        let log = try folder.write(Array(Self.bad.utf8), to: "log")
        let plain = try Khotool.run(["explain", log])
        for line in ["gzip -c '\(log)' | $khotool explain -", "gzip -k '\(log)'; $khotool explain '\(log).gz'"] {
            let outcome = try Khotool.shell(line)
            #expect(outcome.status == 1)
            #expect(outcome.text == plain.text)
        }
    }

    @Test("Where there is no log the status is 2, and one line says why")
    func unusable() throws {
        let folder = try TemporaryFolder()
        let empty = try folder.write([], to: "empty")
        for path in [empty, "/nonexistent", "/", try fixture().image, Fixture.hostileTree("truncated")] {
            let outcome = try Khotool.run(["explain", path])
            #expect(outcome.status == 2, "\(path)")
            #expect(outcome.output.isEmpty)
            #expect(outcome.errorLines.count == 1)
        }
        let stateless = try Khotool.run(["explain", try fixture().path("log.txt"), "--state", "/nonexistent"])
        #expect(stateless.status == 2)
        #expect(stateless.output.isEmpty)
        #expect(try Khotool.run(["explain", "-", "--state", "-"]).status == 64)
    }

    @Test("A text that is no kernel's log is not taken for a bad one")
    func foreign() throws {
        let outcome = try Khotool.run(["explain"], input: Array("hello\nworld\n".utf8))
        #expect(outcome.status == 0)
        #expect(outcome.text == "Nothing in 2 lines is a kernel's boot or of KHO or LUO.\n")
    }

    @Test(
        "The document is as its schema says",
        .enabled(
            if: (try? Launch("/usr/bin/env", ["python3", "-c", "import jsonschema"]).run().status) == 0,
            "Python's jsonschema is not installed"))
    func schema() throws {
        let folder = try TemporaryFolder()
        let trace = """
            WARNING: kernel/liveupdate/kexec_handover.c:240 at kho_restore_page+0x1c/0x110, CPU#0: swapper/0
            RIP: 0010:kho_restore_page+0x1c/0x110
             luo_session_deserialize+0x2a/0x450
            ---[ end trace 0000000000000000 ]---
            luo: something new
            luo: No registered handler for compatible 'memfd-v1'

            """
        let log = try folder.write(Array((trace + Self.bad).utf8), to: "log")
        let image = try fixture("7.2.13").image
        let schema = Fixture.root.deletingLastPathComponent().appending(path: "Schemas/explanation-1.json")
        let check = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            jsonschema.validators.validator_for(schema).check_schema(schema)
            jsonschema.validate(json.load(open(sys.argv[2])), schema)
            """
        for arguments in [[log], [log, "--state", image], [try fixture().path("log.txt")]] {
            let outcome = try Khotool.run(["explain", "--format", "json"] + arguments)
            let document = try folder.write(outcome.output, to: "document.json")
            let verdict = try Launch(
                "/usr/bin/env", ["python3", "-c", check, schema.path(percentEncoded: false), document]
            ).run()
            #expect(verdict.status == 0, "\(verdict.errorLines.suffix(6))")
        }
    }
}
