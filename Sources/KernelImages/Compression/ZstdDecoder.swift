internal import CZstd
internal import MemoryDumps

/// zstd, through libzstd.
@safe
final class ZstdDecoder: StreamDecoder {
    private let context: OpaquePointer

    init() throws(FileFailure) {
        guard let context = unsafe ZSTD_createDCtx() else {
            throw FileFailure(action: "start decompression", code: 12)
        }
        unsafe self.context = unsafe context
        // A frame that asks for a larger window is refused by the decoder.
        _ = unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Int32(DecoderLimit.windowLog))
    }

    deinit {
        // `init` has made the context, and nobody else frees it.
        _ = unsafe ZSTD_freeDCtx(context)
    }

    func decode(_ input: Span<UInt8>, into output: inout [UInt8], from start: Int) -> DecoderStep {
        // zstd reads `size` bytes at `src` and writes `size` at `dst` at most, which are those of the two views; the
        // views outlive the call.
        unsafe input.withUnsafeBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                var from = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
                var to = unsafe ZSTD_outBuffer(
                    dst: target.baseAddress, size: target.count, pos: min(start, target.count))
                let status = unsafe ZSTD_decompressStream(context, &to, &from)
                let produced = unsafe to.pos - min(start, target.count)
                if ZSTD_isError(status) != 0 {
                    // The names of errors are constant strings.
                    let name = unsafe ZSTD_getErrorName(status).map { unsafe String(cString: $0) } ?? "zstd error"
                    return unsafe DecoderStep(consumed: from.pos, produced: produced, outcome: .damaged(name))
                }
                // 0: a frame is complete and all of it was written out.
                return unsafe DecoderStep(
                    consumed: from.pos, produced: produced, outcome: status == 0 ? .end : .more)
            }
        }
    }
}
