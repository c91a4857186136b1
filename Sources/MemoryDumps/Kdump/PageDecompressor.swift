internal import CKdumpfile
internal import CZlib

/// One page as a kdump file keeps it.
struct StoredPage: Hashable, Sendable {
    /// The compression of a page, as the flags of its descriptor tell (makedumpfile's `diskdump_mod.h`).
    enum Compression: UInt32, Sendable {
        case none = 0
        case zlib = 0x1
        case lzo = 0x2
        case snappy = 0x4
        case zstd = 0x20
    }

    let compression: Compression
    let bytes: [UInt8]
}

/// Decompresses pages of a kdump file: zlib's through zlib, the others through libkdumpfile.
///
/// libkdumpfile is made for dumps that are honest: it believes a page's size beyond its own buffer, copies lines of
/// VMCOREINFO to the stack, and can take a 64-bit header for a 32-bit one. So it never sees a file from outside. It is
/// given a small dump made here, whose every header is right and which holds nothing but the compressed pages.
enum PageDecompressor {
    /// Inflates a page that zlib has compressed; `nil` where it does not make exactly `size` bytes.
    static func inflate(_ page: Span<UInt8>, size: Int) -> [UInt64]? {
        var words = [UInt64](repeating: 0, count: size / 8)
        var length = uLongf(size)
        // zlib reads `page.count` bytes and writes at most `length`, the size of the array, in bytes.
        let status = unsafe words.withUnsafeMutableBytes { target in
            unsafe page.withUnsafeBufferPointer { source in
                unsafe uncompress(
                    target.baseAddress?.assumingMemoryBound(to: UInt8.self), &length, source.baseAddress,
                    uLong(source.count))
            }
        }
        return status == Z_OK && length == uLongf(size) ? words : nil
    }

    /// Decompresses pages through libkdumpfile: one result each, or the library's words why there is none.
    static func decompress(
        _ pages: [StoredPage], blockSize: UInt64
    ) throws(FileFailure) -> [Result<[UInt64], PageFailure>] {
        let name = "kdump pages"
        // The name is a constant, only shown in /proc.
        let descriptor = unsafe kdump_memory_file(name)
        let file = descriptor < 0 ? try TemporaryDirectory.makeUnnamedFile() : OpenFile(owning: descriptor)
        try file.write(SmallKdump.make(of: pages, blockSize: blockSize).span, at: 0)
        // A context of this call alone, which no other thread sees, freed at its end.
        guard let context = unsafe kdump_new() else { throw FileFailure(action: "start libkdumpfile", code: 12) }
        defer { unsafe kdump_free(context) }
        let status = unsafe kdump_open_fd(context, file.descriptor)
        guard status == KDUMP_OK else {
            let failure = PageFailure(reason: unsafe message(of: context))
            return pages.map { _ in .failure(failure) }
        }
        var results: [Result<[UInt64], PageFailure>] = []
        for index in pages.indices {
            var words = [UInt64](repeating: 0, count: Int(blockSize) / 8)
            var length = Int(blockSize)
            let address = kdump_addr_t(UInt64(index) * blockSize)
            // The library writes at most `length` bytes, the size of the array.
            let status = unsafe words.withUnsafeMutableBytes { target in
                unsafe kdump_read(context, KDUMP_MACHPHYSADDR, address, target.baseAddress, &length)
            }
            if status == KDUMP_OK, length == Int(blockSize) {
                results.append(.success(words))
            } else {
                results.append(.failure(PageFailure(reason: unsafe message(of: context))))
                unsafe kdump_clear_err(context)
            }
        }
        return results
    }

    /// The library's message, which it keeps until the next call with this context.
    private static func message(of context: OpaquePointer) -> String {
        guard let text = unsafe kdump_get_err(context) else { return "libkdumpfile gives no reason" }
        return unsafe String(cString: text)
    }
}

/// Why a page could not be decompressed.
struct PageFailure: Error, Hashable, Sendable {
    let reason: String
}
