import Foundation

/// A program to be run, and how.
package struct Launch: Sendable {
    private let program: String
    private let arguments: [String]
    /// What the program reads; nothing unless it is said.
    package var input: [UInt8] = []
    /// Variables set beside those of the tests.
    package var environment: [String: String] = [:]
    /// After so many seconds the program is ended.
    package var patience: Double = 120

    /// A program and its arguments.
    package init(_ program: String, _ arguments: [String] = []) {
        self.program = program
        self.arguments = arguments
    }

    /// What a program did.
    package struct Outcome: Sendable {
        /// The exit status; `nil` where a signal ended the program.
        package let status: Int32?
        /// The signal that ended the program.
        package let signal: Int32?
        /// What it wrote to standard output.
        package let output: [UInt8]
        /// What it wrote to standard error.
        package let errors: [UInt8]

        /// Standard output as text.
        package var text: String { String(decoding: output, as: UTF8.self) }
        /// Standard error, line by line.
        package var errorLines: [String] {
            String(decoding: errors, as: UTF8.self).split(separator: "\n").map(String.init)
        }
    }

    /// Runs the program to its end.
    package func run() throws -> Outcome {
        // Files rather than pipes: whoever writes much is never held up by a reader that waits elsewhere.
        let folder = try TemporaryFolder()
        let output = try FileHandle(forWritingTo: URL(filePath: folder.write([], to: "output")))
        let errors = try FileHandle(forWritingTo: URL(filePath: folder.write([], to: "errors")))
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(["SWIFT_BACKTRACE": "enable=no", "LC_ALL": "C.UTF-8"]) { $1 }.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: folder.write(input, to: "input")))
        process.standardOutput = output
        process.standardError = errors
        let done = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in done.signal() }
        try process.run()
        if done.wait(timeout: .now() + patience) == .timedOut {
            kill(process.processIdentifier, SIGKILL)
            done.wait()
        }
        try output.close()
        try errors.close()
        let wasKilled = process.terminationReason == .uncaughtSignal
        return Outcome(
            status: wasKilled ? nil : process.terminationStatus,
            signal: wasKilled ? process.terminationStatus : nil,
            output: try folder.read("output"), errors: try folder.read("errors"))
    }
}
