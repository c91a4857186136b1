extension Span<UInt64> {
    /// Calls `body` with the first `count` bytes of the words, as they lie in memory.
    @usableFromInline
    func withBytes<Result>(count: Int, _ body: (Span<UInt8>) -> Result) -> Result {
        // The view is cut to what the words hold, and ends before the words go away.
        unsafe withUnsafeBytes { words in
            let view = unsafe UnsafeRawBufferPointer(rebasing: words.prefix(Swift.max(count, 0)))
            return unsafe body(view.bindMemory(to: UInt8.self).span)
        }
    }
}
