import Foundation
import Synchronization

extension Fixture {
    /// The path of the capture's image, unpacked: a debug build takes ten times as long to read the packed one.
    ///
    /// Unpacked once for all tests, into the folder of the built products.
    package func plainImage() throws -> String {
        try Self.unpacked.withLock { unpacked in
            if let path = unpacked[name] { return path }
            guard let products = Khotool.path.map({ URL(filePath: $0).deletingLastPathComponent() }) else {
                throw MissingFixture(path: "khotool")
            }
            let folder = products.appending(path: "unpacked-fixtures")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let file = folder.appending(path: name + ".elf")
            try Data(bytes("memory.elf")).write(to: file, options: .atomic)
            let path = file.path(percentEncoded: false)
            unpacked[name] = path
            return path
        }
    }

    private static let unpacked = Mutex<[String: String]>([:])
}
