import FixtureSupport
import Foundation
import Testing

/// `abi probe`, `abi verify` and `abi diff`.
@Suite struct KernelTests {
    @Test("Every kernel's types agree with its profile", arguments: KernelTypes.releases)
    func verify(release: String, profile: String) throws {
        let outcome = try Khotool.run(["abi", "verify", KernelTypes.path(release)])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.text.hasPrefix(profile))
        #expect(outcome.text.contains(" 0 different, 2 not found"))
        #expect(outcome.text.contains("not found  setup_data"))
    }

    private func movedTypes() throws -> (TemporaryFolder, String) {
        let types = try KernelTypes.moving("seals", of: "memfd_luo_ser", by: 4, in: try KernelTypes.bytes("7.3.4"))
        let folder = try TemporaryFolder()
        return (folder, try folder.write(types, to: "vmlinux.btf"))
    }

    @Test("A layout that differs is shown on both sides, with status 1")
    func different() throws {
        let (folder, path) = try movedTypes()
        defer { withExtendedLifetime(folder) {} }
        let outcome = try Khotool.run(["abi", "verify", path])
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("DIFFERENT  struct memfd_luo_ser: seals is at 20 (4 bytes), not at 16 (4 bytes)"))
        #expect(outcome.text.contains(/! +16  u32  seals +\| +20  u32  seals/))
    }

    @Test("Annotations are lines that a workflow understands")
    func annotations() throws {
        let (folder, path) = try movedTypes()
        defer { withExtendedLifetime(folder) {} }
        let outcome = try Khotool.run(["abi", "verify", path, "--profile", "7.3", "--format", "github"])
        #expect(outcome.status == 1)
        let lines = outcome.text.split(separator: "\n")
        let title = "::error title=struct memfd_luo_ser is not as in linux-7.2::"
        #expect(lines.first.map(String.init) == title + "seals is at 20 (4 bytes), not at 16 (4 bytes)")
        #expect(lines.allSatisfy { $0.hasPrefix("::") })
    }

    @Test("Documents of the three verbs are JSON")
    func documents() throws {
        let path = KernelTypes.path("7.3.4")
        for (arguments, key) in [
            (["probe", path], "components"), (["verify", path], "structures"),
            (["diff", path, KernelTypes.path("7.1.13")], "mistakes"),
        ] {
            let outcome = try Khotool.run(["abi"] + arguments + ["--format", "json"])
            let document = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
            #expect((document?[key] as? [Any])?.isEmpty == false, "\(arguments)")
            #expect((document?["schema"] as? String)?.hasPrefix("https://khotool.dev/schemas/") == true)
        }
    }

    @Test("The bitmap that grew under kho-v1 is an error of the comparison")
    func bitmap() throws {
        let outcome = try Khotool.run(["abi", "diff", KernelTypes.path("6.17.8"), KernelTypes.path("6.18.15")])
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("error: kho-v1 stands for another layout than before"))
        #expect(outcome.text.contains("struct kho_mem_phys_bits: 4096 bytes, was 512"))
        let same = try Khotool.run(["abi", "diff", KernelTypes.path("7.2.13"), KernelTypes.path("7.3.4")])
        #expect(same.status == 0)
    }

    @Test(
        "What cannot be used ends with status 2 and one line",
        arguments: [
            ["probe", "/nonexistent"], ["probe", "/dev/null"], ["verify", "/"],
            ["diff", "/nonexistent", "/nonexistent"], ["probe", Fixture.all[0].image],
        ])
    func unusable(_ arguments: [String]) throws {
        let outcome = try Khotool.run(["abi"] + arguments)
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1)
    }

    @Test(
        "A bomb is refused within 512 MiB of memory",
        .enabled(if: hasProgram("zstd"), "there is no zstd"))
    func bomb() throws {
        guard let command = Khotool.path else { return }
        let folder = try TemporaryFolder()
        let path = folder.path("bomb")
        // 600 MiB of bytes that are not zero, so that they take room where they are kept.
        let made = try Khotool.shell("head -c 629145600 /dev/zero | tr '\\0' 'x' | zstd -q -o '\(path)'")
        #expect(made.status == 0)
        let limited = Launch("/bin/sh", ["-c", "ulimit -v 524288; exec \"$0\" abi probe \"$1\"", command, path])
        let outcome = try limited.run()
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.first?.contains("unfolds to more than 512 MiB") == true, "\(outcome.errorLines)")
    }
}
