import HandoverABI
import HandoverState
import PhysicalMemory
import Testing

@Suite("Sessions, files and memfds that no kernel writes")
struct HostileLiveUpdateTests {
    static let profiles = [Profile.linux619, .linux70Release, .linux71, .linux72]
    static let counts: [UInt64] = [1 << 63, .max, 820, 1 << 32]
    private let others = [Part].allBut(.sessions, .flbs)

    @Test("More sessions are announced than there is room for", arguments: profiles)
    func sessionCount(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        let head = try image.place(.sessions)
        for count in Self.counts {
            var damaged = image
            try damaged.write([count], at: head, offset: profile == .linux72 ? 8 : 0)
            try damaged.expectDamage("/LUO", at: head, sparing: others, "\(count) sessions")
            #expect(try damaged.decode().state.liveUpdate?.sessions?.first == image.expected.liveUpdate?.sessions?[0])
        }
    }

    @Test("A session announces more files than there are", arguments: profiles)
    func fileCount(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        let record = PhysicalAddress(try image.place(.sessions).value + (profile == .linux72 ? 16 : 8))
        for count in Self.counts + [4, 0] {
            var damaged = image
            try damaged.write([count], at: record, offset: 72)
            let isArray = profile != .linux72
            // An array ends where its count says; the zeroed records behind the files are read as files.
            if isArray, count < 128 {
                #expect(try damaged.decode().state.liveUpdate?.sessions?[0].fileCount == count)
            } else {
                try damaged.expectDamage("/LUO/vm-0", sparing: others + [.flbs], "\(count) files")
            }
        }
    }

    @Test("Files lie at no address, past the end, in other structures or in absent memory", arguments: profiles)
    func fileAddress(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        let head = try image.place(.sessions)
        let record = PhysicalAddress(head.value + (profile == .linux72 ? 16 : 8))
        for address in [0, image.root, head, 0xffff_ffff_ffff_f000, 0x3000_0000_0000] as [PhysicalAddress] {
            var damaged = image
            try damaged.write([address.value], at: record, offset: 64)
            try damaged.expectDamage("/LUO/vm-0", sparing: others + [.flbs], "files at \(address)")
            let sessions = try damaged.decode().state.liveUpdate?.sessions
            #expect(sessions?.map(\.name) == ["vm-0", "empty"])
        }
    }

    @Test("Blocks run in circles, off the end or between pages")
    func blocks() throws {
        let image = try HandoverImage(.everything(.linux72))
        let blocks = [try image.place(.sessions), try image.place(.files)]
        for block in blocks {
            for next in [block, image.root, 0xffff_ffff_ffff_f000, PhysicalAddress(block.value + 8), 0x3000_0000_0000] {
                var damaged = image
                try damaged.write([next.value], at: block)
                try damaged.expectDamage("/LUO", at: next, sparing: Part.allCases, "next \(next)")
            }
            for count: UInt64 in [0, 64, 1 << 63, .max] {
                var damaged = image
                try damaged.write([count], at: block, offset: 8)
                try damaged.expectDamage("/LUO", at: block, sparing: others, "count \(count)")
            }
        }
    }

    @Test("Ten thousand blocks are read, one more is not")
    func chainLimit() throws {
        for count in [10_000, 10_001] {
            var image = try HandoverImage(.everything(.linux72))
            let first = try image.place(.sessions)
            var last = first
            for index in 1..<UInt64(count) {
                let next = PhysicalAddress(0x8000_0000 + index << 12)
                try image.write([0, 1], at: next)
                try image.write([next.value], at: last)
                last = next
            }
            let handover = try image.decode()
            let refused = handover.remarks.contains { $0.message.contains("more than 10000 blocks") }
            #expect(refused == (count > 10_000))
            #expect(handover.state.liveUpdate?.sessions?.count == 10_001)
        }
    }

    @Test("Sessions that share one list of files give it to the first", arguments: profiles)
    func sharedFiles(profile: Profile) throws {
        var recipe = HandoverRecipe.everything(profile)
        recipe.liveUpdate?.sessions[1].files = [.init(token: 9, content: .opaque(handler: "h-v1", data: 0))]
        var image = try HandoverImage(recipe)
        let records = try image.place(.sessions).value + (profile == .linux72 ? 16 : 8)
        try image.write([try image.place(.files).value], at: PhysicalAddress(records), offset: 80 + 64)
        try image.expectDamage("/LUO/empty", at: try image.place(.files), sparing: others, "shared")
        let sessions = try image.decode().state.liveUpdate?.sessions
        #expect(sessions?[0] == image.expected.liveUpdate?.sessions?[0])
        #expect(sessions?[1].files == [])
    }

    @Test("Names without an end and with control bytes", arguments: profiles)
    func names(profile: Profile) throws {
        var image = try HandoverImage(.everything(profile))
        let record = PhysicalAddress(try image.place(.sessions).value + (profile == .linux72 ? 16 : 8))
        let file = PhysicalAddress(try image.place(.files).value + (profile == .linux72 ? 16 : 0))
        let noise = [0x1b, 0x5b, 0x32, 0x4a, 0xff, 0x0a, 0xc0, 0x80] as [UInt8]
        try image.write(bytes: (0..<64).map { noise[$0 % 8] }, at: record)
        try image.write(bytes: (0..<48).map { noise[$0 % 8] }, at: file)
        try image.expectDamage("/LUO/", at: record, sparing: others + [.flbs], "session")
        try image.expectDamage("/LUO/", at: file, sparing: others + [.flbs], "file")
        let session = try #require(try image.decode().state.liveUpdate?.sessions?.first)
        for text in [session.name, session.files[0].handler] {
            #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7f })
        }
    }

