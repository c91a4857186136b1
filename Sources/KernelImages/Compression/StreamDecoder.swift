/// A decompressor that is fed piece by piece; each wraps one library.
protocol StreamDecoder: AnyObject {
    /// Decompresses from `input` into `output` from `start` on, as far as either lasts.
    func decode(_ input: Span<UInt8>, into output: inout [UInt8], from start: Int) -> DecoderStep
}

/// What one call of a decompressor did.
struct DecoderStep {
    /// How many bytes of the input it took.
    let consumed: Int
    /// How many bytes it made.
    let produced: Int
    /// Why it stopped.
    let outcome: Outcome

    enum Outcome {
        /// It wants more input or more room for output.
        case more
        /// The stream has ended, its checksums right.
        case end
        /// The data is not what a compressor writes.
        case damaged(String)
    }
}

/// The most memory that a decompressor may take for its dictionary. The kernel's build asks for 128 MiB at most.
enum DecoderLimit {
    /// For zstd, a power of two.
    static let windowLog = 27
    /// For xz and lzma, which take a little more than the dictionary.
    static let memory: UInt64 = 144 << 20
}
