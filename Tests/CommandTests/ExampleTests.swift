import FixtureSupport
import Foundation
import Testing

/// The examples of use in CI do what they say.
@Suite struct ExampleTests {
    private static let folder = Fixture.root.deletingLastPathComponent().appending(path: "Examples")
        .path(percentEncoded: false)

    /// A folder with a project that keeps a capture, sound or not, under `captures`.
    private func project(with image: [UInt8]) throws -> TemporaryFolder {
        let project = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: project.path("captures"), withIntermediateDirectories: false)
        try Data(image).write(to: URL(filePath: project.path("captures/handover.elf")))
        return project
    }

    /// A capture in which no session has a name of its own.
    private func broken() throws -> [UInt8] {
        var image = try CoreImage(Fixture.named("7.3.4"))
        let names = ["vm-0", "db-1", "vm-2"].map { Array($0.utf8) + [UInt8](repeating: 0, count: 60) }
        for name in names.dropFirst() {
            let place = try #require(image.bytes.firstRange(of: name))
            image.bytes.replaceSubrange(place, with: names[0])
        }
        return image.bytes
    }

    /// Runs a line in a folder, with the command in the path.
    private func run(_ line: String, in folder: TemporaryFolder) throws -> Launch.Outcome {
        try Khotool.shell("PATH=$(dirname \"$khotool\"):$PATH; cd '\(folder.path)' && \(line)")
    }

    @Test("The steps of the workflow pass on a sound capture, and the first fails on a broken one")
    func workflow() throws {
        let text = try String(contentsOfFile: Self.folder + "/github-workflow.yml", encoding: .utf8)
        let steps = text.split(separator: "\n").compactMap { line in
            line.firstRange(of: "run: khotool").map { "khotool" + line[$0.upperBound...] }
        }
        #expect(steps.count == 2)
        let sound = try project(with: Fixture.named("7.3.4").bytes("memory.elf"))
        for step in steps { #expect(try run(step, in: sound).status == 0, "\(step)") }
        let report = try JSONSerialization.jsonObject(with: Data(sound.read("handover.sarif"))) as? [String: Any]
        #expect(report?["version"] as? String == "2.1.0")
        let annotations = try run(#require(steps.first), in: project(with: broken()))
        #expect(annotations.status == 1)
        #expect(annotations.text.hasPrefix("::error file=captures/handover.elf,title=KHO-LUO-015"))
    }

    @Test(
        "The Git hook lets a sound capture through and stops a broken one, as it is staged",
        .enabled(if: hasProgram("git"), "there is no git"))
    func hook() throws {
        let project = try project(with: Fixture.named("7.3.4").bytes("memory.elf"))
        let commit = "git add captures && git -c user.name=n -c user.email=e commit -qm m"
        let setup = "git init -q && cp '\(Self.folder)/pre-commit' .git/hooks/pre-commit && \(commit)"
        #expect(try run(setup, in: project).status == 0)
        try Data(broken()).write(to: URL(filePath: project.path("captures/handover.elf")))
        let refused = try run(commit, in: project)
        #expect(refused.status == 1)
        #expect(String(decoding: refused.output + refused.errors, as: UTF8.self).contains("KHO-LUO-015"))
        // What is staged counts, not what lies about.
        #expect(
            try run("git checkout -q HEAD -- captures && touch more && git add more && " + commit, in: project).status
                == 0)
    }

    @Test("The hook of the pre-commit framework is a call that takes many files")
    func framework() throws {
        let text = try String(contentsOfFile: Self.folder + "/pre-commit-config.yaml", encoding: .utf8)
        #expect(text.contains("entry: khotool validate\n"))
        let sound = try project(with: Fixture.named("7.3.4").bytes("memory.elf"))
        #expect(try run("khotool validate captures/handover.elf captures/handover.elf", in: sound).status == 0)
    }

    @Test("The policy is read, and what it lowers is lowered")
    func policy() throws {
        let directory = try Fixture.named("7.3.4").path("boot2/in")
        let arguments = ["validate", "--fail-on", "warning", "--format", "json", directory]
        #expect(try Khotool.run(arguments).text.contains("KHO-INPUT-003"))
        let outcome = try Khotool.run(arguments + ["--policy", Self.folder + "/policy.yaml"])
        #expect(outcome.status == 0)
    }

    @Test("Every example is in the table of the README")
    func table() throws {
        let readme = try String(contentsOfFile: Self.folder + "/README.md", encoding: .utf8)
        for name in try FileManager.default.contentsOfDirectory(atPath: Self.folder) where name != "README.md" {
            #expect(readme.contains("`\(name)`"), "\(name)")
        }
    }
}