    @Test("The head of the objects announces too many, too many pages, or none", arguments: profiles.dropFirst())
    func objects(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        let head = try image.place(.flbs)
        for (pages, count) in [(1, 64), (1, .max), (1 << 52, 1 << 60)] as [(UInt64, UInt64)] {
            var damaged = image
            try damaged.write([pages, count], at: head)
            try damaged.expectDamage("/LUO", at: head, sparing: .allBut(.flbs), "\(pages) pages, \(count) objects")
        }
        // No kernel reads the number of pages.
        for pages: UInt64 in [.max, 0] {
            var odd = image
            try odd.write([pages], at: head)
            let handover = try odd.decode()
            #expect(handover.state == image.expected, "\(pages) pages")
            #expect(handover.remarks.contains { $0.rule == .flbPages && $0.severity == .note }, "\(pages) pages")
        }
        var unnamed = image
        try unnamed.write(bytes: [UInt8](repeating: 0x41, count: 48), at: head, offset: 16)
        try unnamed.expectDamage(
            "/LUO/AAA", at: PhysicalAddress(head.value + 16), sparing: .allBut(.flbs), "unnamed")
    }

    @Test("A memfd with impossible numbers is told as it is, and what cannot be read is said", arguments: profiles)
    func memfds(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        let memfd = try image.place(.memfd)
        let folios: UInt64 = profile.memfd == .v2 ? 32 : 24
        for count: UInt64 in [1 << 63, .max, 257] {
            var damaged = image
            try damaged.write([UInt64.max, UInt64.max], at: memfd)
            try damaged.write([count], at: memfd, offset: folios - 8)
            try damaged.expectDamage("/LUO/vm-0/0x100", sparing: others + [.flbs], "\(count) folios")
            let found = try #require(try damaged.decode().state.liveUpdate?.sessions?[0].files[0].memfd)
            #expect(found.size == .max && found.position == .max && found.folioCount == count)
            #expect(found.folios?.folios?.count == 256)
        }
        let words: [[UInt64]] = [
            [image.root.value, 1 | 1 << 32], [0xffff_ffff_ffff_f000, 1 | 1 << 32], [0x3000_0000_0000, 1 | 1 << 32],
            [0, 1 | 1 << 32], [try image.place(.listChunk).value + 8, 1 | 1 << 32],
        ]
        let chunk = try #require(image.places[.listChunk]).first ?? 0
        let descriptors =
            words + [
                [chunk.value, 0xffff_ffff | 1 << 32], [chunk.value, 0xffff << 48 | 1 << 32 | 1],
                [chunk.value, 63 << 48 | 1], [chunk.value, 0], [chunk.value, 2 | 1 << 32], [chunk.value, 1 << 48 | 1],
            ]
        for descriptor in descriptors {
            var damaged = image
            try damaged.write(descriptor, at: memfd, offset: folios)
            try damaged.expectDamage(
                "/LUO/vm-0/0x100", sparing: others + [.flbs], "descriptor \(descriptor.map { String($0, radix: 16) })")
        }
    }

    @Test("A list whose entries repeat, or whose chunks run in circles, is read once", arguments: profiles)
    func lists(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        let chunk = try image.place(.listChunk)
        let page = try image.place(.listPage)
        let memfd = try image.place(.memfd)
        let folios: UInt64 = profile.memfd == .v2 ? 32 : 24
        var damaged = image
        try damaged.write([chunk.value] + [UInt64](repeating: page.value, count: 511), at: chunk)
        try damaged.write([1 << 62, chunk.value, 0xffff_ffff], at: memfd, offset: folios - 8)
        try damaged.expectDamage("/LUO/vm-0/0x100", at: page, sparing: others + [.flbs], "repeated page")
        var circle = image
        try circle.write([chunk.value], at: chunk)
        try circle.expectDamage("/LUO/vm-0/0x100", at: chunk, sparing: Part.allCases, "circle")
        for entry in [0xffff_ffff_ffff_f000, page.value + 8, 0x3000_0000_0000, chunk.value] {
            var damaged = image
            try damaged.write([entry], at: chunk, offset: 8)
            try damaged.expectDamage(
                "/LUO/vm-0/0x100", at: PhysicalAddress(entry), sparing: others + [.flbs], "entry \(entry)")
        }
    }

    @Test("Two files that name one memfd share it with a remark", arguments: profiles)
    func sharedMemfd(profile: Profile) throws {
        var image = try HandoverImage(.everything(profile))
        let memfds = try #require(image.places[.memfd])
        let files = try image.place(.files).value + (profile == .linux72 ? 16 : 0)
        try image.write([memfds[0].value], at: PhysicalAddress(files), offset: 128 + 48)
        try image.expectDamage("/LUO/vm-0/0x0", at: memfds[0], sparing: others + [.flbs], "shared")
    }
}
