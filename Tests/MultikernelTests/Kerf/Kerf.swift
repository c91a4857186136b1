import FixtureSupport
import Foundation
import Multikernel

/// kerf, the tool that came with the patches, where it is installed: `pip install kerf-multikernel`.
enum Kerf {
    /// A Python that can import it: the one that the environment names, or the one of the path.
    static let python: String? = {
        let told = ProcessInfo.processInfo.environment["KHO_KERF"]
        let found = [told, "python3"].compactMap { $0 }.first { candidate in
            (try? Launch("/usr/bin/env", [candidate, "-c", "import kerf.dtc.validator, libfdt"]).run())?.status == 0
        }
        return found
    }()

    static let isInstalled = python != nil

    /// A tree for kerf to look at.
    struct Case: Encodable {
        let path: String
        let kind: String
        let shape: Bool
        let isElsewhere: Bool
    }

    /// What kerf made of a tree.
    struct Verdict: Decodable {
        let errors: [String]
        /// The errors on a machine whose `/proc/iomem` lists another pool.
        let elsewhere: [String]?
        let shape: Shape?
    }

    /// What is left of a tree in kerf's model.
    struct Shape: Decodable {
        let cpus: [UInt64]
        let topology: Bool
        let instances: [String: Instance]

        struct Instance: Decodable {
            let devices: [String]
            let cpus: [UInt64]
            let affinity: String?
            let policy: String?
        }
    }

    /// Gives trees to kerf, all of them to one process.
    static func verdicts(_ trees: [(blob: [UInt8], kind: MultikernelTree.Kind)]) throws -> [Verdict] {
        try verdicts(trees) { Case(path: $0, kind: $1.rawValue, shape: false, isElsewhere: false) }
    }

    /// All that kerf makes of one tree, elsewhere too.
    static func verdict(_ blob: [UInt8], _ kind: MultikernelTree.Kind) throws -> Verdict? {
        try verdicts([(blob, kind)]) { Case(path: $0, kind: $1.rawValue, shape: true, isElsewhere: true) }.first
    }

    private static func verdicts(
        _ trees: [(blob: [UInt8], kind: MultikernelTree.Kind)], as makeCase: (String, MultikernelTree.Kind) -> Case
    ) throws -> [Verdict] {
        let folder = try TemporaryFolder()
        let cases = try trees.enumerated().map { index, tree in
            makeCase(try folder.write(tree.blob, to: "\(index).dtb"), tree.kind)
        }
        let list = try folder.write(Array(JSONEncoder().encode(cases)), to: "cases.json")
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "beside.py")
        let outcome = try Launch("/usr/bin/env", [python ?? "", script.path(percentEncoded: false), list]).run()
        guard outcome.status == 0 else { throw Failure(lines: outcome.errorLines) }
        return try JSONDecoder().decode([Verdict].self, from: Data(outcome.output))
    }

    struct Failure: Error {
        let lines: [String]
    }
}
