import DeviceTree
import FixtureSupport
import Foundation
import HandoverAnalysis
import HandoverState
import Multikernel
import Testing

@Suite("Each rule of several kernels and what breaks it")
struct RuleSampleTests {
    @Test("Every rule has a sample that breaks it")
    func coverage() {
        // What applying a change does is held against the simulation of it.
        let rules = RuleID.allCases.filter { $0.rawValue.hasPrefix("MK-") && $0.family != "MK-APPLY" }
        let missing = Set(rules).subtracting(RuleSample.all.map(\.rule))
        #expect(missing.map(\.rawValue).sorted() == [])
    }

    @Test("A sound tree is of its kind, and breaks no rule", arguments: SoundTree.allCases)
    func sound(_ tree: SoundTree) throws {
        let blob = try tree.root.blob()
        #expect(try MultikernelTree.read(FlattenedDeviceTree(blob: blob)).tree.kind == tree.kind)
        #expect(try RuleSample.findings(in: blob).map(\.told) == [])
    }

    @Test(
        "Real trees break no rule gravely",
        arguments: [
            "baseline", "baseline-narrow", "ambiguous", "boot", "boot-arm64", "boot-host-blob", "boot-pool-cpus",
            "host-cache", "instance-list", "instance-generated", "instance", "overlay", "overlay-remove", "pool",
        ])
    func fixtures(_ name: String) throws {
        let file = Fixture.root.appending(path: "multikernel/\(name).dtb")
        let findings = try RuleSample.findings(in: Array(Data(contentsOf: file)))
        #expect(findings.filter { $0.severity == .error }.map(\.told) == [])
    }

    @Test("A broken rule is reported, and no other error beside it", arguments: RuleSample.all)
    func broken(_ sample: RuleSample) throws {
        let findings = try sample.findings()
        #expect(findings.contains { $0.rule == sample.rule }, "\(findings.map(\.told))")
        #expect(findings.filter { $0.severity == .error && $0.rule != sample.rule }.map(\.told) == [])
    }

    @Test("A conflict is told once, and not once for each side", arguments: RuleSample.all)
    func once(_ sample: RuleSample) throws {
        #expect(try sample.findings().filter { $0.rule == sample.rule }.count == 1)
    }

    @Test("A finding leads to a node or property of the tree", arguments: RuleSample.all)
    func places(_ sample: RuleSample) throws {
        let tree = try FlattenedDeviceTree(blob: sample.blob())
        for finding in try sample.findings() where !finding.path.isEmpty {
            let names = finding.path.split(separator: "/").map(String.init)
            let parent = tree.node(at: "/" + names.dropLast().joined(separator: "/"))
            #expect(finding.path == "/" || parent != nil, "\(finding.told)")
        }
    }

    @Test("Every rule stands on the page of rules")
    func documentation() throws {
        let page = Fixture.root.deletingLastPathComponent().appending(path: "Documentation/Rules.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        for rule in Rule.all where rule.id.rawValue.hasPrefix("MK-") {
            #expect(text.contains("| \(rule.id.rawValue) | \(rule.severity.rawValue) | "))
        }
    }
}

extension Finding {
    var told: String { "\(rule.rawValue) \(path): \(message)" }
}
