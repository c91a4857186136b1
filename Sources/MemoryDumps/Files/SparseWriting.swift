internal import Glibc

/// Writing with holes: blocks of zeros past the end of a file need not be written, they read as zeros anyway.
enum SparseWriting {
    private static let block = 4096

    /// Writes bytes at an offset of a file that has been written up to `knownSize`, and returns how many were written.
    ///
    /// Zeros over what may have been written before are written. The file can end up shorter than the last byte; the
    /// caller sets its size.
    @discardableResult
    static func write(
        _ bytes: Span<UInt8>, at offset: UInt64, to file: OpenFile, knownSize: UInt64
    ) throws(FileFailure) -> Int {
        var written = 0
        var run = 0
        var position = 0
        while position < bytes.count {
            let inBlock = Int((offset + UInt64(position)) % UInt64(block))
            let next = min(bytes.count, position + block - inBlock)
            if offset + UInt64(position) >= knownSize, bytes.extracting(position..<next).isZero {
                if run < position {
                    try file.write(bytes.extracting(run..<position), at: offset + UInt64(run))
                    written += position - run
                }
                run = next
            }
            position = next
        }
        if run < bytes.count {
            try file.write(bytes.extracting(run..<bytes.count), at: offset + UInt64(run))
            written += bytes.count - run
        }
        return written
    }
}

extension Span<UInt8> {
    /// Whether every byte is zero.
    var isZero: Bool {
        if isEmpty { return true }
        if self[0] != 0 { return false }
        // The first byte is zero and every byte equals the one before it; both views lie within the span.
        return unsafe withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return true }
            return unsafe memcmp(start, start + 1, bytes.count - 1) == 0
        }
    }
}
