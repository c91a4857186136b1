import FixtureSupport
import Foundation

/// The programs of dt-schema, and those that make trees of source text.
enum DTSchema {
    static let root = Fixture.root.deletingLastPathComponent()

    /// The folder of the bindings.
    static let bindings = root.appending(path: "Schemas/dt").path(percentEncoded: false)

    /// Where the programs are, as the environment says, or where `make schemas` puts them; otherwise they are looked for
    /// as any others are.
    private static let folder: String? = {
        let told = ProcessInfo.processInfo.environment["KHO_DTSCHEMA"]
        let made = root.appending(path: ".build-dtschema").path(percentEncoded: false)
        let bin = (told ?? made) + "/bin"
        return FileManager.default.isExecutableFile(atPath: bin + "/dt-validate") ? bin : nil
    }()

    static let isInstalled = folder != nil || hasProgram("dt-validate")
    static let hasCompiler = hasProgram("dtc")

    /// Runs one of the programs.
    static func run(_ program: String, _ arguments: [String]) throws -> Launch.Outcome {
        try Launch("/usr/bin/env", [folder.map { "\($0)/\(program)" } ?? program] + arguments).run()
    }

    /// What `dt-validate` says of trees, line by line.
    ///
    /// Its exit status tells nothing. The demands that it makes of every board's root do not apply to a handover, which is
    /// why it is limited to our own bindings.
    static func complaints(about trees: [String]) throws -> [String] {
        let outcome = try run("dt-validate", ["-s", bindings, "-l", "/kho/", "-m"] + trees)
        guard outcome.status == 0 else { throw Refused(lines: outcome.errorLines) }
        return outcome.errorLines
    }

    /// Makes a tree of source text.
    static func compile(_ source: String, to name: String, in folder: TemporaryFolder) throws -> String {
        let path = try folder.write(Array(source.utf8), to: name + ".dts")
        let tree = folder.path(name + ".dtb")
        let outcome = try Launch("/usr/bin/env", ["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", tree, path]).run()
        guard outcome.status == 0 else { throw Refused(lines: outcome.errorLines) }
        return tree
    }

    /// The source text of a tree.
    static func source(of tree: String) throws -> String {
        let outcome = try Launch("/usr/bin/env", ["dtc", "-q", "-I", "dtb", "-O", "dts", tree]).run()
        guard outcome.status == 0 else { throw Refused(lines: outcome.errorLines) }
        return outcome.text
    }

    struct Refused: Error {
        let lines: [String]
    }
}
