import HandoverAnalysis
public import HandoverDocument
import HandoverState

/// Findings in the Static Analysis Results Interchange Format, as code hosts and editors take them.
public struct SARIFReport: FindingReport {
    private var log: SARIFLog

    /// A report to a sink, by a version of the tool.
    public init(version: String, to sink: @escaping ByteSink) {
        log = SARIFLog(version: version, to: sink)
    }

    /// Begins the log.
    public mutating func begin() throws(ByteSinkError) { try log.begin() }

    /// Writes a result for each finding.
    public mutating func add(_ verdict: InputVerdict) throws(ByteSinkError) {
        for judged in verdict.findings { try log.add(Self.result(of: judged, in: verdict.input)) }
    }

    private static func result(of judged: JudgedFinding, in input: String) -> SARIFResult {
        let finding = judged.finding
        var result = SARIFResult(
            SARIFRule(Rule[finding.rule]), level: finding.severity, message: ShownText.escaped(finding.message),
            input: input, path: finding.path, fingerprint: .init("khotool/v1", finding.fingerprint.description))
        result.region = finding.position.map { .position($0) } ?? finding.offset.map { .offset($0) }
        result.address = finding.address
        result.justification = judged.acceptance?.reason
        return result
    }

    /// Ends the log with the rules that were broken, and how it went.
    public mutating func finish(_ totals: ReportTotals) throws(ByteSinkError) {
        try log.finish(isSuccessful: totals.unusable == 0, exitCode: Int(totals.exitStatus))
    }
}
