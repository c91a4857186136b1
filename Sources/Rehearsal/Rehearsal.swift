public import Captures
internal import ChildProcesses
public import HandoverCoding
internal import HandoverState
public import MemoryDumps
internal import PhysicalMemory

/// Boots a kernel with a state in its memory, as if another kernel had handed it over, and sees what it revives.
///
/// No kexec is needed: a machine is made whose memory holds the state, the kernel's image and its parameters, and which
/// enters the kernel right away.
public struct Rehearsal: Sendable {
    /// The kernel.
    public var kernel: KernelImage
    /// The file that it came from, for messages and the report.
    public var kernelPath: String
    /// How much memory the machine gets, in bytes; `nil` for as much as the state needs.
    public var memorySize: UInt64?
    /// More words for the kernel's command line.
    public var appending: String?
    /// How long the machine may run, in seconds.
    public var timeLimit: Double = 60
    /// The emulator, looked up in `PATH` where it has no slash.
    public var emulatorPath = "qemu-system-x86_64"
    /// How the machine's processor is run.
    public var acceleration: Acceleration = .tcg

    /// A rehearsal of a kernel.
    public init(kernel: KernelImage, path: String) {
        self.kernel = kernel
        kernelPath = path
    }

    /// Boots the kernel and reports what it revived.
    ///
    /// - Parameters:
    ///   - capture: the state, with its memory.
    ///   - decoded: the same, decoded with every folio.
    ///   - program: the guest's program, see ``GuestProgram``.
    /// - Throws: ``RehearsalError`` where the kernel could not be entered. What it does then is in the report.
    public func run(
        _ capture: HandoverCapture, _ decoded: HandoverDecoder<Dump>.Result, program: [UInt8]
    ) throws(RehearsalError) -> RehearsalReport {
        let state = decoded.handover.state
        let memory = capture.input.memory
        guard let root = capture.input.rootAddress, !memory.present.isEmpty else {
            throw RehearsalError(.state, "the input holds no memory")
        }
        guard memory.machine != .aarch64, decoded.handover.abi.pageSize == 4096 else {
            throw RehearsalError(.state, "the state is not of an x86-64 machine, and only those can be made here")
        }
        guard let scratch = state.scratch else {
            throw RehearsalError(.state, "the scratch areas are not known; --scratch names the array or an area")
        }
        let handed = HandedMemory(structures: decoded.structures, preserved: state.memory, in: memory.present)
        let machine = try machine(holding: handed.ranges + scratch)
        let commandLine = CommandLine.text(for: state.reserveMem ?? [], appending: appending)
        let plan = try BootPlan(
            BootPlan.Subject(
                kernel: kernel, commandLine: commandLine,
                files: GuestFiles.archive(program: program, asking: state.liveUpdate), machine: machine, root: root,
                pageSize: UInt64(decoded.handover.abi.pageSize), scratch: scratch, handed: handed))
        let image = try MachineImage(machine)
        for range in handed.present { try image.copy(range, of: memory) }
        for piece in plan.pieces { try image.put(piece) }
        try image.putChecks(at: plan.checksRange.start)
        let run = try Emulator(path: emulatorPath, acceleration: acceleration)
            .run(machine, memory: image.file, image: plan.shim.image, seconds: timeLimit)
        try checkStart(run, plan, image)
        let log = KernelLog(run.console)
        let judgement = Judgement(
            state: state, log: log, guest: GuestReport(KernelLog(run.report).lines + log.lines),
            hashes: Self.hashes(of: state, pageSize: decoded.handover.abi.pageSize, in: memory),
            regionChanges: Self.changes(of: state, in: memory, and: image))
        return report(judgement, run, machine, commandLine, handed)
    }

    private func machine(holding ranges: [MemoryRange]) throws(RehearsalError) -> MachineMemory {
        guard let smallest = MachineMemory.smallest(holding: ranges) else {
            let end = ranges.map(\.end).max() ?? 0
            throw RehearsalError(
                .memory,
                "no machine has memory everywhere the state lies (it ends at \(end); 3 to 4 GiB is for devices)")
        }
        guard let memorySize else { return smallest }
        let machine = MachineMemory(size: memorySize & ~4095)
        guard ranges.allSatisfy({ $0.isEmpty || machine.holds($0) }) else {
            throw RehearsalError(
                .memory,
                "the state and its scratch areas do not fit a machine of \(memorySize >> 20) MiB; it takes "
                    + "\(smallest.size >> 20) MiB, \(MachineMemory.firmwareReserve >> 20) MiB of it for the firmware")
        }
        return machine
    }

