import Foundation

/// The device tree compiler, when this machine has one.
enum Compiler {
    /// Where the compiler is, or `nil`.
    static let path: String? = ["/usr/bin/dtc", "/usr/local/bin/dtc"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Whether there is a compiler.
    static var isPresent: Bool { path != nil }

    /// What the compiler makes of bytes, or `nil` when it refuses them.
    static func convert(_ input: [UInt8], from inputFormat: String, to outputFormat: String) throws -> [UInt8]? {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data(input).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: path ?? "")
        process.arguments = ["-q", "-q", "-I", inputFormat, "-O", outputFormat, file.path(percentEncoded: false)]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        return process.terminationStatus == 0 ? bytes : nil
    }
}
