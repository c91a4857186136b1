import PhysicalMemory

/// Which pages a kdump file holds, as runs, and the number of each page's descriptor: the rank of its bit in the bitmap.
struct KdumpPageTable: Sendable {
    /// The most runs that are kept; 24 bytes each.
    static let mostRuns = 4 << 20

    /// The pages as ranges of memory, which neither overlap nor touch.
    private(set) var present: [MemoryRange] = []
    /// The descriptor of the first page of each range.
    private var firstDescriptors: [UInt64] = []
    let blockSize: UInt64
    private(set) var pageCount: UInt64 = 0

    init(blockSize: UInt64) {
        self.blockSize = blockSize
    }

    /// Reads the bitmap: bit i of byte n is the page frame 8 n + i.
    static func parse(
        _ file: MappedFile, header: KdumpHeader, path: String
    ) throws(InputError) -> KdumpPageTable {
        var table = KdumpPageTable(blockSize: header.blockSize)
        let frames = header.frames
        let tooMany = InputError(
            .tooLarge, path: path, offset: header.bitmapOffset,
            reason: "kdump file with more than \(mostRuns) separate runs of pages")
        // The header has made sure that the bitmap is in the file, starts on a block, and is a multiple of 8 long.
        let complete = file.withWords(at: header.bitmapOffset, count: Int(header.bitmapSize / 8)) { words in
            var start: UInt64?
            for index in Int(frames.lowerBound / 64)..<Int((frames.upperBound + 63) / 64) {
                let word = words[index] & mask(of: UInt64(index) * 64, within: frames)
                if word == 0 && start == nil || word == .max && start != nil { continue }
                var bit: UInt64 = 0
                while bit < 64 {
                    // Counts the equal bits from here on: clear ones outside a run, set ones inside.
                    let rest = (start == nil ? word : ~word) >> bit
                    let equal = min(UInt64(rest.trailingZeroBitCount), 64 - bit)
                    bit += equal
                    if bit == 64 { break }
                    let frame = UInt64(index) * 64 + bit
                    if let first = start {
                        guard table.append(first..<frame) else { return false }
                        start = nil
                    } else {
                        start = frame
                    }
                }
            }
            if let first = start { return table.append(first..<frames.upperBound) }
            return true
        }
        guard complete == true else { throw tooMany }
        return table
    }

    /// The bits of a word of the bitmap that lie within the frames.
    private static func mask(of first: UInt64, within frames: Range<UInt64>) -> UInt64 {
        var mask = UInt64.max
        if frames.lowerBound > first { mask &= UInt64.max << min(frames.lowerBound - first, 64) }
        if frames.upperBound < first + 64 { mask &= ~(UInt64.max << (frames.upperBound - first)) }
        return mask
    }

    private mutating func append(_ frames: Range<UInt64>) -> Bool {
        guard present.count < Self.mostRuns else { return false }
        // A frame number is below 2^30 and a block below 2^17.
        present.append(
            MemoryRange(
                from: PhysicalAddress(frames.lowerBound * blockSize),
                to: PhysicalAddress(frames.upperBound * blockSize)))
        firstDescriptors.append(pageCount)
        pageCount += frames.upperBound - frames.lowerBound
        return true
    }

    /// Leaves out the pages from a descriptor on: those that a file cut short does not describe.
    mutating func drop(fromDescriptor limit: UInt64) {
        while let first = firstDescriptors.last, let range = present.last, pageCount > limit {
            present.removeLast()
            firstDescriptors.removeLast()
            pageCount = first
            guard first < limit else { continue }
            let end = PhysicalAddress(range.start.value + (limit - first) * blockSize)
            present.append(MemoryRange(from: range.start, to: end))
            firstDescriptors.append(first)
            pageCount = limit
        }
    }

    /// The descriptor of the page that holds an address, or `nil` where the file has no such page.
    func descriptor(of address: PhysicalAddress) -> UInt64? {
        var low = 0
        var high = present.count
        while low < high {
            let middle = (low + high) >> 1
            if present[middle].end <= address { low = middle + 1 } else { high = middle }
        }
        guard low < present.count, present[low].contains(address) else { return nil }
        return firstDescriptors[low] + (address.value - present[low].start.value) / blockSize
    }
}
