public import HandoverDocument

/// Findings in a form that people or programs read, written input by input and never held as a whole.
///
/// The same inputs give the same bytes on every machine: there is no time, no host and no path but those given.
public protocol FindingReport {
    /// Writes what comes before the first input.
    mutating func begin() throws(ByteSinkError)
    /// Writes what there is to say of an input.
    mutating func add(_ verdict: InputVerdict) throws(ByteSinkError)
    /// Writes what comes after the last input.
    mutating func finish(_ totals: ReportTotals) throws(ByteSinkError)
}
