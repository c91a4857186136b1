/// A kdump-compressed dump as a test wants it.
struct KdumpBuilder {
    /// A page by frame number: its descriptor's flags and the bytes that are stored.
    var pages: [(frame: UInt64, flags: UInt64, bytes: [UInt8])] = []
    var blockSize = 4096
    var frames: UInt64 = 64
    var bitmapBlocks: UInt64 = 2
    var notes: [UInt8] = []
    var vmcoreinfo = ""
    /// The pages of a split dump's file.
    var split: Range<UInt64>?

    var bytes: [UInt8] {
        var file = ByteBuilder(count: (2 + Int(bitmapBlocks)) * blockSize)
        file.put(Array("KDUMP   ".utf8), at: 0)
        file.put(6, width: 4, at: 8)
        file.put(Array("7.3.4-test".utf8), at: 12 + 130)
        file.put(Array("x86_64".utf8), at: 12 + 260)
        file.put(UInt64(blockSize), width: 4, at: 428)
        file.put(1, width: 4, at: 432)
        file.put(bitmapBlocks, width: 4, at: 436)
        file.put(frames, width: 4, at: 440)
        file.put(frames, width: 8, at: blockSize + 96)
        if let split {
            file.put(1, width: 4, at: blockSize + 12)
            file.put(split.lowerBound, width: 8, at: blockSize + 80)
            file.put(split.upperBound, width: 8, at: blockSize + 88)
        }
        var bitmap = [UInt8](repeating: 0, count: blockSize * Int(bitmapBlocks) / 2)
        for page in pages { bitmap[Int(page.frame / 8)] |= 1 << UInt8(page.frame % 8) }
        file.put(bitmap + bitmap, at: 2 * blockSize)
        let descriptors = file.bytes.count
        let described = pages.filter { split?.contains($0.frame) ?? true }
        file.grow(to: descriptors + 24 * described.count)
        for (index, page) in described.enumerated() {
            file.put(UInt64(file.bytes.count), width: 8, at: descriptors + 24 * index)
            file.put(UInt64(page.bytes.count), width: 4, at: descriptors + 24 * index + 8)
            file.put(page.flags, width: 4, at: descriptors + 24 * index + 12)
            file.put(page.bytes, at: file.bytes.count)
        }
        if !notes.isEmpty {
            file.put(UInt64(file.bytes.count), width: 8, at: blockSize + 48)
            file.put(UInt64(notes.count), width: 8, at: blockSize + 56)
            file.put(notes, at: file.bytes.count)
        }
        if !vmcoreinfo.isEmpty {
            file.put(UInt64(file.bytes.count), width: 8, at: blockSize + 32)
            file.put(UInt64(vmcoreinfo.utf8.count), width: 8, at: blockSize + 40)
            file.put(Array(vmcoreinfo.utf8), at: file.bytes.count)
        }
        return file.bytes
    }
}

/// Pages compressed by hand: eight bytes once, then over and over, which every scheme can say in a few bytes.
enum CompressedPage {
    /// The page that the LZO and snappy pages hold.
    static func repeating(_ eight: [UInt8], size: Int = 4096) -> [UInt8] {
        (0..<size).map { eight[$0 % 8] }
    }

    /// LZO1X: a run of 8 literals, one match of the rest at distance 8, the end marker.
    static func lzo(_ eight: [UInt8], size: Int = 4096) -> [UInt8] {
        let extra = size - 8 - 33
        return [17 + 8] + eight + [0x20] + [UInt8](repeating: 0, count: (extra - 1) / 255)
            + [UInt8(extra - (extra - 1) / 255 * 255), 7 << 2, 0, 0x11, 0, 0]
    }

    /// Snappy: the length as a varint, a literal of 8 bytes, copies of up to 64 bytes at offset 8.
    static func snappy(_ eight: [UInt8], size: Int = 4096) -> [UInt8] {
        var bytes: [UInt8] = []
        var length = size
        while length >= 128 {
            bytes.append(UInt8(length & 127 | 128))
            length >>= 7
        }
        bytes.append(UInt8(length))
        bytes += [7 << 2] + eight
        var left = size - 8
        while left > 0 {
            let piece = min(left, 64)
            bytes += [UInt8(piece - 1) << 2 | 2, 8, 0]
            left -= piece
        }
        return bytes
    }

    /// zstd: a frame of one segment with its size, and one block that repeats a byte.
    static func zstd(_ byte: UInt8, size: Int = 4096) -> [UInt8] {
        let header = size << 3 | 1 << 1 | 1
        return [0x28, 0xb5, 0x2f, 0xfd, 0x60, UInt8((size - 256) & 0xff), UInt8((size - 256) >> 8)]
            + [UInt8(header & 0xff), UInt8(header >> 8 & 0xff), UInt8(header >> 16), byte]
    }
}

/// A dump in pieces, as it goes through a pipe.
func flattened(_ records: [(offset: Int64, bytes: [UInt8])], hasEnd: Bool = true) -> [UInt8] {
    var file = ByteBuilder(count: 4096)
    file.put(Array("makedumpfile".utf8), at: 0)
    file.putBigEndian(1, width: 8, at: 16)
    file.putBigEndian(1, width: 8, at: 24)
    for record in records {
        file.putBigEndian(UInt64(bitPattern: record.offset), width: 8, at: file.bytes.count)
        file.putBigEndian(UInt64(record.bytes.count), width: 8, at: file.bytes.count)
        file.put(record.bytes, at: file.bytes.count)
    }
    if hasEnd { file.put([UInt8](repeating: 0xff, count: 16), at: file.bytes.count) }
    return file.bytes
}
