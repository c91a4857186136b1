import DeviceTree
import FixtureSupport
import Foundation
import Multikernel
import Testing

/// A program of the device tree compiler's package, when this machine has it.
private func tool(_ name: String) -> String? {
    ["/usr/bin/", "/usr/local/bin/"].map { $0 + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
}

@Suite("Trees, as the device tree compiler and libfdt's overlays see them")
struct CompilerAgreementTests {
    @Test(
        "What is written is source text for the compiler", .enabled(if: tool("dtc") != nil, "dtc is not installed"),
        arguments: TreeFixture.all.filter { $0 != "instance-generated" })
    func isAccepted(name: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(TreeFixture.reading(name).tree.blob(), to: "tree.dtb")
        let source = try Launch(try #require(tool("dtc")), ["-q", "-I", "dtb", "-O", "dts", file]).run()
        #expect(source.status == 0)
        #expect(source.errorLines == [])
        var back = Launch(try #require(tool("dtc")), ["-q", "-I", "dts", "-O", "dtb"])
        back.input = source.output
        let blob = try back.run().output
        #expect(try MultikernelTree.read(FlattenedDeviceTree(blob: blob)).tree == TreeFixture.reading(name).tree)
    }

    @Test(
        "The blobs are those of the sources beside them",
        .enabled(if: tool("dtc") != nil, "dtc is not installed"))
    func blobsAreCurrent() throws {
        let sources = try FileManager.default.contentsOfDirectory(
            at: TreeFixture.folder, includingPropertiesForKeys: nil
        )
        .filter { $0.pathExtension == "dts" }
        #expect(!sources.isEmpty)
        for source in sources {
            let name = source.deletingPathExtension().lastPathComponent
            let labels = name == "host" ? ["-@"] : []
            let path = source.path(percentEncoded: false)
            let blob = try Launch(
                try #require(tool("dtc")),
                ["-q"] + labels + [
                    "-i", TreeFixture.folder.path(percentEncoded: false), "-I", "dts", "-O", "dtb", path,
                ]
            ).run().output
            let tree = try FlattenedDeviceTree(blob: blob)
            #expect(try DeviceTreeNode(tree.root) == DeviceTreeNode(TreeFixture.tree(name).root), "\(name)")
        }
    }

    @Test(
        "A change that is written again changes a tree as it did before",
        .enabled(if: tool("fdtoverlay") != nil, "fdtoverlay is not installed"),
        arguments: ["overlay", "overlay-remove"])
    func overlaysApply(name: String) throws {
        let folder = try TemporaryFolder()
        let base = try folder.write(TreeFixture.bytes("host"), to: "base.dtb")
        let original = try folder.write(TreeFixture.bytes(name), to: "original.dtbo")
        let written = try folder.write(TreeFixture.reading(name).tree.blob(), to: "written.dtbo")
        func applied(_ overlay: String, _ output: String) throws -> DeviceTreeNode {
            let path = try folder.write([], to: output)
            let run = try Launch(try #require(tool("fdtoverlay")), ["-i", base, "-o", path, overlay]).run()
            #expect(run.status == 0)
            #expect(run.errorLines == [])
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            return DeviceTreeNode(try FlattenedDeviceTree(blob: bytes).root)
        }
        let once = try applied(original, "once.dtb")
        #expect(try applied(written, "again.dtb").sorted == once.sorted)
    }
}

extension DeviceTreeNode {
    /// The same node with its contents in the order of their names.
    fileprivate var sorted: DeviceTreeNode {
        DeviceTreeNode(
            name, properties: properties.sorted { $0.name < $1.name },
            children: children.map(\.sorted).sorted { $0.name < $1.name })
    }
}
