import PhysicalMemory

/// Which bytes of a file stand for which physical addresses: a flat table, searched by halving.
///
/// Extents neither overlap nor are empty, and two that continue each other both in memory and in the file are one. A
/// search is O(log n) without allocation, and the table needs no lock, since nothing in it changes.
struct ExtentTable: Sendable {
    /// A run of bytes that lies together in memory and in the file.
    struct Extent: Hashable, Sendable {
        let start: UInt64
        let end: UInt64
        let fileOffset: UInt64
    }

    private(set) var extents: [Extent] = []

    /// The table of extents that may overlap: where they do, the first in the order given counts.
    ///
    /// - Returns: The table, and whether there was an overlap.
    static func make(from candidates: [Extent]) -> (table: ExtentTable, overlap: Bool) {
        var order = candidates.indices.filter { candidates[$0].start < candidates[$0].end }
        order.sort { (candidates[$0].start, $0) < (candidates[$1].start, $1) }
        var table = ExtentTable()
        var overlap = false
        // Sweeps from low to high addresses; `open` holds the extents that have begun, the first in file order on top.
        var open = IndexHeap()
        var next = 0
        var position: UInt64 = 0
        while next < order.count || !open.isEmpty {
            while let top = open.first, candidates[top].end <= position { open.removeFirst() }
            guard let top = open.first else {
                guard next < order.count else { break }
                position = max(position, candidates[order[next]].start)
                while next < order.count, candidates[order[next]].start <= position {
                    open.insert(order[next])
                    next += 1
                }
                if open.count > 1 { overlap = true }
                continue
            }
            let current = candidates[top]
            var end = current.end
            if next < order.count, candidates[order[next]].start < end {
                overlap = true
                end = candidates[order[next]].start
            }
            if end > position {
                table.append(
                    Extent(start: position, end: end, fileOffset: current.fileOffset + (position - current.start)))
                position = end
            }
            while next < order.count, candidates[order[next]].start <= position {
                if candidates[order[next]].start < current.end { overlap = true }
                open.insert(order[next])
                next += 1
            }
        }
        return (table, overlap)
    }

    private mutating func append(_ extent: Extent) {
        if let last = extents.last, last.end == extent.start,
            last.fileOffset + (last.end - last.start) == extent.fileOffset
        {
            extents[extents.count - 1] = Extent(start: last.start, end: extent.end, fileOffset: last.fileOffset)
        } else {
            extents.append(extent)
        }
    }

    /// The number of the extent that holds an address, or of the first one above it.
    func firstIndex(endingAbove address: UInt64) -> Int {
        var low = 0
        var high = extents.count
        while low < high {
            let middle = (low + high) >> 1
            if extents[middle].end <= address { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Where `size` bytes at an address lie together in the file; `nil` where no extent holds all of them.
    func fileOffset(of address: UInt64, size: UInt64) -> UInt64? {
        let index = firstIndex(endingAbove: address)
        guard index < extents.count else { return nil }
        let extent = extents[index]
        guard extent.start <= address, size <= extent.end - address else { return nil }
        return extent.fileOffset + (address - extent.start)
    }

    /// What is present: sorted ranges that neither overlap nor touch.
    var ranges: [MemoryRange] {
        extents.lazy.map { MemoryRange(from: PhysicalAddress($0.start), to: PhysicalAddress($0.end)) }.merged()
    }
}

/// A heap of indices, the lowest first.
private struct IndexHeap {
    private var heap: [Int] = []

    var first: Int? { heap.first }
    var count: Int { heap.count }
    var isEmpty: Bool { heap.isEmpty }

    mutating func insert(_ index: Int) {
        heap.append(index)
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeFirst() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { return }
            if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
            if heap[parent] <= heap[child] { return }
            heap.swapAt(parent, child)
            parent = child
        }
    }
}
