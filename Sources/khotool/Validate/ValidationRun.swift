import FindingReports
import HandoverAnalysis
import HandoverDocument
import MemoryDumps

/// Validates inputs on all cores and reports them in their order.
struct ValidationRun {
    let inspection: Inspection
    let threshold: Severity?
    var judgement: Judgement
    var report: any FindingReport
    /// Where the findings go that shall be known from then on.
    var baseline: BaselineFile?

    private(set) var totals = ReportTotals()

    init(
        _ inspection: Inspection, judgement: Judgement, failing threshold: Severity?, report: any FindingReport,
        baseline: BaselineFile?
    ) {
        self.inspection = inspection
        self.judgement = judgement
        self.threshold = threshold
        self.report = report
        self.baseline = baseline
    }

    /// Files from this size on are looked at one after the other: what a dump unfolds to has to fit into memory.
    private static let largeFile: UInt64 = 8 << 20

    /// Looks at all inputs; ends as the command has to end.
    mutating func run(_ targets: [ValidateTarget], progress: inout ProgressLine) throws -> ExitStatus {
        let gate = Guarded(())
        let inspection = inspection
        let work = OrderedWork(targets) { target in
            if Self.isLarge(target) { return gate.alone { inspection.outcome(of: target) } }
            return inspection.outcome(of: target)
        }
        try report.begin()
        var failure: (any Error)?
        work.run { target, outcome in
            guard failure == nil else { return }
            do {
                progress.erase()
                try add(outcome, of: target)
                progress.show(totals.inputs + totals.passedOver, of: targets.count)
            } catch {
                failure = error
            }
        }
        progress.erase()
        if let failure { throw failure }
        return try finish()
    }

    /// Reports what came of a machine and of overlays; ends as the command has to end.
    mutating func run(_ results: [OverlayInspection.Result]) throws -> ExitStatus {
        try report.begin()
        for result in results { try add(result.outcome, of: result.target) }
        return try finish()
    }

    private mutating func finish() throws -> ExitStatus {
        let status = status
        totals.exitStatus = status.rawValue
        try report.finish(totals)
        try baseline?.commit()
        return status
    }

    /// Whether an input may unfold to much: a large file, or a stream of any length.
    private static func isLarge(_ target: ValidateTarget) -> Bool {
        guard let size = InputSearch.size(of: target.path) else { return target.path == "-" }
        return size >= largeFile
    }

    private mutating func add(_ outcome: Inspection.Outcome, of target: ValidateTarget) throws {
        let findings: [Finding]
        let isUsable: Bool
        switch outcome {
        case .passedOver:
            totals.passedOver += 1
            return
        case .findings(let found): (findings, isUsable) = (found, true)
        case .unusable(let found): (findings, isUsable) = (found, false)
        }
        var judged = judgement.judge(findings, of: target.path)
        if let baseline, isUsable {
            for index in judged.indices where judged[index].acceptance?.source != .policy {
                try baseline.add(judged[index].finding, of: target.path)
                judged[index].acceptance = .init(.baseline, reason: "written to the baseline")
            }
        }
        let verdict = InputVerdict(input: target.path, isUsable: isUsable, findings: judged)
        totals.add(verdict)
        try report.add(verdict)
    }

    private var status: ExitStatus {
        if totals.unusable > 0 { return .unusable }
        guard let threshold else { return .success }
        let hasFailed = totals.standing.contains { $0.key >= threshold && $0.value > 0 }
        return hasFailed ? .findings : .success
    }
}
