import FixtureSupport
import Foundation
import Testing

/// Components on the command line: described in a file, forced by name, planned by a person.
@Suite struct ComponentCommandTests {
    private let folder: TemporaryFolder
    private let root = Fixture.root.deletingLastPathComponent()

    init() throws { folder = try TemporaryFolder() }

    private func guide() throws -> String {
        try String(contentsOf: root.appending(path: "Documentation/NewComponent.md"), encoding: .utf8)
    }

    /// What stands in the guide behind marks that begin so, mark by mark: what the mark goes on with, and the block.
    private func blocks(_ mark: String, in guide: String) -> [(rest: String, text: String)] {
        guide.split(separator: "<!-- " + mark).dropFirst().compactMap { part in
            guard let end = part.firstRange(of: "-->"), let open = part.firstRange(of: "```"),
                let close = part[open.upperBound...].firstRange(of: "\n```"),
                let start = part[open.upperBound...].firstIndex(of: "\n")
            else { return nil }
            let rest = part[..<end.lowerBound].drop { $0 == ":" || $0 == " " }
            return (
                String(rest).trimmingCharacters(in: .whitespaces),
                String(part[part.index(after: start)..<close.lowerBound]) + "\n"
            )
        }
    }

    /// The files of the guide, in the folder.
    private func writeFiles() throws {
        for (name, text) in blocks("file", in: try guide()) { _ = try folder.write(Array(text.utf8), to: name) }
    }

    /// A dump with the component of the guide.
    private func image() throws -> String {
        try writeFiles()
        let outcome = try Khotool.run([
            "encode", folder.path("plan.yaml"), "--components", folder.path("vtpm.yaml"), "--profile", "7.3", "-o",
            folder.path("vtpm.elf"),
        ])
        #expect(outcome.status == 0, "\(outcome.errorLines)")
        return folder.path("vtpm.elf")
    }

    @Test("The guide to new components does what it says")
    func guideIsTrue() throws {
        try writeFiles()
        #expect(try folder.names() == ["plan.yaml", "vtpm.yaml"])
        let commands = blocks("run", in: try guide())
        #expect(commands.count == 5)
        for (expected, command) in commands {
            let outcome = try Khotool.shell("PATH=$(dirname \"$khotool\"):$PATH; cd '\(folder.path)' && \(command)")
            #expect(outcome.status == 0, "\(command): \(outcome.errorLines)")
            #expect(expected.isEmpty || outcome.text.contains(expected), "\(command): \(outcome.text)")
        }
    }

    @Test("A described component is told with its link, and stays a string and a number without the description")
    func decode() throws {
        let image = try image()
        let with = try Khotool.run(["decode", image, "--components", folder.path("vtpm.yaml")])
        #expect(with.text.contains("vtpm@v1  vtpm, version 1"))
        #expect(with.text.contains("→ virtual machine 0x10"))
        let without = try Khotool.run(["decode", image])
        #expect(!without.text.contains("vtpm@v1"))
        #expect(without.text.contains("vtpm-v1"))
    }

    @Test("A document with a described component is validated with the description alone")
    func validate() throws {
        let image = try image()
        let description = ["--components", folder.path("vtpm.yaml")]
        let document = try Khotool.run(["decode", image, "--format", "json"] + description)
        let path = try folder.write(document.output, to: "state.json")
        #expect(try Khotool.run(["validate", path] + description).status == 0)
        let without = try Khotool.run(["validate", path])
        #expect(without.status == 2)
        #expect(without.text.contains("--components names a file"))
        #expect(try Khotool.run(["diff", image, path] + description).status == 0)
        #expect(try Khotool.run(["check", path, "--target", "7.3"] + description).status != 64)
    }

    @Test("A format that is described can be shown, and what is shown describes it")
    func show() throws {
        try writeFiles()
        let description = ["--components", folder.path("vtpm.yaml")]
        #expect(try Khotool.run(["abi", "list"] + description).text.contains("vtpm@v1"))
        let shown = try Khotool.run(["abi", "show", "vtpm@v1", "--format", "yaml"] + description)
        let again = try folder.write(shown.output, to: "again.yaml")
        let twice = try Khotool.run(["abi", "show", "vtpm@v1", "--format", "yaml", "--components", again])
        #expect(twice.output == shown.output)
        #expect(try Khotool.run(["abi", "show", "vtpm@v2"] + description).status == 64)
    }

    @Test("A profile takes a described format behind a plus")
    func profile() throws {
        let image = try image()
        let options = ["--components", folder.path("vtpm.yaml"), "--profile"]
        let outcome = try Khotool.run(["decode", image, "--format", "json"] + options + ["7.3+vtpm@v1"])
        #expect(outcome.status == 0, "\(outcome.errorLines)")
        #expect(outcome.text.contains("\"confidence\": \"given\""))
        #expect(try Khotool.run(["decode", image] + options + ["7.3+vtpm@v9"]).status == 64)
    }

