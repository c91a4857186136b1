import HandoverState
import PhysicalMemory

extension Sample {
    /// A handover with an object and a file, and a change to it.
    private init(
        component rule: RuleID, _ deed: String, _ change: @escaping @Sendable (inout ComponentInput) throws -> Void
    ) {
        self.init(rule, deed) {
            try ComponentInput().subject()
        } broken: {
            var input = ComponentInput()
            try change(&input)
            return try input.subject()
        }
    }

    static let component = [
        Sample(component: .componentMissing, "the data of the object is a handle") {
            $0.object = FileLifecycleBound(name: "pci", data: 0xfeed, count: 1)
        },
        Sample(component: .componentUnreadable, "the devices lie where there is no memory") {
            $0.change = { image, object, _ in try image.put(0x70_0000_0000, at: object + 8) }
        },
        Sample(component: .componentShared, "the block of devices is its own next") {
            $0.change = { image, object, _ in
                let block = try image.word(at: object + 8)
                try image.put(block, at: block)
            }
        },
        Sample(component: .componentMisaligned, "the block of devices begins inside a page") {
            $0.change = { image, object, _ in try image.put(try image.word(at: object + 8) + 8, at: object + 8) }
        },
        Sample(component: .componentConstant, "the version is another") {
            $0.change = { image, object, _ in try image.put(2 | 1 << 32, at: object) }
        },
        Sample(component: .componentPadding, "a file has something in its padding") {
            $0.object = nil
            $0.file = ComponentInput.file("memfd@features", .init("memfd_luo_ser"))
            $0.change = { image, _, file in try image.put(1 << 16, at: file + 24) }
        },
        Sample(component: .componentCount, "five devices are announced, one is there") {
            $0.change = { image, object, _ in try image.put(1 | 5 << 32, at: object) }
        },
        Sample(component: .componentChain, "more blocks of devices than kernels follow") {
            $0.pages = 0x4_0000..<0x4_2712
            $0.change = { image, object, _ in
                let block = try image.word(at: object + 8)
                let device = try image.word(at: block + 16)
                try image.put(0x4000_0000, at: block)
                for page in UInt64(0x4_0000)..<0x4_2711 {
                    try image.write(words: [(page + 1) << 12, 1, device], at: PhysicalAddress(page << 12))
                }
            }
        },
        Sample(component: .componentCapacity, "the block of devices announces more than fit") {
            $0.change = { image, object, _ in try image.put(511, at: try image.word(at: object + 8) + 8) }
        },
        Sample(component: .componentValue, "the file has a seal without a name") {
            $0.object = nil
            $0.file = ComponentInput.file("memfd@features", .init("memfd_luo_ser", [.init("seals", .number(1 << 10))]))
        },
        Sample(component: .componentFormat, "the machine could be of several revisions") {
            $0.object = nil
            $0.file = ComponentInput.file("kvm-vm@2026-07", .init("kvm_luo_ser"))
        },
    ]
}
