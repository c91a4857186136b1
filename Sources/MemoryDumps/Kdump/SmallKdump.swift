/// A kdump file of a few compressed pages, at page frames 0, 1, 2…: what libkdumpfile is given to decompress.
enum SmallKdump {
    /// The bytes of the file. There can be as many pages as one block of bitmap has bits.
    static func make(of pages: [StoredPage], blockSize: UInt64) -> [UInt8] {
        let block = Int(blockSize)
        let descriptors = 4 * block
        let data = descriptors + pages.count * Int(KdumpHeader.descriptorSize)
        var bytes = [UInt8](repeating: 0, count: data)
        func put(_ value: UInt64, width: Int, at offset: Int) {
            for index in 0..<width { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
        }
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { bytes[offset + index] = byte }
        }
        put("KDUMP   ", at: 0)
        put(6, width: 4, at: 8)
        // struct new_utsname: system, node, release, version, machine, domain.
        for (index, text) in ["Linux", "none", "0.0.0", "none", "x86_64", "none"].enumerated() {
            put(text, at: 12 + 65 * index)
        }
        put(blockSize, width: 4, at: 428)
        put(1, width: 4, at: 432)
        put(2, width: 4, at: 436)
        put(UInt64(pages.count), width: 4, at: 440)
        put(UInt64(pages.count), width: 8, at: block + 96)
        var position = data
        for (index, page) in pages.enumerated() {
            for bitmap in [2 * block, 3 * block] { bytes[bitmap + index / 8] |= 1 << UInt8(index % 8) }
            let descriptor = descriptors + index * Int(KdumpHeader.descriptorSize)
            put(UInt64(position), width: 8, at: descriptor)
            put(UInt64(page.bytes.count), width: 4, at: descriptor + 8)
            put(UInt64(page.compression.rawValue), width: 4, at: descriptor + 12)
            position += page.bytes.count
        }
        for page in pages { bytes += page.bytes }
        return bytes
    }
}
