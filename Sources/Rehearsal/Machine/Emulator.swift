internal import ChildProcesses

/// QEMU, and how it is asked for a machine.
struct Emulator {
    /// The program, looked up in `PATH` where it has no slash.
    let path: String
    /// How the machine's processor is run.
    let acceleration: Acceleration

    /// What came of a machine.
    struct Run {
        /// What the kernel wrote to its console, the first serial port.
        var console: [UInt8] = []
        /// What the guest's program wrote to the second one.
        var report: [UInt8] = []
        /// What QEMU had to say.
        var complaints: [UInt8] = []
        var ending = ChildProcess.Ending.timedOut
        var seconds = 0.0
    }

    /// Starts a machine, enters it at a Multiboot image, and waits for its end.
    ///
    /// The machine's memory, the image and the streams are handed over as open files, so that there are no files to
    /// clean up. The program sees them under numbers that none of ours has.
    func run(
        _ machine: MachineMemory, memory: Descriptor, image: [UInt8], seconds: Double
    ) throws(RehearsalError) -> Run {
        do throws(SystemFailure) {
            let entry = try Descriptor.memory("khotool-shim")
            try entry.write(image.span, at: 0)
            let null = try Descriptor.reading("/dev/null")
            let base: Int32
            var process: ChildProcess
            let ends: [Descriptor]
            do {
                let console = try Descriptor.pipe()
                let report = try Descriptor.pipe()
                let complaints = try Descriptor.pipe()
                let passed = [memory, entry, console.writing, report.writing]
                base = 1 + (passed + [complaints.writing, null]).map(\.number).reduce(2, max)
                process = ChildProcess(
                    arguments: arguments(machine, base: base),
                    descriptors: passed.enumerated().map { (base + Int32($0.offset), $0.element) }
                        + [(0, null), (1, complaints.writing), (2, complaints.writing)])
                ends = [console.reading, report.reading, complaints.reading]
            }
            return try gather(&process, ends, seconds: seconds)
        } catch {
            throw RehearsalError(
                .emulator, "\(path): \(error)" + (error.code == 2 ? "; --qemu names another program" : ""))
        }
    }

    private func gather(
        _ process: inout ChildProcess, _ ends: [Descriptor], seconds: Double
    ) throws(SystemFailure) -> Run {
        var run = Run()
        let start = ChildProcess.now()
        run.ending = try process.run(gathering: ends, seconds: seconds) { index, bytes in
            switch index {
            case 0: run.console += bytes
            case 1: run.report += bytes
            default: run.complaints += bytes
            }
        }
        run.seconds = ChildProcess.now() - start
        return run
    }

    /// The command line. Nothing is there but a processor, memory, two serial ports, and a port by which the shim ends
    /// the machine; a machine that would restart ends.
    func arguments(_ machine: MachineMemory, base: Int32) -> [String] {
        func file(_ index: Int32) -> String { "/dev/fd/\(base + index)" }
        return [
            path, "-machine", "pc,accel=\(acceleration.rawValue),memory-backend=ram", "-cpu", "max",
            "-object", "memory-backend-file,id=ram,size=\(machine.size),mem-path=\(file(0)),share=on",
            "-m", "\(machine.size >> 20)M", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            "-kernel", file(1),
            "-chardev", "file,id=console,path=\(file(2))", "-serial", "chardev:console",
            "-chardev", "file,id=report,path=\(file(3))", "-serial", "chardev:report",
            "-device", "isa-debug-exit,iobase=0x\(String(EntryShim.exitPort, radix: 16)),iosize=4",
        ]
    }
}

/// How QEMU runs a machine's processor.
public enum Acceleration: String, Hashable, Sendable, CaseIterable {
    /// By translation: works everywhere.
    case tcg
    /// By the host's kernel: fast, on x86-64 hosts that allow it.
    case kvm
}
