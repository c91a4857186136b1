import FixtureSupport
import Foundation
import Testing

/// The bindings in `Schemas/dt`, by the programs that judge those of the kernel.
@Suite(
    .enabled(if: DTSchema.isInstalled, "dt-schema is not installed; make schemas does that"),
    .enabled(if: DTSchema.hasCompiler, "dtc is not installed"))
struct BindingTests {
    /// The names of the bindings for one version string each.
    private static let versions =
        ((try? FileManager.default.contentsOfDirectory(atPath: DTSchema.bindings + "/kho")) ?? [])
        .filter { $0.hasSuffix(".yaml") && $0 != "handover-blob.yaml" }.map { String($0.dropLast(5)) }.sorted()

    @Test func `The bindings are as bindings must be`() throws {
        let outcome = try DTSchema.run("dt-doc-validate", [DTSchema.bindings])
        #expect(outcome.status == 0)
        // Some faults are told and do not count for the status.
        #expect(outcome.errorLines == [])
        #expect(outcome.text == "")
    }

    @Test func `Their examples are as they say`() throws {
        let folder = try TemporaryFolder()
        var trees: [String] = []
        for version in Self.versions {
            let binding = DTSchema.bindings + "/kho/\(version).yaml"
            guard try String(contentsOfFile: binding, encoding: .utf8).contains("\nexamples:") else { continue }
            let example = try DTSchema.run("dt-extract-example", [binding]).text
            trees.append(try DTSchema.compile(example, to: version, in: folder))
        }
        #expect(trees.count == 7)
        #expect(try DTSchema.complaints(about: trees) == [])
    }

    @Test func `Every tree of every capture is as its binding says`() throws {
        let trees = try HandoverTrees.captured()
        #expect(trees.paths.count > 60)
        #expect(try DTSchema.complaints(about: trees.paths) == [])
        // No kernel that was released writes this one.
        for version in Self.versions where version != "kho-v2" {
            #expect(try trees.contain(version), "\(version)")
        }
    }

    @Test func `Every tree that is written for any profile is as its binding says`() throws {
        let trees = try HandoverTrees.encoded()
        #expect(try DTSchema.complaints(about: trees.paths) == [])
        for version in Self.versions { #expect(try trees.contain(version), "\(version)") }
    }
}
