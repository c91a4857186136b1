import FixtureSupport
import Foundation

/// The device trees of handovers, as files.
struct HandoverTrees {
    let folder: TemporaryFolder
    private(set) var paths: [String] = []

    /// The trees in the memory of every capture, and what debugfs showed of them.
    static func captured() throws -> HandoverTrees {
        var trees = HandoverTrees(folder: try TemporaryFolder())
        for fixture in Fixture.all {
            let blobs = trees.folder.path("blobs-\(fixture.name)")
            // For the profile that it has, a handover is written byte for byte as the kernel wrote it.
            let outcome = try Khotool.run([
                "encode", fixture.plainImage(), "--profile", fixture.profile, "-o", blobs + "/",
            ])
            guard outcome.status == 0 else { throw DTSchema.Refused(lines: outcome.errorLines) }
            try trees.add(from: blobs, as: fixture.name)
            for state in ["boot1/out/sub_fdts", "boot2/in", "boot2/out/sub_fdts"] {
                try trees.add(
                    from: fixture.path(state), as: fixture.name + "-" + state.replacing("/", with: "-"))
            }
        }
        return trees
    }

    /// The trees that are written for every profile of a plan that has everything.
    static func encoded() throws -> HandoverTrees {
        var trees = HandoverTrees(folder: try TemporaryFolder())
        let plan = Fixture.root.appending(path: "plans/everything.yaml").path(percentEncoded: false)
        for line in try Khotool.run(["abi", "list"]).text.split(separator: "\n") {
            guard let profile = line.split(separator: " ").first, profile.hasPrefix("linux-") else { continue }
            let blobs = trees.folder.path("blobs-\(profile)")
            let outcome = try Khotool.run([
                "encode", plan, "--profile", String(profile), "--drop", "-o", blobs + "/",
            ])
            guard outcome.status == 0 else { throw DTSchema.Refused(lines: outcome.errorLines) }
            try trees.add(from: blobs, as: String(profile))
        }
        return trees
    }

    /// Adds the files of a folder and those below that are device trees, under names that `dt-validate` looks at.
    private mutating func add(from place: String, as name: String) throws {
        let files = FileManager.default.enumerator(atPath: place)?.compactMap { $0 as? String } ?? []
        for file in files.sorted() {
            let path = place + "/" + file
            guard let bytes = FileManager.default.contents(atPath: path), bytes.starts(with: [0xd0, 0x0d, 0xfe, 0xed])
            else { continue }
            let tree = name + "-" + file.replacing("/", with: "-") + ".dtb"
            paths.append(try folder.write([UInt8](bytes), to: tree))
        }
    }

    /// The words of their bytes that end with NUL, among which are all version strings.
    func contain(_ word: String) throws -> Bool {
        let wanted = Data(word.utf8) + [0]
        return try paths.contains { try Data(contentsOf: URL(filePath: $0)).range(of: wanted) != nil }
    }
}
