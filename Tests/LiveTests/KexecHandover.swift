import DeviceTree
import FixtureSupport
import Foundation
import HandoverABI
import HandoverState
import PhysicalMemory

@testable import Rehearsal

/// A real handover: a kernel is booted, makes sessions, loads another kernel as a user would, and goes there by
/// `reboot(2)`.
struct KexecHandover {
    /// What the first kernel answered to each thing it was asked to do.
    let kept: GuestReport
    /// What the second kernel revived.
    let report: RehearsalReport
    /// What both wrote to the console.
    let console: [String]

    /// How much memory the machine has.
    private static let memorySize: UInt64 = 256 << 20
    private static let banner = "Linux version "

    /// A kexec that did not come about.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Boots the first kernel in a machine and waits until the second has come to its end.
    init(from first: String, to second: String) throws {
        guard let profile = Profile.named(first) else { throw Failure(description: "\(first) is of no known profile") }
        let kernels = LiveKernels.kernels ?? ""
        let commandLine = CommandLine.text(
            for: KeptState.regions, appending: "kho_scratch=16M,64M,16M test_kho.max_mem=262144")
        let program = try GuestProgram.find()
        let folder = try TemporaryFolder()
        let initrd = try folder.write(
            Self.archive(program, keeping: profile, "\(kernels)/\(second)/bzImage", commandLine), to: "initrd")
        let start = Date()
        let outcome = try Self.launch(
            ["-kernel", "\(kernels)/\(first)/bzImage", "-initrd", initrd, "-append", commandLine], in: folder
        ).run()
        let seconds = Date().timeIntervalSince(start)
        console = KernelLog(try folder.read("console")).lines
        let told = Self.parts(KernelLog(try folder.read("report")).lines, at: "@kho begin")
        kept = GuestReport(told[0].map { $0.replacing("@kho kept", with: "@kho file") })
        guard told[0].contains("@kho load 0"), !told[0].contains(where: { $0.hasPrefix("@kho kexec") }) else {
            throw Failure(
                description: "\(first) did not go to \(second): "
                    + (told[0] + console.suffix(5) + outcome.errorLines).joined(separator: "\n"))
        }
        let state = KeptState.state(leftBy: profile, regions: try Self.regions(told[0]))
        let boots = Self.parts(console, at: Self.banner)
        let judgement = Judgement(
            state: state, log: KernelLog(Array(boots[1].joined(separator: "\n").utf8)), guest: GuestReport(told[1]),
            hashes: KeptState.hashes, regionChanges: try Self.changes(state.reserveMem ?? [], in: folder.path("memory"))
        )
        report = Self.report(judgement, second, commandLine, timedOut: outcome.signal != nil, seconds)
    }

    // MARK: The machine

    /// The first file system of the first kernel; all that the second needs is in it.
    private static func archive(
        _ program: [UInt8], keeping profile: Profile, _ kernel: String, _ commandLine: String
    ) throws -> [UInt8] {
        let sessions = KeptState.state(leftBy: profile, regions: []).liveUpdate
        var archive = CPIOArchive()
        archive.add(directory: "dev")
        archive.add(device: "dev/console", major: 5, minor: 1)
        for name in ["proc", "sys"] { archive.add(directory: name) }
        archive.add(file: "init", mode: 0o755, contents: program)
        archive.add(file: "keep", mode: 0o644, contents: Array(KeptState.orders.utf8))
        archive.add(file: "kernel", mode: 0o644, contents: Array(try Data(contentsOf: URL(filePath: kernel))))
        archive.add(
            file: "initrd", mode: 0o644, contents: GuestFiles.archive(program: program, asking: sessions))
        archive.add(file: "command", mode: 0o644, contents: Array(commandLine.utf8))
        return archive.bytes
    }

    /// A machine whose memory is a file, so that what is in it can be read when it has ended.
    private static func launch(_ arguments: [String], in folder: TemporaryFolder) throws -> Launch {
        let paths = try ["console", "report", "memory"].map { try folder.write([], to: $0) }
        var launch = Launch(
            "/usr/bin/env",
            [
                "qemu-system-x86_64", "-machine", "pc,accel=tcg,memory-backend=ram", "-cpu", "max",
                "-object", "memory-backend-file,id=ram,size=\(memorySize),mem-path=\(paths[2]),share=on",
                "-m", "\(memorySize >> 20)M", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
                "-chardev", "file,id=console,path=\(paths[0])", "-serial", "chardev:console",
                "-chardev", "file,id=report,path=\(paths[1])", "-serial", "chardev:report",
            ] + arguments)
        launch.patience = 60
        return launch
    }

    // MARK: What came of it

    /// The lines of the first boot and those of the second, each from a line that begins it.
    private static func parts(_ lines: [String], at beginning: String) -> [[String]] {
        var parts: [[String]] = []
        for line in lines {
            if line.hasPrefix(beginning) { parts.append([]) }
            if !parts.isEmpty { parts[parts.count - 1].append(line) }
        }
        return Array((parts + [[], []]).prefix(2))
    }

    /// The regions as the first kernel hands them over, from its tree of them.
    private static func regions(_ told: [String]) throws -> [ReservedRegion] {
        let prefix = "@kho regions "
        guard let digits = told.first(where: { $0.hasPrefix(prefix) })?.dropFirst(prefix.count) else { return [] }
        let nibbles = digits.compactMap(\.hexDigitValue)
        let blob = stride(from: 0, to: nibbles.count - 1, by: 2).map { UInt8(nibbles[$0] << 4 | nibbles[$0 + 1]) }
        return try FlattenedDeviceTree(blob: blob).root.children.compactMap { node in
            guard let start = node["start"]?.nativeUInt64, let size = node["size"]?.nativeUInt64 else { return nil }
            return ReservedRegion(name: node.name, address: PhysicalAddress(start), size: size)
        }
    }

    /// Which regions were given away. Nobody wrote to them, so they are zeros, and the second guest writes other bytes
    /// over all that its kernel takes for free.
    private static func changes(_ regions: [ReservedRegion], in path: String) throws -> [String: String] {
        let memory = try FileHandle(forReadingFrom: URL(filePath: path))
        var changes: [String: String] = [:]
        for region in regions {
            try memory.seek(toOffset: region.address.value)
            let bytes = try memory.read(upToCount: Int(region.size)) ?? Data()
            if bytes.contains(where: { $0 != 0 }) {
                changes[region.name] = "the kernel says revived, but gave its memory away"
            }
        }
        return changes
    }

    private static func report(
        _ judgement: Judgement, _ release: String, _ commandLine: String, timedOut: Bool, _ seconds: Double
    ) -> RehearsalReport {
        let log = judgement.log
        return RehearsalReport(
            kernel: RehearsalReport.Kernel(
                path: release, version: nil, release: judgement.guest.release, commandLine: commandLine),
            ending: judgement.ending(timedOut: timedOut), seconds: seconds, machineSize: memorySize,
            handover: judgement.acceptance, preservedBytes: 0, missingBytes: 0,
            overwrittenBytes: UInt64(max(judgement.guest.filled ?? 0, 0)) << 20, sessions: judgement.sessions(),
            flbs: judgement.flbs(), regions: judgement.regions(), test: judgement.test, alarms: log.alarms,
            log: log.decisive, lastLines: Array(log.lines.suffix(12)))
    }
}