    /// Tells a machine that never entered the kernel from one whose kernel failed.
    private func checkStart(
        _ run: Emulator.Run, _ plan: BootPlan, _ image: MachineImage
    ) throws(RehearsalError) {
        let result = try image.read(at: plan.shim.resultAddress, count: 8).integer(at: 0, as: UInt64.self)
        if run.ending == .exited(EntryShim.changedStatus) {
            throw RehearsalError(
                .firmware,
                "the machine's firmware wrote over memory from \(PhysicalAddress(result)) on; give the machine more memory"
            )
        }
        let complaints = KernelLog(run.complaints).lines
        switch run.ending {
        case .exited(0), .timedOut, .wroteTooMuch:
            // A kernel that runs may have written over the result, but then it has written to its console too.
            guard result == 0, run.console.isEmpty else { return }
            throw RehearsalError(
                .emulator,
                "\(emulatorPath): the machine did not come to enter the kernel, its firmware is stuck"
                    + (complaints.isEmpty ? "" : ": " + complaints[0]))
        case .exited(let status):
            throw RehearsalError(
                .emulator, "\(emulatorPath): status \(status)" + (complaints.isEmpty ? "" : ": " + complaints[0]))
        case .signalled(let signal):
            throw RehearsalError(.emulator, "\(emulatorPath): ended by signal \(signal)")
        }
    }

    private func report(
        _ judgement: Judgement, _ run: Emulator.Run, _ machine: MachineMemory, _ commandLine: String,
        _ handed: HandedMemory
    ) -> RehearsalReport {
        let log = judgement.log
        return RehearsalReport(
            kernel: RehearsalReport.Kernel(
                path: kernelPath, version: kernel.versionText, release: judgement.guest.release,
                commandLine: commandLine),
            ending: judgement.ending(timedOut: run.ending == .timedOut), seconds: run.seconds,
            machineSize: machine.size, handover: judgement.acceptance,
            preservedBytes: judgement.state.memory?.byteCount ?? 0, missingBytes: handed.missing,
            overwrittenBytes: UInt64(max(judgement.guest.filled ?? 0, 0)) << 20,
            sessions: judgement.sessions(), flbs: judgement.flbs(), regions: judgement.regions(), test: judgement.test,
            alarms: log.alarms, log: log.decisive, lastLines: Array(log.lines.suffix(12)))
    }

    // MARK: Contents

    /// The hashes of the contents of all files that are at hand.
    private static func hashes(
        of state: HandoverState, pageSize: Int, in memory: Dump
    ) -> [String: [UInt64: UInt64]] {
        var hashes: [String: [UInt64: UInt64]] = [:]
        for session in state.liveUpdate?.sessions ?? [] {
            for file in session.files {
                guard let memfd = file.memfd,
                    let content = try? PreservedContent(memfd, pageShift: pageSize.trailingZeroBitCount),
                    let hash = ContentHash(content, in: memory)
                else { continue }
                hashes[session.name, default: [:]][file.token] = hash.value
            }
        }
        return hashes
    }

    /// Which regions do not hold what they held before the machine ran, in a clause each.
    private static func changes(
        of state: HandoverState, in memory: Dump, and image: MachineImage
    ) -> [String: String] {
        var changes: [String: String] = [:]
        for region in state.reserveMem ?? [] {
            guard let content = try? PreservedContent(region), content.pieces.allSatisfy({ memory.contains($0.memory) })
            else { continue }
            var changed: UInt64?
            try? content.read(from: memory) { offset, bytes in
                guard let address = region.address.advanced(by: offset),
                    let now = try? image.read(at: address, count: bytes.count)
                else { return false }
                if let index = bytes.indices.first(where: { bytes[$0] != now[$0] }) { changed = offset + UInt64(index) }
                return changed == nil
            }
            if let changed {
                changes[region.name] =
                    "the kernel says revived, but gave its memory away: written over from offset \(changed) on"
            }
        }
        return changes
    }
}
