import Captures
import Foundation
import HandoverCoding
import HandoverState
import MemoryDumps
import PhysicalMemory
import Rehearsal

/// The kernels that live tests boot, and what is missing to run them.
///
/// `KHO_KERNELS` names a directory with a folder for each kernel release, a `bzImage` in it. The states are the captures
/// of the repository.
enum LiveKernels {
    static let releases = ["6.17.8", "6.18.15", "6.19.11", "7.1.13", "7.2.13", "7.3.4"]

    /// Why live tests cannot run; `nil` where they can.
    static var missing: String? {
        if !hasEmulator { return "there is no qemu-system-x86_64 in PATH" }
        guard let kernels else { return "KHO_KERNELS names no directory of kernels" }
        for release in releases {
            if !exists("\(kernels)/\(release)/bzImage") { return "\(kernels) has no \(release)/bzImage" }
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

    private static func capturePath(_ name: String) -> String { fixtures + "/captures/\(name)/memory.elf.gz" }

    static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func exists(_ path: String) -> Bool {
        FileManager.default.isReadableFile(atPath: path)
    }

    /// Opens and decodes a capture.
    static func capture(_ name: String) throws -> (HandoverCapture, HandoverDecoder<Dump>.Result) {
        try open(capturePath(name))
    }

    /// Opens and decodes an image.
    static func open(_ path: String) throws -> (HandoverCapture, HandoverDecoder<Dump>.Result) {
        guard case .handover(let capture) = try Capture.open(path) else { throw NoHandover(path: path) }
        return (capture, try capture.decode())
    }

    /// Boots the kernel of a release with a capture.
    static func rehearse(_ name: String, in release: String) throws -> RehearsalReport {
        let (capture, decoded) = try capture(name)
        return try rehearse(capture, decoded, in: release)
    }

    /// Boots the kernel of a release with a state.
    static func rehearse(
        _ capture: HandoverCapture, _ decoded: HandoverDecoder<Dump>.Result, in release: String
    ) throws -> RehearsalReport {
        let path = (kernels ?? "") + "/\(release)/bzImage"
        var rehearsal = Rehearsal(kernel: try KernelImage.read(path), path: path)
        rehearsal.timeLimit = 40
        return try rehearsal.run(capture, decoded, program: try GuestProgram.find())
    }

    /// A line of the matrix that `make live` shows.
    static func show(_ state: String, in release: String, _ report: RehearsalReport, leftOut: Int) {
        let files = report.sessions.flatMap(\.files).count
        print(
            "\(state) -> \(release): \(report.isRevived ? "revived" : "NOT revived"), \(report.sessions.count) sessions, "
                + "\(files) files, \(report.regions.count) regions, \(leftOut) items the target cannot hold")
    }

    struct NoHandover: Error {
        let path: String
    }
}
