import HandoverABI
import HandoverState
import PhysicalMemory

extension HandoverRecipe {
    /// A handover such as a kernel of a profile could write, with as much of everything as luck has it.
    static func random(_ profile: Profile, using generator: inout SeededGenerator) -> HandoverRecipe {
        var recipe = HandoverRecipe(profile: profile)
        recipe.start = PhysicalAddress(generator.pick([0x1_0000, 0x10_0000, 0xffff_0000, 1 << 40]))
        recipe.blocks = generator.blocks(pageShift: profile.pageShift)
        recipe.regions = generator.maybe { generator in
            generator.names(upTo: 8, length: 15).map {
                ReservedRegion(
                    name: $0, address: PhysicalAddress(generator.number(bits: 52)), size: generator.number(bits: 40))
            }
        }
        recipe.test = generator.maybe { generator in
            generator.list(upTo: 5) { generator in
                TestFolio(
                    order: Int.random(in: 0...2, using: &generator), words: generator.list(upTo: 40) { $0.next() })
            }
        }
        if profile.hasKexecMetadata {
            recipe.kernel = generator.maybe {
                PreviousKernel(version: 1, release: $0.name(length: 64), kexecCount: UInt32($0.number(bits: 32)))
            }
        }
        recipe.strangers = generator.names(upTo: 2, length: 20).map {
            Stranger(name: "x-" + $0, compatible: generator.name(length: 12) + "-v1")
        }
        if let form = profile.liveUpdate {
            recipe.liveUpdate = generator.maybe { $0.liveUpdate(form, profile) }
        }
        return recipe
    }
}

extension SeededGenerator {
    fileprivate mutating func blocks(pageShift: Int) -> [HandoverRecipe.Block] {
        var blocks: [HandoverRecipe.Block] = []
        for _ in 0..<Int.random(in: 0...6, using: &self) {
            let order = once(in: 3) ? 0 : Int.random(in: 0...30, using: &self)
            // Away from the handover's own pages, so that a folio is found under one order alone.
            let first = (1 << 41 + number(bits: 45)) >> UInt64(pageShift + order)
            let step = UInt64.random(in: 1...3, using: &self)
            for number in 0..<UInt64.random(in: 1...80, using: &self) {
                blocks.append(.init(order: order, number: first + number * step))
            }
        }
        return blocks
    }

    fileprivate mutating func name(length: Int) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789-_.")
        return String((0..<Int.random(in: 1...length, using: &self)).map { _ in pick(letters) })
    }

    fileprivate mutating func names(upTo count: Int, length: Int) -> [String] {
        Set(list(upTo: count) { $0.name(length: length) }).sorted()
    }

    fileprivate mutating func liveUpdate(_ form: LiveUpdateABI, _ profile: Profile) -> HandoverRecipe.LiveUpdate {
        let many = once(in: 8)
        let sessions = list(upTo: many ? 120 : 3) { generator in
            HandoverRecipe.Session(
                name: generator.name(length: 63),
                files: generator.list(upTo: many ? 1 : generator.pick([2, 80])) { $0.file(profile) })
        }
        let flbs = list(upTo: 4) {
            FileLifecycleBound(name: $0.name(length: 47), data: $0.next(), count: $0.number())
        }
        return .init(number: number(), sessions: sessions, flbs: form.hasFLBs ? flbs : [])
    }

    private mutating func file(_ profile: Profile) -> HandoverRecipe.File {
        if once(in: 3) {
            return .init(token: next(), content: .opaque(handler: name(length: 40) + "-v1", data: next()))
        }
        let v2 = profile.memfd == .v2
        let memfd = HandoverRecipe.Memfd(
            size: number(), position: number(), seals: v2 ? UInt32(number(bits: 6)) : 0,
            folios: list(upTo: once(in: 10) ? 600 : 5) { generator in
                .init(
                    index: generator.number(bits: 52),
                    order: generator.once(in: 9) ? nil : Int.random(in: 0...9, using: &generator),
                    flags: UInt16(generator.number(bits: 12)))
            },
            listOrder: once(in: 5) ? 1 : 0)
        return .init(token: next(), content: .memfd(memfd))
    }
}
