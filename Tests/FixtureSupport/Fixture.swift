package import Foundation

/// A handover that a real kernel wrote: a folder of `Fixtures/captures`.
package struct Fixture: Hashable, Sendable, CustomStringConvertible {
    /// The name of the folder: the release of the kernel and what is special.
    package let name: String
    /// The profile that writes what this kernel wrote.
    package let profile: String
    /// Whether the contents of files and test folios are in the image.
    package let hasContents: Bool

    private init(_ name: String, profile: String, hasContents: Bool = true) {
        self.name = name
        self.profile = profile
        self.hasContents = hasContents
    }

    /// All captures, from the oldest kernel to the newest.
    package static let all = [
        Fixture("6.17.8", profile: "linux-6.16"),
        Fixture("6.18.15", profile: "linux-6.18"),
        Fixture("6.19.11", profile: "linux-6.19"),
        Fixture("7.1.13", profile: "linux-7.1"),
        Fixture("7.2.13", profile: "linux-7.2"),
        Fixture("7.3.4", profile: "linux-7.2"),
        Fixture("7.3.4-huge", profile: "linux-7.2"),
        Fixture("7.3.4-many", profile: "linux-7.2", hasContents: false),
    ]

    /// The captures whose images hold the contents of files.
    package static let withContents = all.filter(\.hasContents)

    /// The captures with sessions of the Live Update Orchestrator.
    package static let withSessions = all.filter { !["6.17.8", "6.18.15"].contains($0.name) }

    /// A capture by its name.
    package static func named(_ name: String) throws -> Fixture {
        guard let fixture = all.first(where: { $0.name == name }) else { throw MissingFixture(path: name) }
        return fixture
    }

    /// The name, as test reports show it.
    package var description: String { name }

    // MARK: Files

    /// The folder `Fixtures`.
    package static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")

    /// The path of a root tree that no kernel writes.
    package static func hostileTree(_ name: String) -> String {
        root.appending(path: "hostile/\(name).dtb").path(percentEncoded: false)
    }

    /// The path of one of the capture's files.
    package func path(_ file: String) -> String {
        Self.root.appending(path: "captures").appending(path: name).appending(path: file).path(percentEncoded: false)
    }

    /// The compressed image of the memory that the handover reaches.
    package var image: String { path("memory.elf.gz") }

    /// The bytes of one of the capture's files; unpacked, where only a compressed one is kept.
    package func bytes(_ file: String) throws -> [UInt8] {
        if FileManager.default.fileExists(atPath: path(file)) {
            return [UInt8](try Data(contentsOf: URL(filePath: path(file))))
        }
        let packed = path(file + ".gz")
        guard FileManager.default.fileExists(atPath: packed) else { throw MissingFixture(path: packed) }
        return try Launch("/usr/bin/env", ["gzip", "-dc", packed]).run().output
    }
}

/// A fixture that should be there and is not.
package struct MissingFixture: Error, CustomStringConvertible {
    let path: String

    /// An error about a path.
    package init(path: String) {
        self.path = path
    }

    /// The path that was looked for.
    package var description: String { "there is no fixture \(path)" }
}
