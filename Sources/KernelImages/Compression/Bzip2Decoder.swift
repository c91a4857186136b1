internal import CBzip2
internal import MemoryDumps

/// bzip2, through libbz2.
@safe
final class Bzip2Decoder: StreamDecoder {
    /// libbz2 keeps a pointer back to the structure, so it lives on the heap from `init` to `deinit`.
    private let stream: UnsafeMutablePointer<bz_stream>

    init() throws(FileFailure) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: bz_stream())
        guard unsafe BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK else {
            unsafe stream.deallocate()
            throw FileFailure(action: "start decompression", code: 12)
        }
    }

    deinit {
        // `init` has begun the stream, and nobody else ends it.
        unsafe BZ2_bzDecompressEnd(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    func decode(_ input: Span<UInt8>, into output: inout [UInt8], from start: Int) -> DecoderStep {
        let room = min(max(output.count - start, 0), Int(UInt32.max))
        let offered = min(input.count, Int(UInt32.max))
        // libbz2 reads at most `avail_in` bytes at `next_in`, which it does not change, and writes at most `avail_out`
        // at `next_out`; both are within the views, which outlive the call.
        let status = unsafe input.withUnsafeBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe stream.pointee.next_in = source.baseAddress.map {
                    unsafe UnsafeMutableRawPointer(mutating: $0).assumingMemoryBound(to: CChar.self)
                }
                unsafe stream.pointee.avail_in = UInt32(offered)
                unsafe stream.pointee.next_out = target.baseAddress.map {
                    unsafe UnsafeMutableRawPointer($0 + min(start, target.count)).assumingMemoryBound(to: CChar.self)
                }
                unsafe stream.pointee.avail_out = UInt32(room)
                return unsafe BZ2_bzDecompress(stream)
            }
        }
        let consumed = unsafe offered - Int(stream.pointee.avail_in)
        let produced = unsafe room - Int(stream.pointee.avail_out)
        let outcome: DecoderStep.Outcome =
            switch status {
            case BZ_OK: .more
            case BZ_STREAM_END: .end
            case BZ_MEM_ERROR: .damaged("there is no memory for it")
            default: .damaged("the data contradicts itself")
            }
        return DecoderStep(consumed: consumed, produced: produced, outcome: outcome)
    }
}
