import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

/// A handover with one object of the PCI core and one file, built for the purpose.
struct ComponentInput {
    var object: FileLifecycleBound?
    var file: PreservedFile
    /// Pages that are preserved beside what is written.
    var pages: Range<UInt64> = 0..<0
    /// Changes to the image, given where the object's and the file's data lie.
    var change: (inout MemoryImage, _ object: UInt64, _ file: UInt64) throws -> Void = { _, _, _ in }

    init() {
        let device = ComponentObject(
            "pci_dev_ser", [.init("bdf", .number(0x300)), .init("refcount", .number(1))])
        object = Self.object("pci@v9", .init("pci_ser", [.init("devices", .objects([device]))]))
        file = Self.file("vfio-pci@2026-07", .init("vfio_pci_core_device_ser", [.init("bdf", .number(0x300))]))
    }

    static func object(_ format: String, _ root: ComponentObject) -> FileLifecycleBound {
        FileLifecycleBound(name: "", data: 0, count: 1, component: state(format, root))
    }

    static func file(_ format: String, _ root: ComponentObject) -> PreservedFile {
        PreservedFile(token: 1, handler: "", data: 0, component: state(format, root))
    }

    private static func state(_ format: String, _ root: ComponentObject) -> ComponentState {
        ComponentState(abi: format, confidence: .given, root: root)
    }

    func subject() throws -> Subject {
        let profile = Profile.linux72
        var preserved = PreservedMemory.Builder(pageShift: 12)
        for page in pages {
            let isAdded = preserved.add(block: page, order: 0)
            try #require(isAdded)
        }
        var state = HandoverState(root: nil)
        state.memory = preserved.build()
        state.liveUpdate = LiveUpdate(
            number: 1, sessions: [Session(name: "vm", fileCount: 1, files: [file])], flbs: object.map { [$0] } ?? [])
        let ram = MemoryRange(from: 0x2000_0000, to: 0x3000_0000)
        let encoded = try HandoverEncoder(profile, origin: profile).encode(state, in: .init(ram: [[ram]]))
        let found = try Self.decode(encoded.image, at: encoded.root).handover.state.liveUpdate
        var image = encoded.image
        try change(&image, found?.flbs?.first?.data ?? 0, found?.sessions?.first?.files.first?.data ?? 0)
        return Subject(try Self.decode(image, at: encoded.root), in: image.present)
    }

    private static func decode(
        _ image: MemoryImage, at root: PhysicalAddress
    ) throws -> HandoverDecoder<MemoryImage>.Result {
        let input = HandoverInput(
            root: .whole(try image.bytes(at: root, count: 4096)), rootAddress: root, memory: image, pageShifts: [12])
        return try HandoverDecoder(input).decode()
    }
}

extension MemoryImage {
    /// The word at an address.
    func word(at address: UInt64) throws -> UInt64 {
        try withWords(at: PhysicalAddress(address), count: 1) { $0[0] }
    }

    /// Puts a word at an address.
    mutating func put(_ word: UInt64, at address: UInt64) throws {
        try write(words: [word], at: PhysicalAddress(address))
    }
}
