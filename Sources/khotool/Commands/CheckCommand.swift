import ArgumentParser
import Captures
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverDocument
import HandoverState
import KernelImages
import MemoryDumps
import Rehearsal

/// `khotool check`: what becomes of a state in another kernel.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tell what another kernel will make of a state, item by item.",
        discussion: """
            Each item is accepted, lost, refused (the whole handover is bypassed), misread (the same name, another \
            layout), unknown (the data cannot decide), or the kernel panics over it. Everything is needed but \
            kexec-metadata, unless --policy says otherwise. An image (--target with a path) tells how that kernel was \
            built, which a release does not.

            Exit status: 0 all that is needed is accepted; 1 something is not, or it is unknown; 2 an input could not \
            be used.

            Examples:
              khotool check vmcore --target 7.3
              khotool check state.json --target linux-6.18 --rollback
              khotool check vmcore --target /boot/vmlinuz-7.3.4 --policy needs.yaml
              khotool check dump.elf --target 7.3 --plan 6.19 --plan 7.1 --format json
            """)

    @OptionGroup var source: InputOptions
    @OptionGroup var reading: ReadingOptions

    @Option(
        help: ArgumentHelp(
            "The kernel to come: a profile (linux-7.2), a release (7.3), or the path of an image or a folder with one.",
            valueName: "kernel"))
    var target: TargetArgument

    @Flag(help: "Also tell whether the kernel that wrote the state could take it back.")
    var rollback = false

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Look for a way over this kernel too (repeatable).", valueName: "kernel"))
    var plan: [TargetArgument] = []

    @Option(help: "Say which parts are mandatory, optional or ignored, as in this file (YAML).", completion: .file())
    var policy: String?

    @Option(help: "The form of the output: text, json, sarif, github or junit.")
    var format: Format = .text

    @Flag(help: "In text, list every item.")
    var all = false

    /// The forms of the output.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, sarif, github, junit
    }

    func validate() throws {
        if plan.count > UpgradePlan.mostKernels {
            throw ValidationError("--plan takes \(UpgradePlan.mostKernels) kernels at most")
        }
    }

    func run() throws {
        StandardOutput.ignoreBrokenPipes()
        let policy = try neededParts()
        let report = try report(on: read(), policy)
        switch format {
        case .text:
            let text = CheckText(report: report, style: Terminal.wantsColour ? .coloured : .plain, showsAll: all)
            StandardOutput.write(text.lines().joined(separator: "\n") + "\n")
        case .json: try CheckDocument(report: report).write(to: StandardOutput.sink)
        case .sarif: try CheckResults(report: report).write(to: StandardOutput.sink)
        case .github: StandardOutput.write(CheckAnnotations(report: report).lines().map { $0 + "\n" }.joined())
        case .junit: StandardOutput.write(CheckCases(report: report).lines().joined(separator: "\n") + "\n")
        }
        tellUnused(of: policy, in: report)
        if !report.isGood { throw ExitStatus.findings.code }
    }

    // MARK: Inputs

    private func read() throws -> Subject {
        let rules = try reading.rules()
        switch try source.open() {
        case .handover(let capture):
            let decoded = try source.decode(capture, by: rules)
            var subject = Subject(decoded, in: capture.input.memory.present, remarks: capture.remarks)
            subject.formats = rules.formats
            return subject
        case .document(let text):
            var subject = Subject(document: try source.read(text, by: rules))
            if let profile = source.sized(rules.profile) { subject.profile = profile }
            subject.formats = rules.formats
            return subject
        case .deviceTree:
            throw Diagnostics.fail("\(source.input): a device tree that is not the root of a handover")
        }
    }

    private func neededParts() throws -> CheckPolicy {
        guard let policy else { return CheckPolicy() }
        do {
            return try CheckPolicyReader().read(try Input.readText(path: policy))
        } catch let error as DocumentError {
            throw Diagnostics.fail("\(policy): \(error)")
        } catch {
            throw Diagnostics.fail("\(error)")
        }
    }

    /// So that no entry is kept for what is long gone.
    private func tellUnused(of entries: CheckPolicy, in report: CheckReport) {
        for entry in entries.unused(by: report.checks.flatMap(\.items)) {
            let place = entry.position.map { "line \($0.line), column \($0.column): " } ?? ""
            StandardError.write("\(policy ?? ""): \(place)note: the entry matches no item\n")
        }
    }

    private func kernel(_ argument: TargetArgument, like subject: Subject) throws -> TargetKernel {
        let shift = subject.handover.abi.pageSize.trailingZeroBitCount
        switch argument {
        // A kernel that is named by its formats alone has the page size of the state.
        case .named(let profile, let name): return TargetKernel(profile.withPageShift(shift), name: name)
        case .image(let path):
            let kernel = try KernelArgument.open(path)
            var target = TargetKernel(kernel.knowledge, name: path, stateShift: shift)
            if kernel.wrapping.first == "bzImage" {
                target.bootSize = try? KernelImage.read(kernel.imagePath).initialSize
            }
            return target
        }
    }

    // MARK: The check

    private func report(on subject: Subject, _ policy: CheckPolicy) throws -> CheckReport {
        let kernel = try kernel(target, like: subject)
        let check = CompatibilityCheck(subject, for: kernel)
        var way: CheckReport.Plan?
        if !plan.isEmpty {
            let others = try plan.map { try self.kernel($0, like: subject) }
            way =
                UpgradePlan(subject, to: kernel, over: others, policy: policy).map { .found($0) }
                ?? CheckReport.Plan.none
        }
        return CheckReport(
            path: source.input, origin: subject.handover.abi.profile, check: check,
            rollback: rollback ? subject.profile.flatMap { check.rollback(of: subject.handover, to: $0) } : nil,
            plan: way, policy: policy)
    }
}
