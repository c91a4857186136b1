import FixtureSupport
import Foundation
import Testing

/// Multikernel trees as JSON and YAML, in every command that takes trees.
@Suite(.enabled(if: hasProgram("dtc"), "dtc compiles the sources"))
struct MultikernelDocumentTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static func fixture(_ name: String) -> String {
        Fixture.root.appending(path: "multikernel/\(name)").path
    }

    private static let changeSource = """
        /dts-v1/; /plugin/;
        / { fragment@0 { target-path = "/instances"; __overlay__ { instance-create { instance-name = "blue";
                resources { memory-bytes = <0 0x1000000>; cpus = <0 8>; }; }; }; };
            fragment@1 { target-path = "/instances/blue"; __overlay__ { cpu-add { cpu@99 { reg = <0 99>; }; }; }; }; };
        """

    /// A tree's document in a file.
    private func document(_ input: String, _ format: String) throws -> String {
        let outcome = try Khotool.run(["decode", input, "--format", format])
        try #require(outcome.status == 0)
        return try folder.write(outcome.output, to: URL(filePath: input).lastPathComponent + "." + format)
    }

    @Test("A document gives every form that its blob gives", arguments: ["text", "json", "yaml", "dts", "svg"])
    func decode(_ form: String) throws {
        for name in ["pool", "instance", "boot", "overlay", "baseline", "host"] {
            let blob = Self.fixture(name + ".dtb")
            let direct = try Khotool.run(["decode", blob, "--format", form])
            for format in ["json", "yaml"] {
                let outcome = try Khotool.run(["decode", document(blob, format), "--format", form])
                #expect(outcome.status == 0)
                // Source shows a tree as it lies in its blob; that of a document is newly written.
                if form != "dts" { #expect(outcome.output == direct.output, "\(name) as \(format)") }
            }
        }
    }

    @Test("A document is encoded to a tree that has nothing that differs", arguments: ["json", "yaml"])
    func encode(_ format: String) throws {
        for name in ["pool", "instance", "overlay", "baseline", "host"] {
            let blob = Self.fixture(name + ".dtb")
            let output = folder.path("\(name)-again.dtb")
            #expect(try Khotool.run(["encode", document(blob, format), "-o", output]).status == 0)
            #expect(try Khotool.run(["diff", blob, output]).status == 0)
        }
    }

    @Test("Findings of a document have its lines and columns", arguments: ["json", "yaml"])
    func validate(_ format: String) throws {
        let path = try document(Self.fixture("pool.dtb"), format)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let wrong = try folder.write(
            Array(text.replacingOccurrences(of: "0x87e000000", with: "0x87e000010").utf8), to: "wrong.\(format)")
        let outcome = try Khotool.run(["validate", "--format", "json", wrong])
        let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
        let findings = try #require((report["inputs"] as? [[String: Any]])?.first?["findings"] as? [[String: Any]])
        let finding = try #require(findings.first { $0["rule"] as? String == "MK-MEM-003" })
        let line = try #require(finding["line"] as? Int)
        let shown = try String(contentsOfFile: wrong, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(shown[max(0, line - 2)...line].contains { $0.contains("0x87e000010") })
        #expect((finding["column"] as? Int ?? 0) > 0)
    }

    @Test("A document is compared with a blob, a source and another document, and an overlay planned between them")
    func diff() throws {
        let pool = Self.fixture("pool.dtb")
        let (json, yaml) = (try document(pool, "json"), try document(pool, "yaml"))
        #expect(try Khotool.run(["diff", pool, json]).status == 0)
        #expect(try Khotool.run(["diff", yaml, json]).status == 0)
        #expect(try Khotool.run(["diff", Self.fixture("pool.dts"), yaml]).status == 0)
        let change = try folder.write(
            Array(Self.changeSource.replacingOccurrences(of: "99", with: "9").utf8), to: "change.dtso")
        let (after, plan) = (folder.path("after.dtb"), folder.path("plan.dtbo"))
        #expect(try Khotool.run(["apply", json, change, "-o", after]).status == 0)
        #expect(try Khotool.run(["diff", json, document(after, "yaml"), "--overlay", plan]).status == 1)
        #expect(try Khotool.run(["apply", yaml, plan]).status == 0)
    }

    @Test("A refused item of an overlay's document is told with its line and column")
    func refused() throws {
        let source = try folder.write(Array(Self.changeSource.utf8), to: "change.dtso")
        let path = try document(source, "yaml")
        let outcome = try Khotool.run(["apply", document(Self.fixture("pool.dtb"), "json"), path])
        #expect(outcome.status == 1)
        let errors = String(decoding: outcome.errors, as: UTF8.self)
        let refusal = try #require(errors.split(separator: "\n").first { $0.contains("MK-APPLY-009") })
        let place = refusal.dropFirst(path.count).split(separator: ":")
        let line = try #require(Int(place[0]))
        let text = try String(contentsOfFile: path, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(text[(line - 1)...].prefix(3).contains { $0.contains("99") }, "\(refusal)")
    }

    @Test("A document that is no tree is unusable with its place")
    func broken() throws {
        let path = try document(Self.fixture("pool.dtb"), "json")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let wrong = try folder.write(
            Array(text.replacingOccurrences(of: "\"cpus\"", with: "\"cpsu\"").utf8), to: "wrong.json")
        for arguments in [["apply", wrong, wrong], ["diff", wrong, path], ["validate", wrong], ["decode", wrong]] {
            let outcome = try Khotool.run(arguments)
            #expect(outcome.status == 2, "\(arguments)")
            #expect((outcome.text + String(decoding: outcome.errors, as: UTF8.self)).contains("cpsu"))
        }
    }
}
