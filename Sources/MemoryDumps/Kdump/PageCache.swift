internal import Synchronization

/// The pages that were decompressed last, shared by all who read a dump: one slot for each remainder of a page's number.
final class PageCache: Sendable {
    private struct Slot: Sendable {
        var number = UInt64.max
        var words: [UInt64] = []
    }

    private let slots: Mutex<[Slot]>

    /// A cache of at most `bytes` bytes of pages.
    init(bytes: Int, pageSize: Int) {
        slots = Mutex([Slot](repeating: Slot(), count: max(bytes / pageSize, 1)))
    }

    /// The page of a number, where it is still there.
    func page(_ number: UInt64) -> [UInt64]? {
        slots.withLock { slots in
            let slot = slots[Int(number % UInt64(slots.count))]
            return slot.number == number ? slot.words : nil
        }
    }

    /// Keeps a page in place of the one in its slot.
    func keep(_ words: [UInt64], as number: UInt64) {
        slots.withLock { slots in
            slots[Int(number % UInt64(slots.count))] = Slot(number: number, words: words)
        }
    }
}
