import ArgumentParser
import HandoverAnalysis
import HandoverState
import Multikernel

/// `khotool apply`: overlays on a machine that runs several kernels, with the kernel's semantics.
struct ApplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Apply multikernel overlays to a tree as the kernel does.",
        discussion: """
            TREE is a baseline, pool or host tree, a blob, source or document; --instance names the trees of instances that it \
            does not tell of. Kernels do one thing after the other: what was done before something is refused stays \
            done, the write succeeds, and only the transaction's status tells. Here nothing is written then, unless \
            --partial asks for what the kernel would be left with.

            OUT is the machine afterwards as one tree, a blob or, by its name or --format dts, source; - is standard \
            output. Where the kernel chooses an address, the tree tells the size alone.

            Exit status: 0 every overlay does what it says; 1 something is refused, or made with less than it asks \
            for; 2 an input cannot be used.

            Examples:
              khotool apply device_tree add-blue.dtbo -o after.dtb
              khotool apply host.dts step-1.dtso step-2.dtso --report json
              khotool apply device_tree add-blue.dtbo --rollback
              khotool apply device_tree add-blue.dtbo --inverse remove-blue.dtbo
            """)

    @Argument(help: "The machine: a baseline, pool or host tree.", completion: .file())
    var tree: String

    @Argument(help: "The overlays, in the order in which they are written.", completion: .file())
    var overlays: [String]

    @Option(
        name: .customLong("instance"), parsing: .singleValue,
        help: ArgumentHelp("The tree of an instance (repeatable).", valueName: "file"), completion: .file())
    var instances: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("An instance whose kernel runs, and takes part in changes (repeatable).", valueName: "name"))
    var running: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("An instance whose kernel is loaded (repeatable).", valueName: "name"))
    var loaded: [String] = []

    @Option(
        help: ArgumentHelp(
            "The blocks in which running instances take and give memory: 128M to 2G.", valueName: "size"))
    var blockSize: SizeArgument?

    @Option(name: .customLong("page-size"), help: "The base page size of the kernels: 4K, 16K or 64K.")
    var pageSize: PageSizeArgument?

    @Flag(help: "Undo the overlays again, the last one first, as removing their transactions does.")
    var rollback = false

    @Flag(help: "Write what the kernel is left with, also where something is refused.")
    var partial = false

    @Option(name: .shortAndLong, help: "The file to write the machine to; - is standard output.", completion: .file())
    var output: String?

    @Option(
        help: ArgumentHelp("Write an overlay that takes the machine back to what it was.", valueName: "file"),
        completion: .file())
    var inverse: String?

    @Option(help: "The form of OUT: dtb or dts; by its name where it is not given.")
    var format: EncodedTree.Form?

    @Option(help: "The form of the report of steps: text or json.")
    var report: ReportFormat = .text

    /// The forms of the report.
    enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    func validate() throws {
        if let bytes = blockSize?.bytes, bytes.nonzeroBitCount != 1 {
            throw ValidationError("--block-size takes a power of two")
        }
        if inverse == "-" { throw ValidationError("--inverse writes a file") }
        if Set([tree] + overlays + instances).contains("-"),
            ([tree] + overlays + instances).count(where: { $0 == "-" }) > 1
        {
            throw ValidationError("only one input can be standard input")
        }
    }

    private var conditions: KernelConditions {
        var conditions = KernelConditions()
        if let blockSize { conditions.blockSize = blockSize.bytes }
        if let pageSize { conditions.pageSize = 1 << UInt64(pageSize.shift) }
        return conditions
    }

    func run() throws {
        StandardOutput.ignoreBrokenPipes()
        var base = try RunningInput(tree, instances: instances, pageSize: conditions.pageSize)
        try setStates(of: &base.machine)
        let changes = try overlays.map { try OverlayInput($0) }
        let before = base.machine
        let outcome = applied(changes, to: &base.machine, base.assumptions)
        Diagnostics.print(base.assumptions, of: base.input)
        for applied in outcome.transactions { Diagnostics.print(applied.findings, of: applied.input.input) }
        try writeReport(outcome)
        if outcome.isSound || partial {
            if let output {
                let result = MultikernelTree.machine(base.machine.tree(like: base.source))
                try EncodedTree(tree: result, input: tree).write(as: format ?? .init(of: output), to: output)
            }
        }
        var isSound = outcome.isSound
        if let inverse, isSound || partial {
            let plan = OverlayPlan(from: base.machine, to: before, under: conditions)
            Diagnostics.print(plan.leftOver, of: base.input)
            isSound = isSound && !plan.leftOver.contains { $0.severity == .error }
            try EncodedTree(tree: .overlay(plan.overlay), input: tree).write(as: .init(of: inverse), to: inverse)
        }
        if !isSound { throw ExitStatus.findings.code }
    }

    private func setStates(of machine: inout RunningMachine) throws {
        for (names, state) in [(loaded, RunningInstance.State.loaded), (running, .active)] {
            for name in names {
                guard var instance = machine[name] else {
                    throw Diagnostics.fail("\(tree): there is no instance \(name)")
                }
                instance.state = state
                machine[name] = instance
            }
        }
    }

    private func applied(_ changes: [OverlayInput], to machine: inout RunningMachine, _ assumptions: [Finding])
        -> ApplyReport
    {
        var done: [AppliedOverlay] = []
        for change in changes {
            let transaction = machine.apply(
                change.overlay, size: change.size, under: conditions)
            done.append(AppliedOverlay(input: change, direction: .applied, transaction: transaction))
            if transaction.refusal != nil { break }
        }
        let untried = changes.dropFirst(done.count).map(\.path)
        if rollback {
            for change in changes.prefix(done.count).reversed() {
                let transaction = machine.undo(change.overlay, under: conditions)
                done.append(AppliedOverlay(input: change, direction: .undone, transaction: transaction))
                if transaction.refusal != nil { break }
            }
        }
        return ApplyReport(tree: tree, transactions: done, untried: untried, assumptions: assumptions)
    }

    private func writeReport(_ outcome: ApplyReport) throws {
        // The tree has standard output for itself.
        if output == "-" { return }
        switch report {
        case .text:
            let style: TextStyle = Terminal.wantsColour ? .coloured : .plain
            StandardOutput.write(ApplyText(report: outcome, style: style).lines().joined(separator: "\n") + "\n")
        case .json: try ApplyDocument(report: outcome).write(to: StandardOutput.sink)
        }
    }
}
