internal import CZlib

/// zlib's inflater for one gzip member after another; the only place that calls zlib.
///
/// Not to be shared between threads, hence not Sendable.
@safe
package final class GzipStream {
    /// Why zlib stopped.
    package enum Outcome: Sendable {
        /// It wants more input or more room for output.
        case more
        /// A member has ended, its length and checksum right.
        case endOfMember
        /// The data is not what a compressor writes; zlib's own words.
        case damaged(String)
    }

    /// zlib keeps a pointer back to the structure, so it must not move: it lives on the heap from `init` to `deinit`.
    private let stream: UnsafeMutablePointer<z_stream>

    package init() throws(FileFailure) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        guard unsafe gzip_inflate_begin(stream) == Z_OK else {
            unsafe stream.deallocate()
            throw FileFailure(action: "start decompression", code: 12)
        }
    }

    deinit {
        // `init` has begun the stream, and nobody else ends it.
        unsafe inflateEnd(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    /// Inflates from `input` into `output` from `start` on, as far as either lasts.
    package func inflate(_ input: Span<UInt8>, into output: inout [UInt8], from start: Int) -> (
        consumed: Int, produced: Int, outcome: Outcome
    ) {
        let room = min(max(output.count - start, 0), Int(UInt32.max))
        let offered = min(input.count, Int(UInt32.max))
        // zlib reads at most `avail_in` bytes at `next_in` and writes at most `avail_out` at `next_out`; both are
        // within the views, which outlive the call.
        let status = unsafe input.withUnsafeBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                unsafe stream.pointee.avail_in = UInt32(offered)
                unsafe stream.pointee.next_out = target.baseAddress.map { unsafe $0 + min(start, target.count) }
                unsafe stream.pointee.avail_out = UInt32(room)
                return unsafe CZlib.inflate(stream, Z_NO_FLUSH)
            }
        }
        let consumed = unsafe offered - Int(stream.pointee.avail_in)
        let produced = unsafe room - Int(stream.pointee.avail_out)
        switch status {
        case Z_OK, Z_BUF_ERROR: return (consumed, produced, .more)
        case Z_STREAM_END: return (consumed, produced, .endOfMember)
        default:
            // zlib's messages are constant strings.
            let message = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
            return (consumed, produced, .damaged(message ?? "zlib error \(status)"))
        }
    }

    /// Starts over for the next member.
    func reset() {
        unsafe inflateReset(stream)
    }
}
