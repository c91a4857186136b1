import HandoverState
import PhysicalMemory

/// Remarks as they are met, bounded: a handover with a million broken records needs no million lines to say so.
struct RemarkLog: Sendable {
    /// How many remarks of each severity are kept.
    static let limit = 256

    private(set) var remarks: [Remark] = []
    private var counts = [0, 0, 0]

    mutating func damage(
        _ rule: RuleID, _ path: @autoclosure () -> String, _ address: PhysicalAddress? = nil,
        _ message: @autoclosure () -> String
    ) {
        if counted(.damage) { remarks.append(Remark(.damage, rule, path: path(), address: address, message())) }
    }

    mutating func unavailable(
        _ rule: RuleID, _ path: @autoclosure () -> String, _ address: PhysicalAddress? = nil,
        _ message: @autoclosure () -> String
    ) {
        if counted(.unavailable) {
            remarks.append(Remark(.unavailable, rule, path: path(), address: address, message()))
        }
    }

    mutating func note(
        _ rule: RuleID, _ path: @autoclosure () -> String, _ address: PhysicalAddress? = nil,
        _ message: @autoclosure () -> String
    ) {
        if counted(.note) { remarks.append(Remark(.note, rule, path: path(), address: address, message())) }
    }

    mutating func add(_ remark: Remark) {
        if counted(remark.severity) { remarks.append(remark) }
    }

    /// Counts a remark, and tells whether it is to be kept; of those that are not, no text is made.
    private mutating func counted(_ severity: Remark.Severity) -> Bool {
        let index = Self.index(of: severity)
        counts[index] += 1
        return counts[index] <= Self.limit
    }

    /// Adds the remarks of another log, and counts those that it did not keep.
    mutating func add(_ other: RemarkLog) {
        for remark in other.remarks { add(remark) }
        for severity in Remark.Severity.allCases {
            counts[Self.index(of: severity)] += max(0, other.count(of: severity) - Self.limit)
        }
    }

    /// How many remarks of a severity there were, kept or not.
    func count(of severity: Remark.Severity) -> Int {
        counts[Self.index(of: severity)]
    }

    /// The remarks, with a last one for each severity of which not all were kept.
    var bounded: [Remark] {
        var result = remarks
        for severity in Remark.Severity.allCases where count(of: severity) > Self.limit {
            let rest = count(of: severity) - Self.limit
            result.append(Remark(severity, .omitted, path: "/", "\(rest) more of this severity are not listed"))
        }
        return result
    }

    private static func index(of severity: Remark.Severity) -> Int {
        switch severity {
        case .damage: 0
        case .unavailable: 1
        case .note: 2
        }
    }
}
