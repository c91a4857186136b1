import ArgumentParser
import Captures
import DeviceTree
import HandoverAnalysis
import HandoverState

/// `khotool diff`: what changed between two states.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare two states by what they mean.",
        discussion: """
            Sessions are compared by name, files by session and token, contents where the memory is at hand; the \
            formats that the two were written in make no difference. What an input does not hold is not compared, and said \
            so. Exit status: 0 no difference, 1 different, 2 trouble: an input that cannot be used, or no difference \
            but damage that may hide one.

            Multikernel trees of one kind are compared by who has which processors, memory and devices; --overlay \
            writes the change from one machine to the other. What no overlay does is told, and, unless --partial is \
            given, ends the command with 2.

            Examples:
              khotool diff before.elf after.elf
              khotool diff old.json new.json --ignore counters --ignore addresses
              khotool diff a.elf b.elf --only /LUO/vm-0 --format json
              khotool diff old.dtb new.dtb --raw
              khotool diff pool-now.dtb pool-wanted.dts --overlay change.dtbo
            """)

    @Argument(help: "The older state: any input of decode.", completion: .file())
    var old: String

    @Argument(help: "The newer state.", completion: .file())
    var new: String

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "What does not count (repeatable): addresses, counters, contents, or a path such as /LUO/vm-*.",
            valueName: "what"))
    var ignore: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("What alone counts (repeatable): a path such as /LUO/vm-0.", valueName: "path"))
    var only: [String] = []

    @Option(
        help: ArgumentHelp(
            "Write the smallest overlay that turns the older machine into the newer (multikernel trees).",
            valueName: "file"),
        completion: .file())
    var overlay: String?

    @Flag(help: "Write the overlay also where it does not do all; what remains is told.")
    var partial = false

    @Flag(help: "Compare the device trees property by property instead.")
    var raw = false

    @Flag(help: "Tell every range of memory that a changed file or region has got or lost.")
    var ranges = false

    @Flag(help: "In text, list every difference.")
    var all = false

    @Option(help: "The form of the output: text or json.")
    var format: Format = .text

    @Option(name: .customLong("base"), help: "The physical address of the first byte of raw images.")
    var base: AddressArgument?

    @Option(name: .customLong("old-root"), help: "The physical address of the older root tree.")
    var oldRoot: AddressArgument?

    @Option(name: .customLong("new-root"), help: "The physical address of the newer root tree.")
    var newRoot: AddressArgument?

    @OptionGroup var components: ComponentOptions

    @Option(name: .customLong("page-size"), help: "The base page size of the kernels: 4K, 16K or 64K.")
    var pageSize: PageSizeArgument?

    /// The forms of the output.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    func validate() throws {
        for word in ignore where !word.hasPrefix("/") && Self.natures[word] == nil {
            throw ValidationError("--ignore takes addresses, counters, contents or a path, not \"\(word)\"")
        }
        for path in only where !path.hasPrefix("/") {
            throw ValidationError("--only takes a path, which begins with /, not \"\(path)\"")
        }
        if overlay == "-" { throw ValidationError("--overlay writes a file") }
        if raw, overlay != nil { throw ValidationError("--overlay goes by meaning, which --raw does not know") }
        if partial, overlay == nil { throw ValidationError("--partial is for --overlay") }
        if raw, ranges { throw ValidationError("--ranges tells of owners, which --raw does not know") }
        if old == "-", new == "-" { throw ValidationError("only one of the two can be standard input") }
    }

    private static let natures: [String: Change.Nature] = [
        "addresses": .address, "counters": .counter, "contents": .content,
    ]

    private var filter: ChangeFilter {
        var filter = ChangeFilter()
        for word in ignore {
            if let nature = Self.natures[word] {
                filter.ignoredNatures.insert(nature)
            } else {
                filter.ignoredPaths.append(word)
            }
        }
        filter.onlyPaths = only
        return filter
    }

    func run() throws {
        StandardOutput.ignoreBrokenPipes()
        let report = try raw ? compareTrees() : compareStates()
        switch format {
        case .text:
            let lines = DifferenceText(
                report: report, style: Terminal.wantsColour ? .coloured : .plain, showsAll: all
            ).lines()
            StandardOutput.write(lines.joined(separator: "\n") + "\n")
        case .json: try DifferenceDocument(report: report).write(to: StandardOutput.sink)
        }
        if report.isUncertain { throw ExitStatus.unusable.code }
        if !report.changes.isEmpty { throw ExitStatus.findings.code }
    }

    private func hints(root: AddressArgument?) -> CaptureHints {
        var hints = CaptureHints()
        hints.base = base?.address
        hints.root = root?.address
        hints.pageShift = pageSize?.shift
        return hints
    }

    private func compareStates() throws -> Difference {
        let captures = (
            try ComparedInput.open(old, hints: hints(root: oldRoot)),
            try ComparedInput.open(new, hints: hints(root: newRoot))
        )
        if let machines = try ComparedMachines((old, captures.0), (new, captures.1)) {
            return try difference(of: machines)
        }
        if overlay != nil {
            throw Diagnostics.fail("\(new): --overlay is for two multikernel baselines, pools or hosts")
        }
        let formats = try components.formats()
        let rules = ReadingRules(formats: formats, components: try components.choice(of: formats, for: nil))
        let before = try ComparedInput(old, captures.0, by: rules)
        let after = try ComparedInput(new, captures.1, by: rules)
        let contents: Bool = !ignore.contains("contents")
        let sides = (before.side(withContents: contents), after.side(withContents: contents))
        let comparison = HandoverComparison(
            sides.0, sides.1, tellingRanges: ranges ? .every : .totals, formats: formats)
        let filter = filter
        return Difference(
            old: .init(before), new: .init(after), totals: (PreservedTotals(sides.0), PreservedTotals(sides.1)),
            changes: comparison.changes.filter(filter.passes),
            uncompared: comparison.uncompared.filter(filter.concerns),
            uncomparedContents: contents ? comparison.uncomparedContents : 0)
    }

    private func difference(of machines: ComparedMachines) throws -> Difference {
        if let overlay {
            guard case .machines(let before, let after) = machines else {
                throw Diagnostics.fail("\(new): --overlay is for two multikernel baselines, pools or hosts")
            }
            try PlannedOverlay(from: before, to: after).write(to: overlay, losses: partial ? .told : .refused)
        }
        let filter = filter
        return Difference(
            old: .init(path: old, profile: nil), new: .init(path: new, profile: nil), totals: (nil, nil),
            changes: machines.changes.filter(filter.passes), uncompared: [], uncomparedContents: 0)
    }

    private func compareTrees() throws -> Difference {
        let before = try ComparedTrees(old, hints: hints(root: oldRoot))
        let after = try ComparedTrees(new, hints: hints(root: newRoot))
        let (changes, uncompared) = before.changes(to: after)
        let filter = filter
        return Difference(
            old: .init(path: old, profile: nil), new: .init(path: new, profile: nil), totals: (nil, nil),
            changes: changes.filter(filter.passes), uncompared: uncompared.filter(filter.concerns),
            uncomparedContents: 0)
    }
}
