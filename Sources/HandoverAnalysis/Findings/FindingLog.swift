public import HandoverState
public import PhysicalMemory

/// Findings as they are made, bounded: a handover with a million broken records needs no million lines to say so.
public struct FindingLog: Sendable {
    /// How many findings of one rule are kept.
    public static let limit = 64

    private var findings: [Finding] = []
    private var counts: [RuleID: Int] = [:]

    /// An empty log.
    public init() {}

    /// Adds a finding; its path and message are made only where it is kept.
    public mutating func add(
        _ rule: RuleID, _ path: @autoclosure () -> String, at address: PhysicalAddress? = nil, offset: Int? = nil,
        _ message: @autoclosure () -> String
    ) {
        guard counted(rule) else { return }
        findings.append(Finding(rule, path: path(), address: address, offset: offset, message()))
    }

    /// Adds what a reader remarked.
    public mutating func add(_ remark: Remark) {
        guard counted(remark.rule) else { return }
        findings.append(Finding(remark.rule, path: remark.path, address: remark.address, remark.message))
    }

    private mutating func counted(_ rule: RuleID) -> Bool {
        counts[rule, default: 0] += 1
        return counts[rule, default: 0] <= Self.limit
    }

    /// The findings that are no mere consequence of another: the gravest first, then in the order of the rules.
    public var result: [Finding] {
        // By path, the rules whose breaches there are consequences of another's.
        var explained: [String: Set<RuleID>] = [:]
        for finding in findings where !Rule[finding.rule].explains.isEmpty {
            explained[finding.path, default: []].formUnion(Rule[finding.rule].explains)
        }
        var kept = findings.filter { explained[$0.path]?.contains($0.rule) != true }
        for (rule, count) in counts where count > Self.limit {
            kept.append(
                Finding(.omitted, path: "/", "\(count - Self.limit) more findings of \(rule.rawValue) are not listed"))
        }
        var ordered = kept.enumerated().sorted { left, right in
            if left.element.severity != right.element.severity { return left.element.severity > right.element.severity }
            if left.element.rule != right.element.rule {
                return left.element.rule.rawValue < right.element.rule.rawValue
            }
            if left.element.rule == .omitted { return left.element.message < right.element.message }
            return left.offset < right.offset
        }.map(\.element)
        var ordinals: [String: Int] = [:]
        for index in ordered.indices {
            let key = ordered[index].rule.rawValue + ordered[index].path
            ordered[index].fingerprint = Fingerprint(
                ordered[index].rule, path: ordered[index].path, ordinal: ordinals[key, default: 0])
            ordinals[key, default: 0] += 1
        }
        return ordered
    }
}
