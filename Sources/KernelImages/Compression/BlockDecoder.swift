internal import CLZ4
internal import CLZO

/// The two compressors that work on whole blocks.
enum BlockDecoder {
    case lz4, lzo

    /// Decompresses a block into `output`, and returns how many bytes it gave; `nil` where the block is damaged or
    /// gives more than there is room for.
    func decode(_ block: Span<UInt8>, into output: inout [UInt8]) -> Int? {
        switch self {
        case .lz4: Self.decodeLZ4(block, into: &output)
        case .lzo: Self.decodeLZO(block, into: &output)
        }
    }

    private static func decodeLZ4(_ block: Span<UInt8>, into output: inout [UInt8]) -> Int? {
        guard let size = Int32(exactly: block.count), let room = Int32(exactly: output.count) else { return nil }
        // liblz4's safe decoder reads `size` bytes of the block and writes `room` of the output at most, which are the
        // counts of the two views; they outlive the call.
        let count = unsafe block.withUnsafeBytes { source in
            unsafe output.withUnsafeMutableBytes { target in
                guard let from = source.baseAddress, let to = target.baseAddress else { return Int32(-1) }
                return unsafe LZ4_decompress_safe(
                    from.assumingMemoryBound(to: CChar.self), to.assumingMemoryBound(to: CChar.self), size, room)
            }
        }
        return count < 0 ? nil : Int(count)
    }

    private static func decodeLZO(_ block: Span<UInt8>, into output: inout [UInt8]) -> Int? {
        guard lzo_begin() == LZO_E_OK else { return nil }
        var count = lzo_uint(output.count)
        // liblzo2's safe decoder reads the bytes of the block and writes `count` bytes of the output at most, which are
        // the counts of the two views; they outlive the call. It needs no working memory.
        let status = unsafe block.withUnsafeBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe lzo1x_decompress_safe(
                    source.baseAddress, lzo_uint(source.count), target.baseAddress, &count, nil)
            }
        }
        return status == LZO_E_OK ? Int(count) : nil
    }
}
