import MemoryDumps
import PhysicalMemory

/// Files as memory: what they are taken for, reads at addresses that mean trouble, and searches.
enum DumpTarget {
    static func run(_ bytes: [UInt8]) {
        guard let file = MemoryFile(bytes) else { return }
        var limits = InputLimits()
        // A few kilobytes of gzip make gigabytes; it is the reader that is looked at here, and not zlib or the disk.
        limits.unfolded = 2 << 20
        limits.inMemory = 256 << 10
        limits.blob = 1 << 20
        limits.reserve = 0
        var notes = 0
        let input = try? Input.open(path: file.path, limits: limits) { _ in notes += 1 }
        if let input {
            read(input.memory)
        } else if let raw = try? Input.open(path: file.path, base: 0xffff_ffff_ffff_0000, limits: limits) {
            read(raw.memory)
        }
    }

    private static func read(_ memory: Dump) {
        _ = (memory.machine, memory.vmcoreinfo?.osRelease, memory.vmcoreinfo?.pageSize)
        let present = memory.present
        var last: MemoryRange?
        for range in present {
            precondition(!range.isEmpty, "an empty range is present")
            if let last { precondition(last.end < range.start, "ranges overlap, touch or are not sorted") }
            last = range
        }
        for range in present.prefix(16) + present.suffix(16) { read(memory, around: range) }
        for address in [0, 8, 0x10_0000, .max - 7, .max] as [UInt64] { read(memory, at: address, count: 8) }
        let pages = memory.pages(startingWith: 0xedfe_0dd0, pageSize: 4096, limit: 16)
        for page in pages { read(memory, at: page.value, count: 4096) }
        let first = present.first.flatMap { range in
            try? memory.withWords(at: PhysicalAddress(range.start.value & ~7), count: 2) { [$0[0], $0[1]] }
        }
        for alignment in [4, 8] {
            _ = memory.firstOccurrences(of: first ?? [0x10_0000_0009, 0x1000], alignment: alignment, limit: 4)
        }
    }

    private static func read(_ memory: Dump, around range: MemoryRange) {
        let (start, end) = (range.start.value, range.end.value)
        for address in [start &- 8, start, start &+ 1, start &+ range.size / 2, end &- 8, end &- 1, end, end | 4088] {
            for count in [0, 1, 8, 4096, 0x1_0001] { read(memory, at: address, count: count) }
        }
        // More than there can be.
        read(memory, at: start, count: .max)
        read(memory, at: start, count: -1)
    }

    private static func read(_ memory: Dump, at address: UInt64, count: Int) {
        let address = PhysicalAddress(address)
        let bytes = try? memory.withBytes(at: address, count: count) { span in
            precondition(span.count == count, "other bytes than were asked for")
            return span.isEmpty ? 0 : span[0] ^ span[span.count - 1]
        }
        let words = try? memory.withWords(at: PhysicalAddress(address.value & ~7), count: count >> 3) { span in
            precondition(span.count == count >> 3, "other words than were asked for")
            return span.isEmpty ? 0 : span[0] ^ span[span.count - 1]
        }
        _ = (bytes, words)
    }
}
