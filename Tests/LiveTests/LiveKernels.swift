import Captures
import Foundation
import HandoverCoding
import HandoverState
import MemoryDumps
import PhysicalMemory
import Rehearsal

/// The kernels and captures that live tests work with, and what is missing to run them.
///
/// `KHO_KERNELS` names a directory with a folder for each kernel release, a `bzImage` in it; `KHO_CORPUS` one with a
/// folder for each capture, named for the release that made it, with `memory.elf.gz` and `facts.json` in it. Without the
/// latter, the captures are those of the repository.
enum LiveKernels {
    static let releases = ["6.17.8", "6.18.15", "6.19.11", "7.1.13", "7.2.13", "7.3.4"]

    /// Why live tests cannot run; `nil` where they can.
    static var missing: String? {
        if !hasEmulator { return "there is no qemu-system-x86_64 in PATH" }
        guard let kernels else { return "KHO_KERNELS names no directory of kernels" }
        for release in releases {
            if !exists("\(kernels)/\(release)/bzImage") { return "\(kernels) has no \(release)/bzImage" }
            if !exists(capturePath(release)) { return "there is no capture \(capturePath(release))" }
        }
        return nil
    }

    static var areThere: Bool { missing == nil }
    static var reason: String { missing ?? "" }

    static var hasEmulator: Bool {
        (environment("PATH") ?? "").split(separator: ":").contains { exists($0 + "/qemu-system-x86_64") }
    }

    /// The directory of fixtures in the repository.
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures").path()

    static var kernels: String? { environment("KHO_KERNELS") }

    private static func capturePath(_ name: String) -> String {
        (environment("KHO_CORPUS") ?? fixtures + "/captures") + "/\(name)/memory.elf.gz"
    }

    static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func exists(_ path: String) -> Bool {
        FileManager.default.isReadableFile(atPath: path)
    }

    /// Opens a capture with what its facts say of it.
    static func capture(_ name: String) throws -> (HandoverCapture, HandoverDecoder<Dump>.Result) {
        var hints = CaptureHints()
        let path = capturePath(name)
        let factsPath = URL(filePath: path).deletingLastPathComponent().appending(path: "facts.json")
        if let data = try? Data(contentsOf: factsPath), let facts = try? JSONDecoder().decode(Facts.self, from: data) {
            hints.root = PhysicalAddress(facts.root)
            hints.scratch = [
                MemoryRange(start: PhysicalAddress(facts.scratchArray[0]), size: facts.scratchArray[1])
            ].compactMap(\.self)
        }
        guard case .handover(let capture) = try Capture.open(path, hints: hints) else { throw NoHandover(path: path) }
        return (capture, try capture.decode())
    }

    /// Boots the kernel of a release with a capture.
    static func rehearse(_ name: String, in release: String) throws -> RehearsalReport {
        let (capture, decoded) = try capture(name)
        let path = (kernels ?? "") + "/\(release)/bzImage"
        var rehearsal = Rehearsal(kernel: try KernelImage.read(path), path: path)
        rehearsal.timeLimit = 40
        return try rehearsal.run(capture, decoded, program: try GuestProgram.find())
    }

    private struct Facts: Decodable {
        let root: UInt64
        let scratchArray: [UInt64]
    }

    struct NoHandover: Error {
        let path: String
    }
}
