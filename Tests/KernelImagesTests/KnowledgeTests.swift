import FixtureSupport
import Foundation
import HandoverABI
import KernelImages
import Testing

@Suite("What is known of a kernel")
struct KnowledgeTests {
    @Test("Version strings count with what stands beside them")
    func companions() throws {
        let full = try open(ImageBuilder.kernel()).knowledge
        #expect(full.components.map(\.version) == ["kho-v4", "luo-v5", "memfd-v2", "memblock-v1", "reserve-mem-v1"])
        #expect(full.components.allSatisfy { $0.certainty == .certain && $0.isReadable && $0.isWritable })
        let alone = try open(ImageBuilder.elf([(".rodata", ImageBuilder.text(["", "kho-v4", "memfd-v2"]))])).knowledge
        #expect(alone.components.map(\.certainty) == [.likely, .likely])
    }

    @Test("A version string that is part of a text is none")
    func partsOfText() throws {
        let text = ImageBuilder.text(["", "not kho-v4", "kho-v4 is", "kho-v", "kho-v12345", "disabling KHO revival"])
        #expect(try open(ImageBuilder.elf([(".rodata", text)])).knowledge.hasHandover == false)
    }

    @Test("Versions that no profile has are shown, and no profile is guessed")
    func unknownVersions() throws {
        let text = ImageBuilder.text(["", "Linux version 8.1.0 (x)", "kho-v9", "disabling KHO revival", "luo-v7"])
        let knowledge = try open(ImageBuilder.elf([(".rodata", text)])).knowledge
        #expect(knowledge.hasHandover == true)
        #expect(knowledge.profile == nil)
        #expect(knowledge.profileDoubt == "no known profile has kho-v9, luo-v7")
    }

    @Test("kho-v1 is told by the release, and the choice says that strings do not decide it")
    func release() throws {
        for (release, profile) in [("6.16.1", "linux-6.16"), ("6.17.8", "linux-6.16"), ("6.18.15", "linux-6.18")] {
            let text = ImageBuilder.text(["", "Linux version \(release) (x)", "kho-v1", "disabling KHO revival"])
            let found = try #require(try open(ImageBuilder.elf([(".rodata", text)])).knowledge.profile)
            #expect(found.value.name == profile)
            #expect(found.certainty == .likely)
        }
        let text = ImageBuilder.text(["", "Linux version 9.0 (x)", "kho-v1", "disabling KHO revival"])
        let unknown = try open(ImageBuilder.elf([(".rodata", text)])).knowledge
        #expect(unknown.profile == nil)
        #expect(unknown.profileDoubt?.contains("the release is none of theirs") == true)
    }

    @Test("With types the bitmaps of kho-v1 are certain, whatever the release says", arguments: ["6.17.8", "6.18.15"])
    func bitmaps(release: String) throws {
        let text = ImageBuilder.text(["", "Linux version 6.17.0 (x)", "kho-v1", "disabling KHO revival"])
        let image = ImageBuilder.elf([(".rodata", text), (".BTF", try KernelTypes.bytes(release))])
        let found = try #require(try open(image).knowledge.profile)
        #expect(found.value.name == (release == "6.17.8" ? "linux-6.16" : "linux-6.18"))
        #expect(found.certainty == .certain)
    }

    @Test("Types alone tell the profile; version strings are then assumed", arguments: KernelTypes.releases)
    func typesAlone(release: String, profile: String) throws {
        let knowledge = try Kernel.open(KernelTypes.path(release)).knowledge
        #expect(knowledge.profile?.value.name == profile)
        #expect(knowledge.profile?.certainty == .certain)
        #expect(knowledge.pageShift?.value == 12 || profile == "linux-6.16")
        #expect(knowledge.components.first?.version == Profile.named(profile)?.compatible)
        #expect(knowledge.components.allSatisfy { $0.certainty == .assumed })
    }

    @Test("The list of versions in a section is worth more than strings")
    func versionSection() throws {
        func entry(_ name: String) -> [UInt8] { Array(name.utf8) + [UInt8](repeating: 0, count: 48 - name.utf8.count) }
        let head = Array("PUVL".utf8) + ImageBuilder.number(UInt32(1))
        let section = head + entry("luo-v5") + entry("memfd-v2") + entry("vfio-pci-v1")
        let knowledge = try open(ImageBuilder.kernel([(".liveupdate_versions", section)])).knowledge
        for (component, version) in [("luo", "luo-v5"), ("memfd", "memfd-v2"), ("vfio-pci", "vfio-pci-v1")] {
            let found = knowledge.versions(of: component)
            #expect(found.map(\.version) == [version])
            #expect(found.map(\.evidence) == ["section .liveupdate_versions"])
        }
        let cut = try open(ImageBuilder.kernel([(".liveupdate_versions", section.dropLast(5))])).knowledge
        #expect(cut.notes == ["section .liveupdate_versions ends with 43 bytes that are no entry"])
        let other = try open(ImageBuilder.kernel([(".liveupdate_versions", [1, 2, 3, 4, 5, 6, 7, 8])])).knowledge
        #expect(other.notes == ["section .liveupdate_versions is of no version that is known"])
    }

