import FixtureSupport
import Testing

/// What hosts of the multikernel patches put beside the subtrees of a handover, by the bindings of its root.
@Suite(
    .enabled(if: DTSchema.isInstalled, "dt-schema is not installed; make schemas does that"),
    .enabled(if: DTSchema.hasCompiler, "dtc is not installed"))
struct InstanceNodeTests {
    private static let versions = ["kho-v1", "kho-v2", "kho-v3", "kho-v4"]

    private static let sound = """
        multikernel { dtb-data = [d0 0d fe ed 00 00 00 48]; };
        host-ipi-buffer { phys-addr = <0x0 0x5000000>; pages = <65>; };
        ipi-buffer { phys-addr = <0x4 0x7c100000>; pages = <66>; };
        """

    private func complaints(_ version: String, _ nodes: String) throws -> [String] {
        let folder = try TemporaryFolder()
        let source = "/dts-v1/; / { compatible = \"\(version)\"; preserved-memory-map = <0x4c00 0>;\n\(nodes)\n};"
        return try DTSchema.complaints(about: [DTSchema.compile(source, to: version, in: folder)])
    }

    @Test("The nodes are as the binding of every version says", arguments: versions)
    func sound(_ version: String) throws {
        #expect(try complaints(version, Self.sound) == [])
    }

    @Test(
        "A node that is not as hosts write it is refused in every version", arguments: versions,
        [
            ["dtb-data", "dtb"], ["pages = <65>", "pages = <0 65>"],
            ["phys-addr = <0x0 0x5000000>", "phys-addr = <1>"],
            ["pages = <66>;", ""], ["pages = <66>;", "pages = <66>; mood = <1>;"],
        ])
    func broken(_ version: String, _ change: [String]) throws {
        #expect(try complaints(version, Self.sound.replacing(change[0], with: change[1])) != [])
    }
}
