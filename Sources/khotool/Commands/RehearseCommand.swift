import ArgumentParser
import Captures
import HandoverCoding
import HandoverDocument
import HandoverState
import Rehearsal

/// `khotool rehearse`: boot a kernel with a state and see what it revives.
struct RehearseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse",
        abstract: "Boot a kernel with a state in its memory, and see what it revives.",
        discussion: """
            The kernel runs in QEMU, in a machine whose memory holds the state as a kexec would have left it. Nothing \
            of this machine is touched, and no kexec is needed. Exit status: 0 all of it was revived; 1 something was \
            not; 2 the rehearsal could not be held.

            Examples:
              khotool rehearse vmcore --kernel /boot/vmlinuz-7.3.4
              khotool rehearse handover.elf --kernel bzImage --format json | jq '.sessions[].files[].verdict'
              khotool rehearse handover.elf --kernel bzImage --append 'trace_instance=boot' --memory 1G
            """)

    @OptionGroup var source: InputOptions
    @OptionGroup var reading: ReadingOptions

    @Option(help: ArgumentHelp("The kernel to boot: an x86-64 bzImage.", valueName: "bzimage"), completion: .file())
    var kernel: String

    @Option(help: "The memory of the machine: 512M, 4G; as much as the state needs where it is not given.")
    var memory: SizeArgument?

    @Option(help: ArgumentHelp("More words for the kernel's command line.", valueName: "words"))
    var append: String?

    @Option(help: ArgumentHelp("How long the machine may run.", valueName: "seconds"))
    var timeout: Double = 60

    @Option(help: ArgumentHelp("The QEMU to use.", valueName: "path"), completion: .file())
    var qemu = "qemu-system-x86_64"

    @Option(help: "How QEMU runs the processor: tcg (everywhere) or kvm (fast, where the host allows it).")
    var accel: AccelerationArgument = .tcg

    @Option(help: "The form of the output: text or json.")
    var format: Format = .text

    @Flag(help: "In text, show every file, and the kernel's log of the handover also where all went well.")
    var all = false

    /// The forms of the output.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    func validate() throws {
        if timeout <= 0 { throw ValidationError("--timeout takes a number of seconds above 0") }
    }

    func run() throws {
        StandardOutput.ignoreBrokenPipes()
        let report = try rehearse()
        switch format {
        case .text:
            let style: TextStyle = Terminal.wantsColour ? .coloured : .plain
            let text = RehearsalText(report: report, style: style, showsAll: all)
            StandardOutput.write(text.lines().joined(separator: "\n") + "\n")
        case .json:
            var writer = JSONWriter(to: StandardOutput.sink)
            try RehearsalDocument(report: report).write(to: &writer)
            try writer.finish()
        }
        if !report.isRevived { throw ExitStatus.findings.code }
    }

    private func rehearse() throws -> RehearsalReport {
        let capture = try source.openCapture()
        let decoded = try source.decode(capture, by: reading.rules())
        let remarks = (capture.remarks + decoded.handover.remarks).filter { $0.severity != .note }
        Diagnostics.print(remarks, of: source.input)
        do throws(RehearsalError) {
            var rehearsal = Rehearsal(kernel: try KernelImage.read(kernel), path: kernel)
            rehearsal.memorySize = memory?.bytes
            rehearsal.appending = append
            rehearsal.timeLimit = timeout
            rehearsal.emulatorPath = qemu
            rehearsal.acceleration = accel == .kvm ? .kvm : .tcg
            return try rehearsal.run(capture, decoded, program: try GuestProgram.find())
        } catch {
            throw Diagnostics.fail(error.code == .state ? "\(source.input): \(error)" : "\(error)")
        }
    }
}

/// How QEMU runs a machine's processor, on the command line.
enum AccelerationArgument: String, ExpressibleByArgument, CaseIterable {
    case tcg, kvm
}