    @Test("Feature bits are read from their section")
    func featureSection() throws {
        let name = Array("memfd".utf8) + [UInt8](repeating: 0, count: 43)
        let masks: [UInt64] = [3, 2, 1]
        let section =
            Array("PUVL".utf8) + ImageBuilder.number(UInt32(1)) + name + ImageBuilder.number(UInt64(8))
            + masks.flatMap { ImageBuilder.number($0) }
        let knowledge = try open(ImageBuilder.kernel([(".liveupdate_features", section)])).knowledge
        #expect(knowledge.features.map(\.supported) == [3])
        #expect(knowledge.features.map(\.required) == [2])
        #expect(knowledge.features.map(\.active) == [1])
    }

    @Test("The configuration in the image tells what is built in")
    func configuration() throws {
        let text = try ImageBuilder.configuration([
            "CONFIG_KEXEC_HANDOVER=y", "# CONFIG_LIVEUPDATE is not set", "CONFIG_ARM64_64K_PAGES=y",
        ])
        let knowledge = try open(ImageBuilder.kernel([(".init.data", text)])).knowledge
        #expect(knowledge.configuration?.source == "IKCONFIG")
        #expect(knowledge.configuration?["LIVEUPDATE"] == "n")
        #expect(knowledge.pageShift?.value == 16)
        #expect(knowledge.conditions.contains("KHO is off without kho=on on the command line"))
    }

    @Test("A kernel without handover says why")
    func obstacles() throws {
        let old = ImageBuilder.text(["", "Linux version 6.1.0-56-amd64 (x)", "vmlinux"])
        #expect(
            try open(ImageBuilder.elf([(".rodata", old)])).knowledge.obstacles
                == ["Linux 6.1 has no KHO: it came with 6.16"])
        let new = ImageBuilder.text([
            "", "Linux version 7.3.4 (x)", "Passed KHO data, but CONFIG_KEXEC_HANDOVER not set",
        ])
        let left = try ImageBuilder.configuration(["# CONFIG_KEXEC_HANDOVER is not set"])
        let knowledge = try open(ImageBuilder.elf([(".rodata", new + left)])).knowledge
        #expect(knowledge.hasHandover == false)
        #expect(
            knowledge.obstacles == [
                "CONFIG_KEXEC_HANDOVER is not set (IKCONFIG)",
                "it warns of handovers as one built without CONFIG_KEXEC_HANDOVER does",
            ])
        let silent = ImageBuilder.text(["", "Linux version 7.3.4 (x)"])
        #expect(try open(ImageBuilder.elf([(".rodata", silent)])).knowledge.obstacles.count == 1)
    }

    private static let kernels = ProcessInfo.processInfo.environment["KHO_KERNELS"].flatMap { $0.isEmpty ? nil : $0 }

    @Test(
        "The formats of six real kernels are told from their images",
        .enabled(if: kernels != nil, "KHO_KERNELS names no directory of kernels"),
        arguments: [
            ("6.17.8", "linux-6.16", ["kho-v1"]), ("6.18.15", "linux-6.18", ["kho-v1"]),
            ("6.19.11", "linux-6.19", ["kho-v1", "luo-v1", "luo-session-v2", "memfd-v1"]),
            ("7.1.13", "linux-7.1", ["kho-v3", "luo-v1", "luo-session-v2", "luo-flb-v1", "memfd-v2"]),
            ("7.2.13", "linux-7.2", ["kho-v4", "luo-v5", "memfd-v2"]),
            ("7.3.4", "linux-7.2", ["kho-v4", "luo-v5", "memfd-v2"]),
        ])
    func realKernels(release: String, profile: String, versions: [String]) throws {
        let knowledge = try Kernel.open("\(Self.kernels ?? "")/\(release)/bzImage").knowledge
        #expect(knowledge.release?.value == release + "-kho")
        #expect(knowledge.profile?.value.name == profile)
        let others = ["memblock", "reserve-mem", "kho-test", "kexec-metadata"]
        #expect(knowledge.components.filter { !others.contains($0.component) }.map(\.version) == versions)
        #expect(knowledge.configuration?["KEXEC_HANDOVER"] == "y")
    }
}
