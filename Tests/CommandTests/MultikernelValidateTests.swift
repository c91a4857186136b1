import FixtureSupport
import Foundation
import Testing

/// `khotool validate` of the device trees of several kernels, as a process.
@Suite(.enabled(if: hasProgram("dtc"), "dtc is not installed"))
struct MultikernelValidateTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A host of two instances that both have processor 5.
    private static let shared = """
        /dts-v1/;
        / {
            compatible = "multikernel-v1";
            resources {
                cpus = <0 4  0 5  0 6>;
                cpus-available = <0 6>;
                memory@80000000 { reg = <0 0x80000000 0 0x40000000>; };
            };
            instances {
                one { id = <1>; resources { cpus = <0 4 0 5>; memory-base = <0 0x80000000>; memory-bytes = <0 0x1000000>; }; };
                two {
                    id = <2>;
                    resources {
                        memory-base = <0 0x90000000>;
                        memory-bytes = <0 0x1000000>;
                        cpus = <0 5>;
                    };
                };
            };
        };
        """

    private func source(_ text: String = shared) throws -> String {
        try folder.write(Array(text.utf8), to: "host.dts")
    }

    private func tree() throws -> String {
        let path = folder.path("host.dtb")
        let outcome = try Launch("/usr/bin/env", ["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", path, source()]).run()
        try #require(outcome.status == 0)
        return path
    }

    private func finding(_ arguments: [String]) throws -> [String: Any] {
        let outcome = try Khotool.run(["validate", "--format", "json"] + arguments)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
        let findings = (report["inputs"] as? [[String: Any]])?.first?["findings"] as? [[String: Any]] ?? []
        #expect(findings.count == 1)
        return findings.first ?? [:]
    }

    @Test("A processor of two instances is found in the source, with its line")
    func positions() throws {
        let path = try source()
        let outcome = try Khotool.run(["validate", path])
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("MK-CPU-004"))
        #expect(outcome.text.contains("line 16, column 17"), "\(outcome.text)")
    }

    @Test("A blob tells the same finding with the offset of the property")
    func offsets() throws {
        let finding = try finding([tree()])
        #expect(finding["rule"] as? String == "MK-CPU-004")
        #expect(finding["path"] as? String == "/instances/two/resources/cpus")
        let offset = try #require(finding["offset"] as? Int)
        let blob = try Data(contentsOf: URL(filePath: folder.path("host.dtb")))
        #expect(Array(blob[offset..<offset + 8]) == [0, 0, 0, 0, 0, 0, 0, 5])
    }

    @Test(
        "Every form names the rule, and the status is the same",
        arguments: ["text", "json", "sarif", "junit", "github", "gitlab"])
    func forms(_ form: String) throws {
        let outcome = try Khotool.run(["validate", "--format", form, tree()])
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("MK-CPU-004"))
    }

    @Test("A policy and a baseline accept findings of several kernels as any others")
    func acceptance() throws {
        let policy = try folder.write(
            Array(
                "entries:\n  - rule: MK-CPU-*\n    path: /instances/two/**\n    severity: off\n    reason: known\n".utf8
            ),
            to: "policy.yaml")
        #expect(try Khotool.run(["validate", tree(), "--policy", policy]).status == 0)
        let baseline = folder.path("known.json")
        #expect(try Khotool.run(["validate", tree(), "--write-baseline", baseline]).status == 0)
        #expect(try Khotool.run(["validate", tree(), "--baseline", baseline]).status == 0)
    }

    @Test("A device tree of neither kind is no part of a handover")
    func neither() throws {
        let path = try source("/dts-v1/; / { compatible = \"acme,board\"; memory@0 { reg = <0 1>; }; };")
        let outcome = try Khotool.run(["validate", path])
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("KHO-INPUT-004"))
    }

    @Test("Decimal sizes, comments and names with a hyphen are read as the compiler reads them")
    func words() throws {
        let path = try source(
            """
            /dts-v1/;
            / {
                compatible = "multikernel-v1";
                resources {
                    /* cpus = <0 99>; */
                    cpus = <0 4  0 0x10>; // memory@1 { size = <0 1>; };
                    cpus-available = <0 0x10>;
                    memory@80000000 { reg = <0 2147483648 0 0x40000000>; };
                };
                instances {
                    data-base {
                        id = <10>;
                        resources { cpus = <0 4>; memory-base = <0 0x80000000>; memory-bytes = <0 268435456>; };
                    };
                };
            };
            """)
        let outcome = try Khotool.run(["validate", path])
        #expect(outcome.status == 0, "\(outcome.text)")
        #expect(try Khotool.run(["decode", path]).text.contains("data-base"))
    }

    @Test("A rule of several kernels is explained like any other")
    func explanation() throws {
        let outcome = try Khotool.run(["validate", "--explain", "MK-MEM-006"])
        #expect(outcome.status == 0)
        #expect(outcome.text.contains("kernel/multikernel/core.c"))
    }

    @Test(
        "A root of KHO with an instance's tree is as kernels write it, and the tree inside is validated by its own rules"
    )
    func handedOver() throws {
        let sound = Fixture.root.appending(path: "multikernel/handed-over.dtb").path
        let outcome = try Khotool.run(["validate", sound])
        #expect(outcome.status == 0, "\(outcome.text)")
        #expect(!outcome.text.contains("KHO-ROOT-005") && !outcome.text.contains("KHO-ROOT-007"))
        // A page less one byte: the size of an instance's memory in the tree inside.
        let listed = try String(
            contentsOf: Fixture.root.appending(path: "multikernel/instance-list.dts"), encoding: .utf8)
        let inner = try folder.write(
            Array(listed.replacing(/memory-bytes = <0x0 0x[0-9a-f]+>/, with: "memory-bytes = <0x0 0xfff>").utf8),
            to: "inner.dts")
        let root = try String(
            contentsOf: Fixture.root.appending(path: "multikernel/handed-over.dts"), encoding: .utf8)
        let outer = try folder.write(
            Array(root.replacing("instance-list.dtb", with: "inner.dtb").utf8), to: "outer.dts")
        let compile = ["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", folder.path("inner.dtb"), inner]
        #expect(try Launch("/usr/bin/env", compile).run().status == 0)
        let broken = try Khotool.run(["validate", outer, "--format", "json"])
        #expect(broken.status == 1)
        #expect(broken.text.contains("MK-MEM-003"), "\(broken.text)")
        #expect(broken.text.contains("/multikernel/instances/"))
    }
}
