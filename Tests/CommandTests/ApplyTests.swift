import FixtureSupport
import Foundation
import Testing

/// `khotool apply` and `khotool diff --overlay` as processes.
@Suite(.enabled(if: hasProgram("dtc"), "dtc compiles the sources")) struct ApplyTests {
    private let folder: TemporaryFolder
    private let pool: String
    private let change: String

    private static let poolSource = """
        /dts-v1/;
        / { compatible = "multikernel-v1"; #address-cells = <2>; #size-cells = <2>; id = <0>;
            resources { cpus = <0 4 0 5 0 6>; cpus-available = <0 4 0 5 0 6>;
                memory@a8000000 { device_type = "memory"; reg = <0 0xa8000000 0 0x30000000>; numa-node-id = <0>; };
                devices { nic { device-type = "pci"; pci-id = "0000:41:00.0"; vendor-id = <0x8086>;
                    device-id = <0x1572>; }; }; }; };
        """

    private static func changeSource(cpu: Int) -> String {
        """
        /dts-v1/; /plugin/;
        / { fragment@0 { target-path = "/instances"; __overlay__ { instance-create { instance-name = "blue";
                resources { memory-bytes = <0 0x10000000>; cpus = <0 6>; }; }; }; };
            fragment@1 { target-path = "/instances/blue"; __overlay__ {
                cpu-add { cpu@\(cpu) { reg = <0 \(cpu)>; }; };
                device-add { pci@0 { pci-id = "0000:41:00.0"; }; }; }; }; };
        """
    }

    init() throws {
        folder = try TemporaryFolder()
        pool = try folder.write(Array(Self.poolSource.utf8), to: "pool.dts")
        change = try folder.write(Array(Self.changeSource(cpu: 5).utf8), to: "change.dtso")
    }

    @Test("An overlay is applied step by step, and the machine written")
    func apply() throws {
        let output = folder.path("after.dts")
        let outcome = try Khotool.run(["apply", pool, change, "-o", output])
        #expect(outcome.status == 0)
        #expect(outcome.text.contains("CPU 5: pool -> blue  fragment@1/cpu-add/cpu@5"))
        let text = try String(decoding: folder.read("after.dts"), as: UTF8.self)
        #expect(text.contains("cpus-available = <0x0 0x4>;"))
        #expect(text.contains("cpus = <0x0 0x6 0x0 0x5>;"))
    }

    @Test("The machine goes to standard output alone, as a blob that is read again")
    func standardOutput() throws {
        let blob = try Khotool.run(["apply", pool, change, "-o", "-"])
        #expect(blob.status == 0)
        let decoded = try Khotool.run(["decode", "-"], input: blob.output)
        #expect(decoded.status == 0)
        #expect(decoded.text.contains("blue"))
    }

    @Test("A refusal is told where it is, with its error, and nothing is written but on demand")
    func refusal() throws {
        let bad = try folder.write(Array(Self.changeSource(cpu: 9).utf8), to: "bad.dtso")
        let outcome = try Khotool.run(["apply", pool, bad, "-o", folder.path("after.dtb")])
        #expect(outcome.status == 1)
        #expect(
            outcome.errorText.contains(
                "fragment@1/cpu-add/cpu@9: error: CPU 9 is not in the pool: EBUSY [MK-APPLY-009]"))
        #expect(try !folder.names().contains("after.dtb"))
        let partial = try Khotool.run(["apply", pool, bad, "--partial", "-o", folder.path("after.dtb")])
        #expect(partial.status == 1)
        #expect(try folder.names().contains("after.dtb"))
    }

    @Test("Steps and refusals are there for scripts")
    func json() throws {
        let bad = try folder.write(Array(Self.changeSource(cpu: 9).utf8), to: "bad.dtso")
        let outcome = try Khotool.run(["apply", pool, bad, change, "--report", "json"])
        let document = try #require(
            JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
        #expect(document["untried"] as? [String] == [change])
        let transaction = try #require((document["transactions"] as? [[String: Any]])?.first)
        #expect(transaction["status"] as? String == "failed")
        #expect((transaction["refusal"] as? [String: Any])?["errno"] as? String == "EBUSY")
        #expect((transaction["steps"] as? [Any])?.count == 1)
    }

    @Test("A rollback brings the machine back")
    func rollback() throws {
        let output = folder.path("back.dtb")
        #expect(try Khotool.run(["apply", pool, change, "--rollback", "-o", output]).status == 0)
        #expect(try Khotool.run(["diff", pool, output]).status == 0)
    }

    @Test("The inverse is an overlay that brings the machine back")
    func inverse() throws {
        let (after, inverse, back) = (folder.path("after.dtb"), folder.path("inverse.dtbo"), folder.path("back.dtb"))
        #expect(try Khotool.run(["apply", pool, change, "-o", after, "--inverse", inverse]).status == 0)
        #expect(try Khotool.run(["apply", after, inverse, "-o", back]).status == 0)
        #expect(try Khotool.run(["diff", pool, back]).status == 0)
    }

    @Test("The overlay between two machines turns one into the other")
    func plan() throws {
        let (after, plan, reached) = (folder.path("after.dtb"), folder.path("plan.dtbo"), folder.path("reached.dtb"))
        #expect(try Khotool.run(["apply", pool, change, "-o", after]).status == 0)
        let difference = try Khotool.run(["diff", pool, after, "--overlay", plan])
        #expect(difference.status == 1)
        #expect(difference.text.contains("+ /instances/blue  256 MiB, CPUs 5-6, 0000:41:00.0"))
        #expect(try Khotool.run(["apply", pool, plan, "-o", reached]).status == 0)
        #expect(try Khotool.run(["diff", after, reached]).status == 0)
        #expect(try Khotool.run(["diff", change, plan]).status == 1)
        #expect(try Khotool.run(["diff", plan, plan]).status == 0)
        #expect(try Launch("/bin/sh", ["-c", "dtc -q -I dtb -O dts '\(plan)'"]).run().status == 0)
    }

    @Test("What no overlay does is named, and the overlay written on demand alone")
    func inexpressible() throws {
        let wanted = try folder.write(
            Array(Self.poolSource.replacingOccurrences(of: "cpus =", with: "llc-way-mask = <3>; cpus =").utf8),
            to: "wanted.dts")
        let outcome = try Khotool.run(["diff", pool, wanted, "--overlay", folder.path("plan.dtbo")])
        #expect(outcome.status == 2)
        #expect(outcome.errorText.contains("/resources/llc-way-mask: error:"))
        #expect(outcome.errorText.contains("[MK-APPLY-029]"))
    }

    @Test(
        "fdtoverlay takes a planned overlay where its targets are",
        .enabled(if: hasProgram("fdtoverlay"), "fdtoverlay merges the trees"))
    func merged() throws {
        let (after, plan, more) = (folder.path("after.dtb"), folder.path("plan.dtbo"), folder.path("more.dtb"))
        #expect(try Khotool.run(["apply", pool, change, "-o", after]).status == 0)
        let next = try folder.write(
            Array(
                """
                /dts-v1/;
                / { fragment@0 { target-path = "/instances/blue"; __overlay__ {
                    cpu-add { cpu@4 { reg = <0 4>; }; }; }; }; };
                """.utf8), to: "next.dtso")
        #expect(try Khotool.run(["apply", after, next, "-o", more]).status == 0)
        #expect(try Khotool.run(["diff", after, more, "--overlay", plan]).status == 1)
        let merge = "fdtoverlay -i '\(after)' -o '\(folder.path("merged.dtb"))' '\(plan)'"
        #expect(try Launch("/bin/sh", ["-c", merge]).run().status == 0)
    }

    @Test("Trees of the wrong kind are unusable")
    func kinds() throws {
        #expect(try Khotool.run(["apply", change, change]).status == 2)
        #expect(try Khotool.run(["apply", pool, pool]).status == 2)
        #expect(try Khotool.run(["diff", pool, change]).status == 2)
        #expect(try Khotool.run(["apply", pool, change, "--running", "red"]).status == 2)
    }
}

extension Launch.Outcome {
    /// What the program said to standard error.
    fileprivate var errorText: String { String(decoding: errors, as: UTF8.self) }
}
