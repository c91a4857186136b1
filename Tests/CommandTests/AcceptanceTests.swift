import FixtureSupport
import Foundation
import Testing

/// What a policy, a baseline and a threshold make of the exit status.
@Suite struct AcceptanceTests {
    private let folder: TemporaryFolder
    /// A directory of debugfs in which a subtree is broken: an error that leaves the input usable.
    private let input: String

    init() throws {
        folder = try TemporaryFolder()
        input = folder.path("out")
        try FileManager.default.copyItem(atPath: Fixture.named("7.3.4").path("boot1/out"), toPath: input)
        var tree = [UInt8](try Data(contentsOf: URL(filePath: input + "/sub_fdts/memblock")))
        tree[60] ^= 0xff
        _ = try folder.write(tree, to: "out/sub_fdts/memblock")
    }

    private func run(_ options: [String]) throws -> Launch.Outcome {
        try Khotool.run(["validate", input] + options)
    }

    @Test("An error fails the command, unless nothing shall")
    func threshold() throws {
        #expect(try run([]).status == 1)
        #expect(try run(["--fail-on", "note"]).status == 1)
        #expect(try run(["--fail-on", "never"]).status == 0)
    }

    @Test("A policy that accepts everything leaves nothing to fail for, and says what it accepted in a log")
    func policy() throws {
        let policy = try folder.write(
            Array("entries:\n- {rule: KHO-*, severity: off, reason: a test}\n".utf8), to: "policy.yaml")
        let outcome = try run(["--policy", policy, "--fail-on", "note"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        let log = try run(["--policy", policy, "--format", "sarif"]).text
        #expect(log.contains("\"justification\": \"a test\""))
    }

    @Test("An entry that matches nothing is told with its place")
    func unused() throws {
        let policy = try folder.write(
            Array("entries:\n- {rule: KHO-MEMFD-*, severity: off, reason: a test}\n".utf8), to: "policy.yaml")
        let outcome = try run(["--policy", policy])
        #expect(outcome.status == 1)
        #expect(
            outcome.errorLines == ["\(policy): line 2, column 3: note: the entry for KHO-MEMFD-* matches no finding"])
    }

    @Test("The policy that a report suggests accepts exactly what failed")
    func suggestion() throws {
        let lines = try run([]).text.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasPrefix("# To accept") })
        let end = try #require(lines[start...].firstIndex(of: ""))
        let policy = try folder.write(Array(lines[start..<end].joined(separator: "\n").utf8), to: "policy.yaml")
        let outcome = try run(["--policy", policy])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
    }

    @Test(
        "A policy or baseline that cannot be read ends the command with the place",
        arguments: [
            "--policy", "--baseline",
        ])
    func broken(_ option: String) throws {
        let path = try folder.write(Array("entries:\n- {rule: KHO-MAP-001}\n".utf8), to: "broken.yaml")
        let outcome = try run([option, path])
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.first?.hasPrefix("\(path): error: line ") == true)
        #expect(try run([option, folder.path("none")]).status == 2)
    }

    @Test("What was written to a baseline is accepted, what is gone is told, what is new fails")
    func baseline() throws {
        let known = folder.path("known.json")
        #expect(try run(["--write-baseline", known]).status == 0)
        let outcome = try run(["--baseline", known])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        let elsewhere = try Khotool.run(["validate", Fixture.hostileTree("property-length"), "--baseline", known])
        #expect(elsewhere.status == 2)
        #expect(elsewhere.errorLines.count == 1)
        #expect(elsewhere.errorLines.first?.contains("note: a known finding was not met again") == true)
        var tree = [UInt8](try Data(contentsOf: URL(filePath: input + "/sub_fdts/kho_test")))
        tree[60] ^= 0xff
        _ = try folder.write(tree, to: "out/sub_fdts/kho_test")
        #expect(try run(["--baseline", known]).status == 1)
    }

    @Test("An input that cannot be used is no known finding")
    func unusable() throws {
        let known = folder.path("known.json")
        let tree = Fixture.hostileTree("property-length")
        #expect(try Khotool.run(["validate", tree, "--write-baseline", known]).status == 2)
        #expect(try Khotool.run(["validate", tree, "--baseline", known]).status == 2)
    }
}