    @Test("A format that is forced is given, and one that nobody knows is named")
    func forced() throws {
        let image = try image()
        let outcome = try Khotool.run(["decode", image, "--component", "kvm-vm@2026-07", "--format", "json"])
        #expect(outcome.text.contains("\"abi\": \"kvm-vm@2026-07\""))
        #expect(!outcome.text.contains("kvm-vm@orphanvm"))
        let unknown = try Khotool.run(["decode", image, "--component", "kvm-vm@1999"])
        #expect(unknown.status == 2)
        #expect(unknown.errorLines.first?.contains("there is no format \"kvm-vm@1999\"") == true)
    }

    @Test("A mistake in a description is told at its place, whatever the command")
    func mistake() throws {
        let image = try image()
        let text = try String(contentsOfFile: folder.path("vtpm.yaml"), encoding: .utf8)
        let bad = try folder.write(Array(text.replacing("size: 40", with: "size: 30").utf8), to: "bad.yaml")
        for command in [
            ["decode", image], ["validate", image], ["diff", image, image], ["abi", "list"],
            ["check", image, "--target", "7.3"],
            ["encode", folder.path("plan.yaml"), "--profile", "7.3", "-o", folder.path("o.elf")],
        ] {
            let outcome = try Khotool.run(command + ["--components", bad])
            #expect(outcome.status == 2, "\(command)")
            #expect(
                outcome.errorLines.first?.contains("line 16, column 9: structures[0].members[4]: vtpm_ser.state_size")
                    == true,
                "\(outcome.errorLines)")
        }
    }

    @Test("The example of a host with two guests is encoded and decoded to what it says")
    func hypervisor() throws {
        let plan = root.appending(path: "Examples/hypervisor.yaml").path(percentEncoded: false)
        let image = folder.path("hypervisor.elf")
        let encoded = try Khotool.run(["encode", plan, "--profile", "linux-7.3+pci@v9+iommu@2026-09", "-o", image])
        #expect(encoded.status == 0, "\(encoded.errorLines)")
        let decoded = try Khotool.run(["decode", image, "--all"])
        #expect(decoded.status == 0)
        for line in [
            "guest memory, 64 KiB, 16 folios → virtual machine 0x10", "page table 0x2 → domain 1",
            "PCI device 0000:02:00.0, can be reset → iommufd 0x30", "0000:00:01.0, bridge, 4 devices",
            "0000:03:00.1 ← guest-b 0x41", "device 0000:03:00.1 → domain 2, IOMMU 0xfed90000",
            "pci  pci@v9  PCI, 4 files depend on it", "iommu@2026-09  IOMMU, 2 files depend on it",
        ] {
            #expect(decoded.text.contains(line), "\(line)")
        }
        // Guest memory holds what the plan says; documents in both forms hold the same.
        #expect(try Data(contentsOf: URL(filePath: image)).firstRange(of: Data("The memory of guest b.".utf8)) != nil)
        let json = try Khotool.run(["decode", image, "--format", "json"])
        let yaml = try folder.write(Khotool.run(["decode", image, "--format", "yaml"]).output, to: "state.yaml")
        #expect(try Khotool.run(["decode", yaml, "--format", "json"]).output == json.output)
        let schema = try JSONSchema(named: "handover-state-1")
        #expect(schema.violations(of: try JSONValue(json.output)) == [])
        // A kernel without these formats has no place for them.
        let older = try Khotool.run(["encode", image, "--profile", "7.1", "-o", folder.path("older.elf")])
        #expect(older.status == 2)
    }

    @Test("A plan whose label leads nowhere, or whose member nobody knows, is refused at its place")
    func planMistakes() throws {
        let plan = root.appending(path: "Examples/hypervisor.yaml")
        let text = try String(contentsOf: plan, encoding: .utf8)
        for (part, replacement, message) in [
            ("label: guest-b-all", "label: guest-c", "found \"guest-b-all\", expected an address, or the label"),
            ("label: guest-b-all", "label: guest-a-net", "found the label \"guest-a-net\" again"),
            ("vm_token: 0x10", "vm_tokens: 0x10", "found the key \"vm_tokens\", expected label, or a member of"),
            ("component: pci@v9", "component: pci@v99", "found \"pci@v99\", expected one of"),
            ("{bdf: \"00:01.0\"", "{bdf: 0x10000", "expected at most \"0xffff\""),
            ("flags: [MMAP, INIT_SHARED]", "flags: [MMAP, MMAP]", "expected each flag once"),
        ] {
            let path = try folder.write(Array(text.replacing(part, with: replacement).utf8), to: "bad.yaml")
            let outcome = try Khotool.run(["encode", path, "--profile", "7.3", "-o", folder.path("bad.elf")])
            #expect(outcome.status == 2)
            #expect(outcome.errorLines.first?.contains(message) == true, "\(outcome.errorLines)")
            #expect(outcome.errorLines.first?.contains("line ") == true)
        }
    }
}
