import HandoverABI
import HandoverState
import PhysicalMemory

/// What a handover shall hold: everything but the addresses, which the image finds.
struct HandoverRecipe {
    var profile: Profile
    /// Where the kernel's own pages begin.
    var start: PhysicalAddress = 0x10_0000
    /// Preserved blocks beside those of the handover's own structures.
    var blocks: [Block] = []
    /// The regions of `reserve_mem=`; no subtree where `nil`.
    var regions: [ReservedRegion]?
    var liveUpdate: LiveUpdate?
    var kernel: PreviousKernel?
    /// The folios of the kernel's test; no subtree where `nil`.
    var test: [TestFolio]?
    /// Trees that no known kernel writes, by name.
    var strangers: [Stranger] = []

    /// A block by its number in blocks of its order.
    struct Block: Hashable {
        var order: Int
        var number: UInt64
    }

    /// A folio of the kernel's test and what fills it.
    struct TestFolio {
        var order: Int
        var words: [UInt64]
    }

    struct Stranger {
        var name: String
        var compatible: String
    }

    struct LiveUpdate {
        var number: UInt64 = 1
        var sessions: [Session] = []
        var flbs: [FileLifecycleBound] = []
    }

    struct Session {
        var name: String
        var files: [File] = []
    }

    struct File {
        var token: UInt64
        var content: Content

        enum Content {
            case memfd(Memfd)
            case opaque(handler: String, data: UInt64)
        }
    }

    struct Memfd {
        var size: UInt64
        var position: UInt64 = 0
        var seals: UInt32 = 0
        var flags: UInt32 = 0
        var folios: [Folio] = []
        /// The order of the blocks that hold the list of folios.
        var listOrder = 0
    }

    struct Folio {
        var index: UInt64
        /// `nil` for a hole.
        var order: Int?
        var flags: UInt16 = 3
    }
}

extension HandoverRecipe {
    /// A little of everything that a profile has.
    static func everything(_ profile: Profile) -> HandoverRecipe {
        var recipe = HandoverRecipe(profile: profile)
        recipe.blocks = [
            Block(order: 0, number: 0x9_0001), Block(order: 0, number: 0x9_0002), Block(order: 3, number: 0x77),
            Block(order: 9, number: 0x4321), Block(order: 18, number: 5),
        ]
        recipe.regions = [
            ReservedRegion(name: "trace", address: 0x7_0000_0000, size: 0x20_0000),
            ReservedRegion(name: "pstore", address: 0x7_1000_0000, size: 0x1_0000),
        ]
        for region in recipe.regions ?? [] { recipe.preserve(region) }
        recipe.test = [
            TestFolio(order: 0, words: [1, 2, .max]), TestFolio(order: 1, words: [0xdead_beef_0bad_cafe]),
        ]
        if profile.hasKexecMetadata {
            recipe.kernel = PreviousKernel(version: 1, release: "7.1.13-kho+", kexecCount: 3)
        }
        guard let form = profile.liveUpdate else { return recipe }
        let memfd = Memfd(
            size: 0x5123, position: 7, seals: profile.memfd == .v2 ? 0x2a : 0,
            folios: [Folio(index: 0, order: 0), Folio(index: 1, order: nil), Folio(index: 2, order: 2, flags: 1)])
        recipe.liveUpdate = LiveUpdate(
            number: 4,
            sessions: [
                Session(
                    name: "vm-0",
                    files: [
                        File(token: 0x100, content: .memfd(memfd)),
                        File(token: .max, content: .opaque(handler: "vfio-pci-v1", data: 0xfeed)),
                        File(token: 0, content: .memfd(Memfd(size: 0))),
                    ]),
                Session(name: "empty"),
            ],
            flbs: form.hasFLBs ? [FileLifecycleBound(name: "pci-v1", data: 0xfeed_f00d, count: 2)] : [])
        return recipe
    }

    /// Adds the blocks of a region, split as `kho_preserve_pages` splits it.
    mutating func preserve(_ region: ReservedRegion) {
        let shift = UInt64(profile.pageShift)
        var frame = region.address.value >> shift
        let end = (region.address.value + region.size) >> shift
        while frame < end {
            let order = min(frame.trailingZeroBitCount, 63 - (end - frame).leadingZeroBitCount)
            blocks.append(Block(order: order, number: frame >> UInt64(order)))
            frame += 1 << UInt64(order)
        }
    }
}
