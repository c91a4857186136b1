import FixtureSupport
import Foundation
import Testing

/// `khotool validate` as a process.
@Suite struct ValidateTests {
    private let folder: TemporaryFolder
    private let broken = Fixture.hostileTree("property-length")

    init() throws {
        folder = try TemporaryFolder()
    }

    private func findings(_ arguments: [String], input: [UInt8] = []) throws -> [String: Any] {
        let outcome = try Khotool.run(["validate", "--format", "json"] + arguments, input: input)
        return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
    }

    private func inputs(_ report: [String: Any]) -> [[String: Any]] { report["inputs"] as? [[String: Any]] ?? [] }

    private func first(_ report: [String: Any]) -> [String: Any] {
        (inputs(report).first?["findings"] as? [[String: Any]])?.first ?? [:]
    }

    // MARK: Inputs

    @Test("An image is held against the rules and leaves nothing to say of another input", arguments: Fixture.all)
    func captures(_ fixture: Fixture) throws {
        let report = try findings([fixture.image])
        #expect(inputs(report).count == 1)
        #expect(inputs(report)[0]["usable"] as? Bool == true)
    }

    @Test("A broken tree cannot be used, is told with its offset, and the others are validated all the same")
    func brokenTree() throws {
        let sound = try Fixture.named("7.3.4").image
        let outcome = try Khotool.run(["validate", "--format", "json", broken, sound])
        #expect(outcome.status == 2)
        let report = try findings([broken, sound])
        #expect(first(report)["rule"] as? String == "KHO-TREE-001")
        #expect(first(report)["offset"] as? Int == 0x44)
        #expect(inputs(report).map { $0["usable"] as? Bool } == [false, true])
    }

    @Test("A document that cannot be read is told with its line", arguments: ["text", "github", "sarif", "junit"])
    func brokenDocument(_ form: String) throws {
        let path = try folder.write(Array("schema: \"x\"\nabi: 1\n".utf8), to: "state.yaml")
        let outcome = try Khotool.run(["validate", path, "--format", form])
        #expect(outcome.status == 2)
        #expect(outcome.text.contains("KHO-INPUT-008"))
        let place = ["text": "line 1, column 9", "github": "line=1,col=9", "sarif": "\"startLine\": 1"][form]
        #expect(outcome.text.contains(place ?? "line 1, column 9"))
    }

    @Test(
        "An input that is not there is a finding in every form",
        arguments: [
            "text", "json", "sarif", "junit", "github", "gitlab",
        ])
    func missing(_ form: String) throws {
        let outcome = try Khotool.run(["validate", folder.path("nothing"), "--format", form])
        #expect(outcome.status == 2)
        #expect(outcome.text.contains("KHO-INPUT-001"))
    }

    @Test("Standard input is an input like others")
    func standardInput() throws {
        let tree = try Data(contentsOf: URL(filePath: broken))
        let report = try findings(["-"], input: [UInt8](tree))
        #expect(inputs(report)[0]["input"] as? String == "-")
        #expect(first(report)["rule"] as? String == "KHO-TREE-001")
    }

    @Test("A state document is told of by its lines")
    func document() throws {
        let state = try Khotool.run(["decode", Fixture.named("7.3.4").image, "--format", "yaml"])
        let path = try folder.write(state.output, to: "state")
        let outcome = try Khotool.run(["validate", path, "--format", "json"])
        #expect(outcome.status != 2)
        let report = try findings([path])
        for finding in inputs(report)[0]["findings"] as? [[String: Any]] ?? [] { #expect(finding["line"] != nil) }
    }

    // MARK: Directories

    @Test("A directory is searched for inputs by their contents; links that lead back do no harm")
    func search() throws {
        let files = FileManager.default
        try files.createDirectory(atPath: folder.path("a/b"), withIntermediateDirectories: true)
        try files.copyItem(atPath: broken, toPath: folder.path("a/b/notes.txt"))
        try files.copyItem(atPath: Fixture.named("7.3.4").path("boot1"), toPath: folder.path("a/kho"))
        _ = try folder.write(Array("no tree".utf8), to: "a/tree.dtb")
        _ = try folder.write(Array("{\"entries\": []}".utf8), to: "a/state.json")
        try files.createSymbolicLink(atPath: folder.path("a/b/loop"), withDestinationPath: "..")
        try files.createSymbolicLink(atPath: folder.path("a/none"), withDestinationPath: "nowhere")
        #expect(try Launch("/usr/bin/env", ["mkfifo", folder.path("a/pipe")]).run().status == 0)
        let report = try findings([folder.path("a")])
        #expect(
            inputs(report).map { $0["input"] as? String } == [folder.path("a/b/notes.txt"), folder.path("a/kho/out")])
        #expect((report["summary"] as? [String: Any])?["passedOver"] as? Int == 2)
    }

    @Test("A directory without inputs cannot be used")
    func emptyDirectory() throws {
        let outcome = try Khotool.run(["validate", folder.path])
        #expect(outcome.status == 2)
        #expect(outcome.text.contains("KHO-INPUT-001"))
    }

    @Test("Thousands of inputs are reported in their order, and each time alike")
    func thousands() throws {
        let tree = [UInt8](try Data(contentsOf: URL(filePath: broken)))
        try FileManager.default.createDirectory(atPath: folder.path("many"), withIntermediateDirectories: true)
        for number in 10_000..<15_000 { _ = try folder.write(tree, to: "many/\(number)") }
        let first = try Khotool.run(["validate", folder.path("many"), "--format", "gitlab"])
        let again = try Khotool.run(["validate", folder.path("many"), "--format", "gitlab"])
        #expect(first.output == again.output)
        let issues = try #require(try JSONSerialization.jsonObject(with: Data(first.output)) as? [[String: Any]])
        let names = issues.map { (($0["location"] as? [String: Any])?["path"] as? String ?? "").suffix(5) }
        #expect(names == (10_000..<15_000).map { "\($0)"[...] })
        #expect(Set(issues.map { $0["fingerprint"] as? String }).count == 5000)
    }

    // MARK: Next kernel

    @Test("A kernel or initrd that cannot be read ends the command", arguments: ["--kernel", "--initrd"])
    func nextKernel(_ option: String) throws {
        let outcome = try Khotool.run(["validate", broken, option, folder.path("nothing")])
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
    }

    // MARK: Rules

    @Test("Every rule is listed and explained")
    func rules() throws {
        let listed = try Khotool.run(["validate", "--list-rules"])
        #expect(listed.status == 0)
        let ids = listed.text.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
        #expect(ids.count > 100)
        for id in [ids[0], ids[40], ids[ids.count - 1]] {
            let outcome = try Khotool.run(["validate", "--explain", id.lowercased()])
            #expect(outcome.status == 0)
            #expect(outcome.text.hasPrefix(id))
        }
        let document = try Khotool.run(["validate", "--list-rules", "--format", "json"])
        #expect(try JSONSerialization.jsonObject(with: Data(document.output)) is [String: Any])
    }

    @Test(
        "A command line that cannot be used ends with status 64",
        arguments: [
            ["validate"], ["validate", "--list-rules", "a"], ["validate", "--explain", "KHO-NO-1"],
            ["validate", "a", "--format", "xml"], ["validate", "a", "--fail-on", "fatal"],
            ["validate", "--list-rules", "--format", "sarif"],
        ])
    func usage(_ arguments: [String]) throws {
        #expect(try Khotool.run(arguments).status == 64)
    }
}
