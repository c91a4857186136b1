import ArgumentParser
import FindingReports
import HandoverAnalysis
import HandoverDocument
import HandoverState
import MemoryDumps
import Rehearsal

/// `khotool validate`: hold inputs against every rule.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Find what kernels would refuse, lose or trip over.",
        discussion: """
            With --overlay the input is a multikernel baseline, pool or host tree; the overlays are applied to it as \
            kernels do, and what is wrong with a state is told of the overlay after which it is. What the kernel \
            refuses is an error of the overlay, and overlays behind it are not tried.

            A directory that is not one of debugfs is searched for inputs; other files in it are passed over.

            Exit status: 0 nothing found of --fail-on or graver; 1 something found; 2 an input could not be used \
            (the others are validated all the same); 64 the command line could not be used.

            Examples:
              khotool validate vmcore
              khotool validate captures/ --format sarif > findings.sarif
              khotool validate state.yaml --policy policy.yaml --fail-on warning
              khotool validate captures/ --write-baseline known.json
              khotool validate pool.dtb --overlay add-blue.dtbo --overlay add-red.dtbo
              khotool validate --explain KHO-REACH-007
            """)

    @Argument(
        help:
            "Device trees, debugfs directories, dumps, images, documents, or directories of them; - for standard input.",
        completion: .file())
    var inputs: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "An overlay to apply to the one input, a multikernel tree; what it leads to is validated (repeatable).",
            valueName: "file"),
        completion: .file())
    var overlay: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "The tree of an instance that the input does not tell of, for --overlay (repeatable).", valueName: "file"),
        completion: .file())
    var instance: [String] = []

    @OptionGroup var known: HintOptions
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var next: NextKernelOptions
    @OptionGroup var acceptance: AcceptanceOptions

    @Option(help: "The form of the output: text, json, sarif, junit, github or gitlab.")
    var format: ReportForm = .text

    @Option(help: ArgumentHelp("Fail from this severity on: error, warning, note or never.", valueName: "level"))
    var failOn: FailureThreshold = .error

    @Flag(help: "List every rule, as text or with --format json.")
    var listRules = false

    @Option(help: ArgumentHelp("Tell all about one rule.", valueName: "rule"))
    var explain: RuleArgument?

    func validate() throws {
        if listRules || explain != nil {
            guard inputs.isEmpty else { throw ValidationError("rules are listed and explained without an input") }
            guard format == .text || format == .json else {
                throw ValidationError("rules are listed and explained as text or json")
            }
        } else if inputs.isEmpty {
            throw ValidationError("Missing expected argument '<inputs> ...'")
        }
        if !overlay.isEmpty, inputs.count != 1 { throw ValidationError("--overlay is for one input") }
        if overlay.isEmpty, !instance.isEmpty { throw ValidationError("--instance is for --overlay") }
        if !overlay.isEmpty, (inputs + overlay + instance).count(where: { $0 == "-" }) > 1 {
            throw ValidationError("only one input can be standard input")
        }
    }

    private func sized(_ rules: ReadingRules) -> ReadingRules {
        var rules = rules
        rules.profile = known.sized(rules.profile)
        return rules
    }

    func run() throws {
        StandardOutput.ignoreBrokenPipes()
        if listRules { return try RuleOutput(rules: Rule.all).write(as: format) }
        if let explain { return try RuleOutput(rules: [explain.rule]).explain(as: format) }
        do {
            let inspection = Inspection(
                hints: known.hints, rules: sized(try reading.rules()), bootSize: try next.bootSize())
            var run = ValidationRun(
                inspection, judgement: try acceptance.judgement(), failing: failOn.severity,
                report: format.report(failing: failOn.severity), baseline: try acceptance.baselineFile())
            var progress = ProgressLine()
            let changes = OverlayInspection(inspection: inspection, instances: instance, overlays: overlay)
            let status =
                overlay.isEmpty
                ? try run.run(ValidateTarget.all(in: inputs), progress: &progress)
                : try run.run(changes.results(of: inputs[0]))
            acceptance.tellUnused(of: run.judgement)
            if status != .success { throw status.code }
        } catch let error as OutputError {
            throw Diagnostics.fail(error)
        }
    }
}

/// The name of a rule on the command line.
struct RuleArgument: ExpressibleByArgument {
    let rule: Rule

    init?(argument: String) {
        guard let rule = Rule.all.first(where: { $0.id.rawValue == argument.uppercased() }) else { return nil }
        self.rule = rule
    }

    static var allValueStrings: [String] { Rule.all.map(\.id.rawValue) }
}
