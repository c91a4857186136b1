internal import CLZMA
internal import MemoryDumps

/// xz with its filters for machine code, and the older lzma, through liblzma.
@safe
final class XZDecoder: StreamDecoder {
    /// liblzma keeps a pointer into the structure, so it lives on the heap from `init` to `deinit`.
    private let stream: UnsafeMutablePointer<lzma_stream>

    /// A decoder of one .xz stream, or of one .lzma stream.
    init(_ format: Format) throws(FileFailure) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: lzma_stream_new())
        let status =
            switch format {
            case .xz: unsafe lzma_stream_decoder(stream, DecoderLimit.memory, 0)
            case .lzma: unsafe lzma_alone_decoder(stream, DecoderLimit.memory)
            }
        guard status == LZMA_OK else {
            unsafe stream.deallocate()
            throw FileFailure(action: "start decompression", code: 12)
        }
    }

    /// What the stream is wrapped in.
    enum Format { case xz, lzma }

    deinit {
        // `init` has begun the stream, and nobody else ends it.
        unsafe lzma_end(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    func decode(_ input: Span<UInt8>, into output: inout [UInt8], from start: Int) -> DecoderStep {
        let room = max(output.count - start, 0)
        // liblzma reads at most `avail_in` bytes at `next_in` and writes at most `avail_out` at `next_out`; both are
        // within the views, which outlive the call.
        let status = unsafe input.withUnsafeBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe stream.pointee.next_in = source.baseAddress
                unsafe stream.pointee.avail_in = source.count
                unsafe stream.pointee.next_out = target.baseAddress.map { unsafe $0 + min(start, target.count) }
                unsafe stream.pointee.avail_out = room
                return unsafe lzma_code(stream, LZMA_RUN)
            }
        }
        let consumed = unsafe input.count - stream.pointee.avail_in
        let produced = unsafe room - stream.pointee.avail_out
        return DecoderStep(consumed: consumed, produced: produced, outcome: Self.outcome(of: status))
    }

    private static func outcome(of status: lzma_ret) -> DecoderStep.Outcome {
        switch status {
        case LZMA_OK, LZMA_BUF_ERROR: .more
        case LZMA_STREAM_END: .end
        case LZMA_MEMLIMIT_ERROR:
            .damaged("its dictionary takes more than \(DecoderLimit.memory >> 20) MiB of memory")
        case LZMA_MEM_ERROR: .damaged("there is no memory for its dictionary")
        case LZMA_FORMAT_ERROR: .damaged("the header is not valid")
        case LZMA_OPTIONS_ERROR: .damaged("it asks for a filter or check that is not known")
        default: .damaged("the data contradicts itself")
        }
    }
}
