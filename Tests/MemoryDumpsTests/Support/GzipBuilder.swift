import CZlib

/// Bytes compressed as one gzip member.
func gzip(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
    var stream = unsafe z_stream()
    let size = unsafe Int32(MemoryLayout<z_stream>.size)
    let begun = unsafe deflateInit2_(&stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
    guard begun == Z_OK else { return [] }
    var output = [UInt8](repeating: 0, count: Int(unsafe deflateBound(&stream, UInt(bytes.count))) + 64)
    var input = bytes
    // zlib reads and writes within the two arrays, whose lengths it is told; both outlive the call.
    unsafe input.withUnsafeMutableBufferPointer { source in
        unsafe output.withUnsafeMutableBufferPointer { target in
            unsafe stream.next_in = source.baseAddress
            unsafe stream.avail_in = UInt32(source.count)
            unsafe stream.next_out = target.baseAddress
            unsafe stream.avail_out = UInt32(target.count)
            _ = unsafe deflate(&stream, Z_FINISH)
        }
    }
    let count = unsafe output.count - Int(stream.avail_out)
    _ = unsafe deflateEnd(&stream)
    return [UInt8](output.prefix(count))
}

/// Bytes compressed as zlib does without a gzip header: a page of a kdump file.
func zlibCompressed(_ bytes: [UInt8]) -> [UInt8] {
    var length = compressBound(UInt(bytes.count))
    var output = [UInt8](repeating: 0, count: Int(length))
    // zlib writes at most `length` bytes, the size of the array.
    _ = unsafe compress2(&output, &length, bytes, UInt(bytes.count), 6)
    return [UInt8](output.prefix(Int(length)))
}
