import HandoverABI
import HandoverState
import PhysicalMemory
import Testing

@Suite("Maps that no kernel writes")
struct HostileMapTests {
    /// Orders of folios come from the map, so sessions differ where it is damaged.
    private let others = [Part].allBut(.memory, .sessions)

    static let chunked = [Profile.linux616, .linux618, .linux619, .linux70Release]
    static let radix = [Profile.linux70, .linux71, .linux72]

    @Test("The next chunk is the same, an earlier one, past the end, between pages or absent", arguments: chunked)
    func nextChunk(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        let chunks = try #require(image.places[.chunk])
        let last = try #require(chunks.last)
        for next in [last, chunks[0], 0xffff_ffff_ffff_f000, PhysicalAddress(chunks[0].value + 8), 0x3000_0000_0000] {
            var damaged = image
            try damaged.write([next.value], at: last)
            // Nothing stands behind the last chunk, so the map is whole all the same.
            try damaged.expectDamage("/preserved-memory-map", at: next, sparing: Part.allCases, "next \(next)")
        }
    }

    @Test("A chunk announces more bitmaps than a page holds, or all there can be", arguments: chunked)
    func elementCount(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        let chunk = try image.place(.chunk)
        for count: UInt64 in [256, 0x8000_0000, 0xffff_ffff] {
            var damaged = image
            try damaged.write([count << 32], at: chunk, offset: 8)
            try damaged.expectDamage("/preserved-memory-map", at: chunk, sparing: others, "\(count) bitmaps")
        }
        var none = image
        try none.write([0], at: chunk, offset: 8)
        let handover = try none.decode()
        #expect(handover.state.reserveMem == image.expected.reserveMem)
    }

    @Test("A chunk is of an order that no block has", arguments: chunked)
    func chunkOrder(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        let chunk = try image.place(.chunk)
        for order: UInt64 in [52, 63, 64, 0x8000_0000, 0xffff_ffff] {
            var damaged = image
            try damaged.write([1 << 32 | order], at: chunk, offset: 8)
            try damaged.expectDamage("/preserved-memory-map", at: chunk, sparing: others, "order \(order)")
        }
    }

    @Test("A bitmap is missing, taken twice, past the end, or stands for nothing there is", arguments: chunked)
    func bitmaps(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        let chunk = try image.place(.chunk)
        let bitmaps = try #require(image.places[.bitmap])
        let other = try #require(bitmaps.last)
        for bitmap in [image.root, other, chunk, 0xffff_ffff_ffff_f000, 0x3000_0000_0000] {
            var damaged = image
            try damaged.write([bitmap.value], at: chunk, offset: 24)
            try damaged.expectDamage("/preserved-memory-map", sparing: others, "bitmap \(bitmap)")
        }
        var missing = image
        try missing.write([0], at: chunk, offset: 24)
        try missing.expectDamage("/preserved-memory-map", sparing: others, "no bitmap")
        for start: UInt64 in [1, 0x1000, 1 << 63 + 1, .max] {
            var damaged = image
            try damaged.write([start], at: chunk, offset: 16)
            try damaged.expectDamage(
                "/preserved-memory-map", at: PhysicalAddress(start), sparing: others, "start \(start)")
        }
    }

    @Test("Two bitmaps stand for the same blocks")
    func duplicates() throws {
        var recipe = HandoverRecipe.everything(.linux618)
        recipe.blocks.append(.init(order: 0, number: 1 << 30))
        var image = try HandoverImage(recipe)
        let chunk = try image.place(.chunk)
        let bitmaps = try #require(image.places[.bitmap])
        for bitmap in bitmaps { try image.write([1], at: bitmap) }
        try image.write([0], at: chunk, offset: 32)
        try image.expectDamage("/preserved-memory-map", sparing: others, "duplicates")
    }

    @Test("An entry of a table is the root, itself, past the end, between pages or absent", arguments: radix)
    func tables(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        let root = try image.place(.table(level: 5))
        for level in 1...5 {
            let table = try image.place(.table(level: level))
            for child in [root, table, 0xffff_ffff_ffff_f000, PhysicalAddress(root.value + 8), 0x3000_0000_0000, 1] {
                var damaged = image
                try damaged.write([child.value], at: table, offset: 4088)
                try damaged.expectDamage(
                    "/preserved-memory-map", at: child, sparing: others, "level \(level), child \(child)")
            }
        }
    }

    @Test("A table all of whose entries are the same page is read once", arguments: radix)
    func repeatedEntries(profile: Profile) throws {
        var image = try HandoverImage(.everything(profile))
        for level in 1...5 {
            let table = try image.place(.table(level: level))
            let child = try image.place(level == 1 ? .leaf : .table(level: level - 1))
            try image.write([UInt64](repeating: child.value, count: 512), at: table)
        }
        try image.expectDamage("/preserved-memory-map", sparing: others, "repeated")
    }

    @Test("A map at an address without memory, in the root tree itself or past the end", arguments: Profile.all)
    func mapAddress(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        for map in [image.root, 0x3000_0000_0000, 0xffff_ffff_ffff_f000, PhysicalAddress(image.root.value + 8)] {
            var damaged = image
            try damaged.replaceInRoot(image.expected.root?.map, by: map)
            try damaged.expectDamage("/preserved-memory-map", at: map, sparing: others, "map \(map)")
        }
        var empty = image
        try empty.replaceInRoot(image.expected.root?.map, by: 0)
        let handover = try empty.decode()
        #expect(handover.state.memory == nil)
        #expect(handover.state.reserveMem == image.expected.reserveMem)
    }
}

extension HandoverImage {
    /// Puts another number in the place of one that stands in the root tree.
    mutating func replaceInRoot(_ old: PhysicalAddress?, by new: PhysicalAddress) throws {
        let blob = try rootBlob
        let bytes = HandoverImageWriter.bytes(old?.value ?? 0)
        for offset in 0..<blob.count - 8 where Array(blob[offset..<offset + 8]) == bytes {
            try write(bytes: HandoverImageWriter.bytes(new.value), at: root, offset: UInt64(offset))
            return
        }
        throw NoSuchPlace(place: .root)
    }
}
