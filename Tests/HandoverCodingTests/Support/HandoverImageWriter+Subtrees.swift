import DeviceTree
import HandoverABI
import HandoverState
import PhysicalMemory

/// The subtrees without live update.
extension HandoverImageWriter {
    mutating func writeMetadata() throws {
        guard let kernel = recipe.kernel else { return }
        var bytes = Self.bytes(kernel.version)
        bytes += Self.padded(kernel.release, to: 65)
        bytes += Self.bytes(kernel.kexecCount)
        try add(bytes, "kexec-metadata", .kexecMetadata, compatible: nil)
        expected.kernel = kernel
    }

    mutating func writeRegions() throws {
        guard let regions = recipe.regions else { return }
        let blob = try DeviceTreeWriter.build { root throws(DeviceTreeError) in
            try root.property("compatible", string: "memblock-v1")
            for region in regions {
                try root.node(region.name) { node throws(DeviceTreeError) in
                    try node.property("compatible", string: "reserve-mem-v1")
                    try node.property("start", native64: region.address.value)
                    try node.property("size", native64: region.size)
                }
            }
        }
        try add(blob, "memblock", .reserveMem, compatible: "memblock-v1")
        expected.reserveMem = regions
    }

    mutating func writeTest() throws {
        guard let recipes = recipe.test else { return }
        var folios: [TestHandover.Folio] = []
        var sum: UInt64 = 0
        for recipe in recipes {
            let address = try arena.allocate(order: recipe.order)
            try arena.write(words: recipe.words, at: address)
            folios.append(.init(address: address, order: recipe.order))
            for word in recipe.words { sum += word & 0xffff_ffff + word >> 32 }
        }
        // End-around carry: the sum modulo 2^32 - 1, where only zeroes sum up to 0.
        let checksum = UInt32(sum == 0 ? 0 : (sum - 1) % 0xffff_ffff + 1)
        let words = folios.map { $0.address.value | UInt64($0.order) }
        let inline = profile.testFolios == .inline
        let list = inline ? words.flatMap { Self.bytes($0) } : try writeList(words, order: 0)
        let blob = try DeviceTreeWriter.build { root throws(DeviceTreeError) in
            try root.property("compatible", string: "kho-test-v1")
            try root.property("magic", native32: 0x4b48_4f21)
            try root.node("data") { data throws(DeviceTreeError) in
                try data.property("nr_folios", native32: UInt32(folios.count))
                try data.property("folios_info", bytes: list)
                try data.property("csum", native32: checksum)
            }
        }
        try add(blob, "kho_test", .test, compatible: "kho-test-v1")
        expected.test = TestHandover(
            magic: 0x4b48_4f21, folioCount: UInt32(folios.count), folios: folios, checksum: checksum,
            computedChecksum: checksum)
    }

    /// Words in vmalloc'ed memory, and the `kho_vmalloc` that names it.
    mutating func writeList(_ words: [UInt64], order: Int) throws -> [UInt8] {
        if words.isEmpty { return [UInt8](repeating: 0, count: 16) }
        let perEntry = (pageSize / 8) << order
        var entries: [UInt64] = []
        for start in stride(from: 0, to: words.count, by: perEntry) {
            let block = try arena.allocate(order: order)
            note(.listPage, block)
            try arena.write(words: Array(words[start..<min(start + perEntry, words.count)]), at: block)
            entries.append(block.value)
        }
        let capacity = pageSize / 8 - 1
        // The kernel goes on to a new chunk as soon as one is full, so a full last one is followed by an empty one.
        var chunks: [PhysicalAddress] = []
        for _ in 0...entries.count / capacity { chunks.append(try arena.allocate()) }
        for (index, chunk) in chunks.enumerated() {
            note(.listChunk, chunk)
            let next = index + 1 < chunks.count ? chunks[index + 1].value : 0
            let start = index * capacity
            try arena.write(words: [next] + entries[start..<min(start + capacity, entries.count)], at: chunk)
        }
        return Self.bytes(chunks[0].value) + Self.bytes(UInt32(entries.count << order)) + [1, 0]
            + [UInt8(order), 0]
    }

    static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
        (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    static func padded(_ text: String, to count: Int) -> [UInt8] {
        let bytes = Array(text.utf8)
        return bytes + [UInt8](repeating: 0, count: count - bytes.count)
    }
}
