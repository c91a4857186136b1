import DeviceTree
import FixtureSupport
import Foundation
import HandoverAnalysis
import HandoverState
import Multikernel
import Testing

/// Every tree of the samples, held beside what kerf says of it.
@Suite(.enabled(if: Kerf.isInstalled, "kerf is not installed: pip install kerf-multikernel"))
struct BesideKerfTests {
    /// What is written down of the differences.
    struct Record: Codable, Equatable {
        /// Errors of kerf that are none, and why.
        var differences: [Difference]
        /// Trees that kerf takes, with the rule that is broken.
        var oursOnly: [String]

        struct Difference: Codable, Equatable {
            let kerf: String
            let reason: String
        }
    }

    private static let file = Fixture.root.appending(path: "multikernel/beside-kerf.json")

    private static func record() throws -> Record {
        try JSONDecoder().decode(Record.self, from: Data(contentsOf: file))
    }

    private struct Compared {
        let name: String
        let errors: [String]
        let findings: [Finding]
    }

    private static func compared() throws -> [Compared] {
        let trees =
            try SoundTree.allCases.map { (name: "sound: \($0.rawValue)", blob: try $0.root.blob()) }
            + RuleSample.all.map { (name: $0.description, blob: try $0.blob()) }
        let kinds = try trees.map { try MultikernelTree.read(FlattenedDeviceTree(blob: $0.blob)).tree.kind }
        let verdicts = try Kerf.verdicts(zip(trees, kinds).map { (blob: $0.blob, kind: $1) })
        return try zip(trees, verdicts).map { tree, verdict in
            Compared(name: tree.name, errors: verdict.errors, findings: try RuleSample.findings(in: tree.blob))
        }
    }

    @Test("There are more than sixty trees, and every error of kerf is told of or differs for a reason")
    func everyError() throws {
        let compared = try Self.compared()
        #expect(compared.count > 60)
        let record = try Self.record()
        for tree in compared {
            let told = Set(tree.findings.map(\.rule))
            for error in tree.errors where KerfErrors.rules(for: error)?.isDisjoint(with: told) ?? true {
                let isKnown = record.differences.contains { error.contains($0.kerf) }
                #expect(isKnown, "\(tree.name): kerf says \"\(error)\", we \(told.map(\.rawValue))")
            }
        }
        for difference in record.differences {
            #expect(compared.contains { $0.errors.contains { $0.contains(difference.kerf) } }, "\(difference.kerf)")
            #expect(!difference.reason.isEmpty)
        }
    }

    @Test("What kerf passes over is written down; with KHO_RECORD=1 anew")
    func oursOnly() throws {
        let differences = try Self.record().differences
        let only = try Self.compared().filter { tree in
            !tree.findings.isEmpty
                && tree.errors.allSatisfy { error in differences.contains { error.contains($0.kerf) } }
        }
        let record = Record(differences: differences, oursOnly: only.map(\.name))
        if ProcessInfo.processInfo.environment["KHO_RECORD"] == "1" {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try (encoder.encode(record) + Data("\n".utf8)).write(to: Self.file)
        }
        #expect(try Self.record() == record)
    }
}
