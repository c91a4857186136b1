import ArgumentParser
import Captures
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverDocument
import HandoverState

/// `khotool check`: what becomes of a state in another kernel.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tell what another kernel will make of a state, item by item.",
        discussion: """
            Each item is accepted, lost, refused (the whole handover is bypassed), misread (the same name, another \
            layout), unknown (the data cannot decide), or panics the kernel. Exit status: 0 everything is accepted, 1 \
            something is not, 2 the input could not be used.

            Examples:
              khotool check vmcore --target 7.3
              khotool check state.json --target linux-6.18 --rollback
              khotool check dump.elf --target 7.3 --plan 6.19 --plan 7.1 --format json
            """)

    @OptionGroup var source: InputOptions
    @OptionGroup var reading: ReadingOptions

    @Option(
        help: ArgumentHelp(
            "The kernel to come: a profile (linux-7.2) or a release (7.3).", valueName: "kernel"))
    var target: ProfileArgument

    @Flag(help: "Also tell whether the kernel that wrote the state could take it back.")
    var rollback = false

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Look for a way over this kernel too (repeatable).", valueName: "kernel"))
    var plan: [ProfileArgument] = []

    @Option(help: "The form of the output: text or json.")
    var format: Format = .text

    @Flag(help: "In text, list what is accepted too.")
    var all = false

    /// The forms of the output.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    func run() throws {
        StandardOutput.ignoreBrokenPipes()
        let (handover, origin) = try read()
        let report = report(on: handover, writtenBy: origin)
        switch format {
        case .text:
            let text = CheckText(report: report, style: Terminal.wantsColour ? .coloured : .plain, showsAll: all)
            StandardOutput.write(text.lines().joined(separator: "\n") + "\n")
        case .json: try CheckDocument(report: report).write(to: StandardOutput.sink)
        }
        if !report.isGood { throw ExitStatus.findings.code }
    }

    private func read() throws -> (Handover, Profile?) {
        switch try source.open() {
        case .handover(let capture):
            let decoded = try source.decode(capture, as: reading.profile, retaining: .totals)
            return (decoded.handover, decoded.profile)
        case .document(let text):
            let handover = try source.read(text)
            let profile = handover.abi.profile.flatMap { Profile.named($0) }
            return (handover, profile?.withPageShift(handover.abi.pageSize.trailingZeroBitCount))
        case .deviceTree:
            throw Diagnostics.fail("\(source.input): a device tree that is not the root of a handover")
        }
    }

    private func report(on handover: Handover, writtenBy origin: Profile?) -> CheckReport {
        let kernel = kernel(target, like: handover)
        let check = CompatibilityCheck(handover, writtenBy: origin, for: kernel)
        var way: CheckReport.Plan?
        if !plan.isEmpty {
            let others = plan.map { self.kernel($0, like: handover) }
            let found = UpgradePlan(handover, writtenBy: origin, to: kernel, over: others)
            way = found.map { .found($0) } ?? CheckReport.Plan.none
        }
        return CheckReport(
            path: source.input, origin: handover.abi.profile, check: check,
            rollback: rollback ? origin.flatMap { check.rollback(of: handover, to: $0) } : nil, plan: way)
    }

    /// A kernel that is named by its formats alone has the page size of the state.
    private func kernel(_ argument: ProfileArgument, like handover: Handover) -> TargetKernel {
        TargetKernel(argument.profile.withPageShift(handover.abi.pageSize.trailingZeroBitCount))
    }
}
