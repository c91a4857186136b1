import Foundation

/// The command as it was built beside the tests.
package enum Khotool {
    /// Where the command is; `nil` where it was not built.
    package static let path: String? = {
        let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var folder = URL(filePath: tests ?? CommandLine.arguments[0]).deletingLastPathComponent()
        while folder.pathComponents.count > 1 {
            let command = folder.appending(path: "khotool")
            if (try? command.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true {
                return command.path(percentEncoded: false)
            }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    /// The most address space that the command may take, in KiB: no input may make it take more. AddressSanitizer
    /// takes terabytes of it, all but empty.
    private static let addressSpace =
        ProcessInfo.processInfo.environment["ASAN_OPTIONS"] == nil ? "\(4 << 20)" : "unlimited"

    /// Runs the command within limits of time and memory.
    package static func run(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
    ) throws -> Launch.Outcome {
        guard let path else { throw MissingFixture(path: "khotool") }
        var launch = Launch(
            "/bin/sh", ["-c", "ulimit -c 0; ulimit -v \(addressSpace); exec \"$0\" \"$@\"", path] + arguments)
        launch.input = input
        launch.environment = environment
        return try launch.run()
    }

    /// Runs a line of shell, in which `$khotool` is the command.
    package static func shell(_ line: String, environment: [String: String] = [:]) throws -> Launch.Outcome {
        guard let path else { throw MissingFixture(path: "khotool") }
        var launch = Launch("/bin/sh", ["-c", line])
        launch.environment = environment.merging(["khotool": path]) { $1 }
        return try launch.run()
    }
}

/// Whether this machine has a program.
package func hasProgram(_ name: String) -> Bool {
    (try? Launch("/bin/sh", ["-c", "command -v \(name)"]).run().status) == 0
}
