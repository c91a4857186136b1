import HandoverABI
import HandoverState
import PhysicalMemory
import Testing

@Suite("Pages that are exactly full, and one more")
struct EdgeTests {
    private func check(_ recipe: HandoverRecipe, _ comment: Comment) throws {
        let image = try HandoverImage(recipe)
        let handover = try image.decodeAsWritten()
        expectSame(handover.state, image.expected, comment)
        #expect(complaints(about: handover) == [], comment)
    }

    @Test("Chunks of 254 to 511 bitmaps", arguments: [254, 255, 256, 510, 511])
    func chunks(count: Int) throws {
        for profile in [Profile.linux616, .linux618] {
            var recipe = HandoverRecipe(profile: profile)
            // A block in every stretch of one bitmap; the handover's own pages lie in the first.
            let bits: UInt64 = profile == .linux616 ? 4096 : 32768
            recipe.blocks = (0..<UInt64(count)).map { .init(order: 0, number: $0 * bits + 77) }
            try check(recipe, "\(profile.name)")
        }
    }

    @Test("Lists of one full chunk of pages, and one page more", arguments: [511, 512])
    func lists(pages: Int) throws {
        for profile in [Profile.linux619, .linux72] {
            var recipe = HandoverRecipe(profile: profile)
            recipe.start = 0x1000_0000
            // Two records a page are enough to have them read: the rest of each page are holes.
            let folios = (0..<UInt64(pages) * 256).map { index in
                HandoverRecipe.Folio(index: index, order: index % 128 == 0 ? 0 : nil, flags: 0)
            }
            let memfd = HandoverRecipe.Memfd(size: UInt64(pages) << 20, folios: folios)
            recipe.liveUpdate = .init(
                sessions: [.init(name: "vm", files: [.init(token: 1, content: .memfd(memfd))])])
            try check(recipe, "\(profile.name)")
        }
    }

    @Test("Lists in blocks of more than a page", arguments: [1, 2, 9])
    func listOrders(order: Int) throws {
        for profile in [Profile.linux71, .linux72, .linux72.withPageShift(14)] {
            for count in [1, 256, 257, 1024, 1500] {
                var recipe = HandoverRecipe(profile: profile)
                let folios = (0..<UInt64(count)).map { HandoverRecipe.Folio(index: $0, order: 0) }
                let memfd = HandoverRecipe.Memfd(size: UInt64(count) << 12, folios: folios, listOrder: order)
                recipe.liveUpdate = .init(
                    sessions: [.init(name: "vm", files: [.init(token: 1, content: .memfd(memfd))])])
                try check(recipe, "\(profile.name), \(count) folios")
            }
        }
    }

    @Test("Sessions by the block and by the array", arguments: [0, 1, 50, 51, 52, 102, 103, 818, 819])
    func sessions(count: Int) throws {
        for profile in [Profile.linux619, .linux70Release, .linux71, .linux72] {
            var recipe = HandoverRecipe(profile: profile)
            recipe.liveUpdate = .init(sessions: (0..<count).map { .init(name: "session-\($0)") })
            try check(recipe, "\(profile.name)")
        }
    }

    @Test("Files by the block and by the array", arguments: [1, 62, 63, 64, 126, 127, 128])
    func files(count: Int) throws {
        for profile in [Profile.linux619, .linux71, .linux72] {
            var recipe = HandoverRecipe(profile: profile)
            let files = (0..<UInt64(count)).map { token in
                HandoverRecipe.File(token: token, content: .opaque(handler: "iommufd-v1", data: ~token))
            }
            recipe.liveUpdate = .init(sessions: [.init(name: "a", files: files), .init(name: "b", files: files)])
            try check(recipe, "\(profile.name)")
        }
    }

    @Test("As many objects as a page holds", arguments: [1, 62, 63])
    func objects(count: Int) throws {
        for profile in [Profile.linux70Release, .linux71, .linux72] {
            var recipe = HandoverRecipe(profile: profile)
            recipe.liveUpdate = .init(
                flbs: (0..<count).map { FileLifecycleBound(name: "flb-\($0)", data: 1, count: UInt64($0)) })
            try check(recipe, "\(profile.name)")
        }
    }

    @Test("The list of the kernel's test, in place and in memory", arguments: [0, 1, 2, 3, 100])
    func testFolios(count: Int) throws {
        for profile in [Profile.linux616, .linux618, .linux72] {
            var recipe = HandoverRecipe(profile: profile)
            recipe.test = (0..<count).map { .init(order: $0 % 3, words: [UInt64($0) &* 0x9e37_79b9_7f4a_7c15]) }
            try check(recipe, "\(profile.name)")
        }
    }

    @Test("Names as long as their fields allow")
    func longNames() throws {
        for profile in [Profile.linux71, .linux72] {
            var recipe = HandoverRecipe(profile: profile)
            let name = String(repeating: "n", count: 63)
            let handler = String(repeating: "h", count: 47)
            recipe.kernel = PreviousKernel(version: 1, release: name + "r", kexecCount: .max)
            recipe.liveUpdate = .init(
                number: .max,
                sessions: [
                    .init(name: name, files: [.init(token: 1, content: .opaque(handler: handler, data: .max))])
                ],
                flbs: [FileLifecycleBound(name: handler, data: .max, count: .max)])
            try check(recipe, "\(profile.name)")
        }
    }

    @Test("Blocks of every order and at the upper end of memory", arguments: RoundTripTests.profiles)
    func orders(profile: Profile) throws {
        var recipe = HandoverRecipe(profile: profile)
        recipe.start = PhysicalAddress(1 << 46 + 3 << 30)
        for order in 0..<(63 - profile.pageShift) {
            let shift = UInt64(profile.pageShift + order)
            // The last block of the address space has no end that 64 bits hold; the one before it has.
            let last = UInt64.max >> shift - 1
            recipe.blocks += [last, last / 3 * 2, (1 << 52) >> shift].map { .init(order: order, number: $0) }
        }
        try check(recipe, "\(profile.name)")
    }

    @Test("Structures above 4 GiB and above 64 TiB", arguments: [1 << 32 - 0x8000, 1 << 46, 1 << 51])
    func addresses(start: UInt64) throws {
        for profile in Profile.all {
            var recipe = HandoverRecipe.everything(profile)
            recipe.start = PhysicalAddress(start)
            try check(recipe, "\(profile.name)")
        }
    }
}
