import Captures
import FixtureSupport
import Foundation
import HandoverAnalysis
import HandoverCoding
import MemoryDumps

/// Inputs other than changed images, opened as the command opens them.
enum OpenedInput {
    /// What rules see of the handover in a file or directory.
    static func subject(_ path: String) throws -> Subject {
        guard case .handover(let capture) = try Capture.open(path) else { throw MissingFixture(path: path) }
        return Subject(try capture.decode(), in: capture.input.memory.present, remarks: capture.remarks)
    }

    /// The same of a copy of a capture's directory, with files added to it.
    static func subject(_ directory: String, of capture: String, adding files: [String: [UInt8]]) throws -> Subject {
        let folder = try TemporaryFolder()
        let copy = folder.path("copy")
        try FileManager.default.copyItem(atPath: try Fixture.named(capture).path(directory), toPath: copy)
        for (name, bytes) in files {
            let url = URL(filePath: copy).appending(path: name)
            try? FileManager.default.removeItem(at: url)
            try Data(bytes).write(to: url)
        }
        return try subject(copy)
    }
}
