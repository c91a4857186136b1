import FixtureSupport
import Foundation
import Testing

/// `khotool validate --overlay` as a process: the states that overlays lead a machine to.
@Suite(.enabled(if: hasProgram("dtc"), "dtc compiles the sources"))
struct OverlayValidateTests {
    private let folder: TemporaryFolder
    private let pool: String
    private let create: String
    private let strip: String

    private static let poolSource = """
        /dts-v1/;
        / { compatible = "multikernel-v1"; #address-cells = <2>; #size-cells = <2>; id = <0>;
            resources { cpus = <0 4 0 5 0 6>; cpus-available = <0 4 0 5 0 6>;
                memory@a8000000 { device_type = "memory"; reg = <0 0xa8000000 0 0x30000000>; numa-node-id = <0>; }; }; };
        """

    private static let createSource = """
        /dts-v1/;
        /plugin/;
        / {
            fragment@0 {
                target-path = "/instances";
                __overlay__ {
                    instance-create {
                        instance-name = "blue";
                        resources { memory-bytes = <0 0x10000000>; cpus = <0 6>; };
                    };
                };
            };
        };
        """

    /// Takes the only processor of an instance, which kernels allow.
    private static let stripSource = """
        /dts-v1/;
        /plugin/;
        / {
            fragment@0 {
                target-path = "/instances/blue";
                __overlay__ { };
            };
            fragment@1 {
                target-path = "/instances/blue";
                __overlay__ { cpu-remove { cpu@6 { reg = <0 6>; }; }; };
            };
        };
        """

    init() throws {
        folder = try TemporaryFolder()
        pool = try folder.write(Array(Self.poolSource.utf8), to: "pool.dts")
        create = try folder.write(Array(Self.createSource.utf8), to: "create.dtso")
        strip = try folder.write(Array(Self.stripSource.utf8), to: "strip.dtso")
    }

    /// The findings of each input, by its file's name.
    private func findings(_ arguments: [String]) throws -> [String: [[String: Any]]] {
        let outcome = try Khotool.run(["validate", "--format", "json"] + arguments)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
        let inputs = try #require(report["inputs"] as? [[String: Any]])
        return Dictionary(
            uniqueKeysWithValues: inputs.map { input in
                let name = (input["path"] ?? input["input"]) as? String ?? ""
                return (URL(filePath: name).lastPathComponent, input["findings"] as? [[String: Any]] ?? [])
            })
    }

    private func rules(_ findings: [[String: Any]]?) -> [String] {
        (findings ?? []).compactMap { $0["rule"] as? String }
    }

    @Test("A sound overlay leads to a sound state")
    func sound() throws {
        let outcome = try Khotool.run(["validate", pool, "--overlay", create])
        #expect(outcome.status == 0, "\(outcome.text)")
    }

    @Test("What a state has wrong is told of the overlay and the fragment after which it has")
    func broken() throws {
        let found = try findings([pool, "--overlay", create, "--overlay", strip])
        #expect(rules(found["pool.dts"]) == [])
        #expect(!rules(found["create.dtso"]).contains("MK-INST-007"))
        let finding = try #require(
            found["strip.dtso"]?.first { ($0["message"] as? String)?.hasPrefix("after fragment@1: ") == true })
        #expect((finding["path"] as? String)?.hasPrefix("/instances/blue") == true)
        #expect(finding["line"] as? Int == 8)
    }

    @Test("A refusal is a finding in the overlay's own lines, and overlays behind it are not tried")
    func refused() throws {
        let again = try folder.write(Array(Self.createSource.utf8), to: "again.dtso")
        let found = try findings([pool, "--overlay", create, "--overlay", again, "--overlay", strip])
        let refusal = try #require(found["again.dtso"]?.first)
        #expect(refusal["rule"] as? String == "MK-APPLY-007")
        #expect(refusal["severity"] as? String == "error")
        #expect(refusal["line"] as? Int == 7)
        #expect(found["strip.dtso"]?.contains { ($0["message"] as? String)?.hasPrefix("not tried") == true } == true)
        #expect(try Khotool.run(["validate", pool, "--overlay", create, "--overlay", again]).status == 1)
    }

    @Test("What was wrong before an overlay is told once, of the machine")
    func once() throws {
        let text = Self.poolSource.replacingOccurrences(of: "memory@a8000000", with: "memory@b8000000")
        let wrong = try folder.write(Array(text.utf8), to: "wrong.dts")
        let found = try findings([wrong, "--overlay", create])
        #expect(rules(found["wrong.dts"]) == ["MK-MEM-010"])
        #expect(!rules(found["create.dtso"]).contains("MK-MEM-010"))
    }

    @Test("Trees of instances beside the machine's take part")
    func instances() throws {
        let tree = """
            /dts-v1/;
            / { compatible = "multikernel-v1"; model = "blue"; #address-cells = <2>; #size-cells = <2>; id = <1>;
                resources { memory-base = <0 0xa8000000>; memory-bytes = <0 0x10000000>; cpus = <0 6>; }; };
            """
        let blue = try folder.write(Array(tree.utf8), to: "blue.dts")
        let found = try findings([pool, "--instance", blue, "--overlay", strip])
        #expect(found["strip.dtso"]?.contains { $0["rule"] as? String == "MK-APPLY-004" } == false)
        let alone = try findings([pool, "--overlay", strip])
        #expect(rules(alone["strip.dtso"]).contains("MK-APPLY-004"))
    }

    @Test(
        "Every form tells of a refusal, and the status is the same",
        arguments: ["text", "json", "sarif", "junit", "github", "gitlab"])
    func forms(_ form: String) throws {
        let outcome = try Khotool.run(["validate", "--format", form, pool, "--overlay", strip])
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("MK-APPLY-004"))
    }

    @Test("Inputs of another kind are unusable, and overlays want one machine")
    func kinds() throws {
        #expect(try Khotool.run(["validate", create, "--overlay", create]).status == 2)
        #expect(try Khotool.run(["validate", pool, "--overlay", pool]).status == 2)
        #expect(try Khotool.run(["validate", pool, "--overlay", folder.path("none.dtso")]).status == 2)
        #expect(try Khotool.run(["validate", pool, pool, "--overlay", create]).status == 64)
        #expect(try Khotool.run(["validate", pool, "--instance", pool]).status == 64)
    }
}
