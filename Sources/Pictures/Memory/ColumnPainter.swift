/// Divides the bytes of an axis into columns and tells who has most of each.
///
/// Bytes come by ascending address; only the column that is being filled is kept, so that a million pieces take no more
/// memory than one.
struct ColumnPainter {
    private let start: UInt64
    private let span: UInt64
    private let columns: Int
    private var column = -1
    private var shares: [Share] = []
    /// Where the share of each owner of the column is.
    private var places: [Int: Int] = [:]
    private(set) var runs: [MemoryBar.Run] = []

    private struct Share {
        let owner: Int
        var bytes: UInt64
        let first: UInt64
        var last: UInt64
        var pieces: Int
    }

    /// A painter for an axis of at least as many bytes as it has columns.
    init(_ axis: MemoryBar.Axis, columns: Int) {
        start = axis.start
        span = axis.span
        self.columns = columns
    }

    /// The column that holds a byte of the axis.
    func column(of address: UInt64) -> Int {
        let offset = address - start
        guard offset < span else { return columns }
        let product = offset.multipliedFullWidth(by: UInt64(columns))
        return Int(span.dividingFullWidth(product).quotient)
    }

    /// The first byte of a column.
    private func first(of column: Int) -> UInt64 {
        guard column < columns else { return start + span }
        let product = UInt64(column).multipliedFullWidth(by: span)
        let result = UInt64(columns).dividingFullWidth(product)
        return start + result.quotient + (result.remainder > 0 ? 1 : 0)
    }

    /// Adds bytes; what lies beyond the axis is left out.
    mutating func add(_ stretch: Stretch) {
        var from = max(stretch.start, start)
        let to = min(stretch.end, start + span)
        while from < to {
            let current = column(of: from)
            let end = min(to, first(of: current + 1))
            if current != column { flush(movingTo: current) }
            take(from, end, stretch.owner)
            from = end
            let last = column(of: to - 1)
            if from < to, last > current + 1 {
                flush(movingTo: last)
                let until = first(of: last)
                append(
                    MemoryBar.Run(
                        columns: current + 1..<last, owner: stretch.owner, level: 8, first: from, last: until - 1,
                        bytes: until - from, pieces: 1))
                from = until
            }
        }
    }

    private mutating func take(_ from: UInt64, _ to: UInt64, _ owner: Int) {
        if let index = place(of: owner) {
            if shares[index].last + 1 != from { shares[index].pieces += 1 }
            shares[index].bytes += to - from
            shares[index].last = to - 1
        } else {
            places[owner] = shares.count
            shares.append(Share(owner: owner, bytes: to - from, first: from, last: to - 1, pieces: 1))
        }
    }

    /// Owners come in runs, so that the last one is mostly the one.
    private func place(of owner: Int) -> Int? {
        if let last = shares.last, last.owner == owner { return shares.count - 1 }
        return shares.isEmpty ? nil : places[owner]
    }

    private mutating func flush(movingTo next: Int) {
        if let most = shares.max(by: { ($0.bytes, $1.owner) < ($1.bytes, $0.owner) }) {
            let size = max(1, first(of: column + 1) - first(of: column))
            let taken = shares.reduce(0) { $0 + $1.bytes }
            let level = Int((Double(taken) / Double(size) * 8).rounded(.up))
            append(
                MemoryBar.Run(
                    columns: column..<column + 1, owner: most.owner, level: min(8, max(1, level)), first: most.first,
                    last: most.last, bytes: most.bytes, pieces: most.pieces))
        }
        shares.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        column = next
    }

    private mutating func append(_ run: MemoryBar.Run) {
        if var last = runs.last, last.owner == run.owner, last.level == run.level,
            last.columns.upperBound == run.columns.lowerBound
        {
            last.columns = last.columns.lowerBound..<run.columns.upperBound
            last.bytes += run.bytes
            last.pieces += last.last + 1 == run.first ? run.pieces - 1 : run.pieces
            last.last = run.last
            runs[runs.count - 1] = last
        } else {
            runs.append(run)
        }
    }

    /// The runs, after the last byte.
    mutating func finish() -> [MemoryBar.Run] {
        flush(movingTo: -1)
        return runs
    }
}
