/// Processors by NUMA node and owner.
public struct CPUGrid: Hashable, Sendable {
    /// The groups, in ascending order of node.
    public var groups: [Group]

    /// Processors that belong together.
    public struct Group: Hashable, Sendable {
        /// What they share: `node 0`.
        public var title: String
        /// The processors in ascending order of identifier.
        public var cells: [Cell]
    }

    /// A processor.
    public struct Cell: Hashable, Sendable {
        /// The physical identifier.
        public var id: UInt64
        /// The number of the owner.
        public var owner: Int
    }

    /// How many processors.
    public var count: Int { groups.reduce(0) { $0 + $1.cells.count } }
}

extension CPUGrid.Group {
    /// Adjacent cells with one owner, never beyond the end of a row.
    func runs(rowLength: Int) -> [(cells: Range<Int>, owner: Int)] {
        var result: [(cells: Range<Int>, owner: Int)] = []
        for (index, cell) in cells.enumerated() {
            if let last = result.last, last.owner == cell.owner, index % rowLength != 0 {
                result[result.count - 1].cells = last.cells.lowerBound..<index + 1
            } else {
                result.append((index..<index + 1, cell.owner))
            }
        }
        return result
    }
}
