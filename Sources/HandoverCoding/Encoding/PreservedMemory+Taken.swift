import HandoverState
import PhysicalMemory

extension PreservedMemory {
    /// The preserved ranges as far as they reach into a range; stretches outside it are not looked into.
    func ranges(touching hull: MemoryRange) -> [MemoryRange] {
        var result: [MemoryRange] = []
        forEachBitmap { bitmap in
            let shift = UInt64(pageShift + bitmap.order)
            let start = PhysicalAddress(bitmap.firstBlock << shift)
            guard start < hull.end else { return }
            let size = UInt64(bitmap.words.count * 64).multipliedReportingOverflow(by: 1 << shift)
            if !size.overflow, let span = MemoryRange(start: start, size: size.partialValue), !span.overlaps(hull) {
                return
            }
            bitmap.forEachRun { first, last in
                // Blocks that are in the set have ends that 64 bits hold.
                let range = MemoryRange(
                    from: PhysicalAddress(first << shift), to: PhysicalAddress((last + 1) << shift))
                if range.overlaps(hull) { result.append(range) }
            }
        }
        return result
    }
}

extension PreservedMemory.Bitmap {
    /// Calls `body` with the first and last block of each run.
    fileprivate func forEachRun(_ body: (_ first: UInt64, _ last: UInt64) -> Void) {
        var begun: UInt64?
        var position = 0
        while position < words.count * 64 {
            let rest = (begun == nil ? words[position / 64] : ~words[position / 64]) >> UInt64(position % 64)
            if rest == 0 {
                position = (position / 64 + 1) * 64
                continue
            }
            position += rest.trailingZeroBitCount
            if let first = begun {
                body(first, firstBlock + UInt64(position) - 1)
                begun = nil
            } else {
                begun = firstBlock + UInt64(position)
            }
        }
        if let begun { body(begun, firstBlock + UInt64(words.count) * 64 - 1) }
    }
}
