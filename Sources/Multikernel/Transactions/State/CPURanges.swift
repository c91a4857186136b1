/// Processors as people write them: `4-6,8`.
public enum CPURanges {
    /// The runs of consecutive identifiers, lowest first.
    public static func ranges(_ ids: some Sequence<UInt64>) -> [ClosedRange<UInt64>] {
        var ranges: [ClosedRange<UInt64>] = []
        for id in ids.sorted() {
            if let last = ranges.last, id == last.upperBound { continue }
            if let last = ranges.last, id > 0, id - 1 == last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound...id
            } else {
                ranges.append(id...id)
            }
        }
        return ranges
    }

    /// The runs as text.
    public static func text(_ ids: some Sequence<UInt64>) -> String {
        ranges(ids).map { $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ",")
    }
}
