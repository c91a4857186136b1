import FixtureSupport
import Foundation
import Testing

private let schemas = Fixture.root.deletingLastPathComponent().appending(path: "Schemas").path(percentEncoded: false)

/// `check`.
@Suite struct CheckTests {
    private let folder: TemporaryFolder
    private let new = KernelTypes.path("7.3.4")

    init() throws {
        folder = try TemporaryFolder()
    }

    private func image(_ name: String) throws -> String { try Fixture.named(name).image }

    private func policy(_ text: String) throws -> String {
        try folder.write(Array(text.utf8), to: "needs.yaml")
    }

    @Test("A kernel accepts what it wrote itself, on conditions", arguments: Fixture.all)
    func itself(_ fixture: Fixture) throws {
        let outcome = try Khotool.run(["check", fixture.image, "--target", fixture.profile])
        #expect(outcome.status == 0, "\(outcome.text)")
        #expect(outcome.text.contains("all that is needed is accepted"))
    }

    @Test("Another format is refused, with status 1, the name as it was given and help")
    func refused() throws {
        let outcome = try Khotool.run(["check", image("7.3.4"), "--target", "7.1.13"])
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("refused   /  7.1.13 expects \"kho-v3\" and finds \"kho-v4\""))
        #expect(outcome.text.contains("help: Translate the state for 7.1.13"))
    }

    @Test("Many parts that fare alike are folded, and all are listed where they are asked for")
    func folding() throws {
        let folded = try Khotool.run(["check", image("7.3.4-many"), "--target", "7.1"])
        let all = try Khotool.run(["check", image("7.3.4-many"), "--target", "7.1", "--all"])
        #expect(folded.text.split(separator: "\n").count < 30)
        #expect(all.text.split(separator: "\n").count > 100)
    }

    // MARK: Kernels as files

    @Test("A kernel as a file is probed, and called by its path")
    func probed() throws {
        let same = try Khotool.run(["check", image("7.3.4"), "--target", new])
        #expect(same.status == 0)
        #expect(same.text.contains("\(new) is built with CONFIG_LIVEUPDATE"))
        let old = try Khotool.run(["check", image("7.3.4"), "--target", KernelTypes.path("7.1.13")])
        #expect(old.status == 1)
        #expect(old.text.contains("expects \"kho-v3\""))
    }

    @Test("Types that are not quite a profile's are a condition")
    func unsure() throws {
        let types = try KernelTypes.moving("seals", of: "memfd_luo_ser", by: 4, in: try KernelTypes.bytes("7.3.4"))
        let path = try folder.write(types, to: "vmlinux.btf")
        let outcome = try Khotool.run(["check", image("7.3.4"), "--target", path])
        #expect(outcome.text.contains("is of linux-7.2, which is likely: types:"))
    }

    @Test("A kernel without Kexec HandOver takes nothing")
    func without() throws {
        var types = try KernelTypes.bytes("7.3.4")
        for name in ["kho", "luo"].map({ Array($0.utf8) }) {
            for index in types.indices.dropLast(3) where types[index...].starts(with: name) { types[index] = 0x78 }
        }
        let path = try folder.write(types, to: "vmlinux.btf")
        let outcome = try Khotool.run(["check", image("7.3.4"), "--target", path])
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("takes no handover: the types have none of the handover's structures"))
        #expect(outcome.text.contains("help: Build the target with CONFIG_KEXEC_HANDOVER"))
    }

    @Test("A file that is no kernel ends with status 2 and one line", arguments: ["/dev/null", "/nonexistent"])
    func unusable(_ target: String) throws {
        let outcome = try Khotool.run(["check", image("7.3.4"), "--target", target])
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1)
    }

    @Test(
        "An image tells how the kernel was built",
        .enabled(if: ProcessInfo.processInfo.environment["KHO_KERNELS"] != nil, "KHO_KERNELS names no kernels"))
    func built() throws {
        let kernels = ProcessInfo.processInfo.environment["KHO_KERNELS"] ?? ""
        let outcome = try Khotool.run(["check", image("7.3.4"), "--target", "\(kernels)/7.3.4/bzImage"])
        #expect(outcome.status == 0, "\(outcome.text)")
        #expect(!outcome.text.contains("CONFIG_LIVEUPDATE"))
    }

    // MARK: Ways

    @Test("Where no order of kernels is a way, it is said that the state has to be translated")
    func noPlan() throws {
        let outcome = try Khotool.run(["check", image("6.19.11"), "--target", "7.3", "--plan", "7.0", "--plan", "7.1"])
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("No order of these kernels carries the state to 7.3: translate it"))
    }

    @Test("7.0 panics over a state of 6.19, and a kernel between them that loses the sessions is a way")
    func plan() throws {
        let outcome = try Khotool.run(["check", image("6.19.11"), "--target", "7.0", "--plan", "6.18"])
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("panics    /LUO  it has no node \"luo-flb\""))
        #expect(outcome.text.contains(/Order of upgrades linux-6.19 -> 6.18 -> 7.0: \d+ of what is needed are lost/))
    }

    @Test("The way back is checked too")
    func rollback() throws {
        let outcome = try Khotool.run(["check", image("7.3.4"), "--target", "7.2", "--rollback"])
        #expect(outcome.status == 0)
        #expect(outcome.text.contains("And back: 7.2 -> linux-7.2"))
        // 6.18 takes what 6.19 preserves but sessions, and nothing of those comes back.
        let lossy = try Khotool.run(["check", image("6.19.11"), "--target", "6.18", "--rollback"])
        #expect(lossy.status == 1)
        #expect(lossy.text.contains("lost      /LUO  6.18 has no Live Update Orchestrator"))
    }

    // MARK: Policies

    @Test("What is not needed does not fail, and what is not known fails where it is needed")
    func needs() throws {
        let optional = try policy("entries:\n  - {path: /LUO*, need: optional, reason: migrated}\n")
        let outcome = try Khotool.run(["check", image("6.19.11"), "--target", "6.18", "--policy", optional])
        #expect(outcome.status == 0)
        #expect(outcome.text.contains("(optional)"))
        let one = try policy(
            """
            entries:
              - {component: luo, need: ignored, reason: r}
              - {session: "*", need: ignored, reason: r}
              - {session: db-1, component: memfd, need: mandatory, reason: r}
            """)
        let failing = try Khotool.run(["check", image("6.19.11"), "--target", "6.18", "--policy", one])
        #expect(failing.status == 1)
        #expect(failing.text.contains("/LUO/db-1/"))
        #expect(!failing.text.contains("/LUO/vm-0"))
    }

    @Test("An entry that matches nothing is told")
    func unused() throws {
        let path = try policy("entries:\n  - {session: vm-9, need: optional, reason: r}\n")
        let outcome = try Khotool.run(["check", image("7.3.4"), "--target", "7.3", "--policy", path])
        #expect(outcome.status == 0)
        #expect(outcome.errorLines == ["\(path): line 2, column 5: note: the entry matches no item"])
    }

    @Test("A policy that cannot be read ends with status 2 and its place")
    func brokenPolicy() throws {
        let path = try policy("entries:\n  - {component: luoo, need: optional, reason: r}\n")
        let outcome = try Khotool.run(["check", image("7.3.4"), "--target", "7.3", "--policy", path])
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.first?.contains("line 2, column 17") == true, "\(outcome.errorLines)")
    }

    // MARK: Forms

    @Test("SARIF has a result for each item that is not accepted, under the rule of its outcome")
    func sarif() throws {
        let outcome = try Khotool.run(["check", image("7.3.4"), "--target", "7.1", "--format", "sarif"])
        #expect(outcome.status == 1)
        let log = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.first?["ruleId"] as? String == "check/refused")
        #expect(results.count == 24)
        let driver = (run["tool"] as? [String: Any])?["driver"] as? [String: Any]
        let rules = (driver?["rules"] as? [[String: Any]])?.compactMap { $0["id"] as? String }
        #expect(rules == ["unknown", "lost", "refused", "misread", "panics"].map { "check/" + $0 })
        for result in results {
            let index = try #require(result["ruleIndex"] as? Int)
            #expect(rules?[index] == result["ruleId"] as? String)
        }
    }

    @Test("Annotations and JUnit's XML are made")
    func others() throws {
        let github = try Khotool.run(["check", image("7.3.4"), "--target", "7.1", "--format", "github"])
        #expect(github.status == 1)
        #expect(github.text.hasPrefix("::error file="))
        #expect(
            github.text.contains("title=check/refused%3A the next kernel bypasses the whole handover::/ is refused"))
        #expect(github.text.contains("::notice"))
        let junit = try Khotool.run(["check", image("7.3.4"), "--target", "7.1", "--format", "junit"])
        #expect(junit.status == 1)
        #expect(junit.text.contains("failures=\"23\" errors=\"0\" skipped=\"1\""))
        #expect(junit.text.hasSuffix("</testsuites>\n"))
        #expect(XMLCheck.isWellFormed(junit.output))
    }

    @Test(
        "Documents and policies are as their schemas say",
        .enabled(
            if: (try? Launch("/usr/bin/env", ["python3", "-c", "import jsonschema"]).run().status) == 0,
            "Python's jsonschema is not installed"))
    func schema() throws {
        let needs = try folder.write(
            Array(
                """
                {"schema": "https://khotool.dev/schemas/check-policy-1.json", "entries": [
                  {"path": "/LUO/*", "session": "vm-*", "component": "memfd", "need": "ignored", "reason": "r"}]}
                """.utf8), to: "needs.json")
        let runs = [
            ["7.3.4", "--target", "7.2", "--rollback", "--policy", needs],
            ["6.19.11", "--target", "7.0", "--plan", "6.18"], ["6.19.11", "--target", "7.3", "--plan", "7.1"],
            ["6.17.8", "--target", "6.18"],
        ]
        var paths: [String] = []
        for (index, arguments) in runs.enumerated() {
            let outcome = try Khotool.run(
                ["check", image(arguments[0])] + arguments.dropFirst() + ["--format", "json"])
            paths.append(try folder.write(outcome.output, to: "\(index).json"))
        }
        let check = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            for path in sys.argv[2:]:
                for error in jsonschema.Draft202012Validator(schema).iter_errors(json.load(open(path))):
                    print(path, error.json_path, error.message[:200])
            """
        for (name, paths) in [("check-1.json", paths), ("check-policy-1.json", [needs])] {
            let outcome = try Launch("/usr/bin/env", ["python3", "-c", check, "\(schemas)/\(name)"] + paths).run()
            #expect(outcome.status == 0, "\(outcome.errorLines)")
            #expect(outcome.text == "")
        }
    }
}

/// Whether a text is XML, by the parser of Python.
private enum XMLCheck {
    static func isWellFormed(_ bytes: [UInt8]) -> Bool {
        var launch = Launch(
            "/usr/bin/env",
            ["python3", "-c", "import sys, xml.dom.minidom as m; m.parseString(sys.stdin.buffer.read())"])
        launch.input = bytes
        return (try? launch.run().status) == 0
    }
}
