import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

/// A machine whose handover holds files and objects of formats that are described.
struct ComponentMachine {
    /// What was encoded.
    let encoded: HandoverEncoder.Result
    /// Memory as the next kernel finds it.
    var memory: MemoryImage { encoded.image }

    static let profile = Profile.linux72
    static let ram = MemoryRange(from: 0x2000_0000, to: 0x4000_0000)

    /// A file or an object as a plain value.
    struct Item {
        let format: ComponentFormat
        let root: ComponentObject

        var state: ComponentState { ComponentState(abi: format.name, confidence: .given, root: root) }
    }

    /// Encodes items in free memory, files in one session under the tokens 1, 2 and so on.
    init(_ items: [Item], formats: [ComponentFormat] = ComponentFormat.known) throws {
        var state = HandoverState(root: nil)
        var preserved = PreservedMemory.Builder(pageShift: 12)
        // Something that is preserved already: pages that page tables may be in.
        let isAdded = preserved.add(block: 0x100, order: 0)
        #expect(isAdded)
        state.memory = preserved.build()
        let files = items.filter { $0.format.place == .file }.enumerated().map { index, item in
            PreservedFile(
                token: UInt64(index + 1), handler: item.format.compatible, data: 0, component: item.state)
        }
        let flbs = items.filter { $0.format.place == .flb }.map {
            FileLifecycleBound(name: $0.format.compatible, data: 0, count: 1, component: $0.state)
        }
        state.liveUpdate = LiveUpdate(
            number: 1, sessions: [Session(name: "vm", fileCount: UInt64(files.count), files: files)], flbs: flbs)
        encoded = try HandoverEncoder(Self.profile, origin: Self.profile, components: formats)
            .encode(state, in: .init(ram: [[Self.ram]]))
    }

    /// What is read from the memory.
    func decode(
        _ formats: ComponentFormats = .known, retaining retention: FolioTable.Retention = .every
    ) throws -> HandoverDecoder<MemoryImage>.Result {
        try Self.decode(memory, root: encoded.root, formats, retaining: retention)
    }

    static func decode<Memory: PhysicalMemory>(
        _ memory: Memory, root: PhysicalAddress, _ formats: ComponentFormats = .known,
        retaining retention: FolioTable.Retention = .every
    ) throws -> HandoverDecoder<Memory>.Result {
        let input = HandoverInput(
            root: .whole(try memory.bytes(at: root, count: 4096)), rootAddress: root, memory: memory, pageShifts: [12])
        return try HandoverDecoder(input, retaining: retention, components: formats).decode(as: profile)
    }
}

extension HandoverState {
    /// What was read of files and objects, objects first.
    var components: [ComponentState] {
        (liveUpdate?.flbs ?? []).compactMap(\.component)
            + (liveUpdate?.sessions ?? []).flatMap { $0.files.compactMap(\.component) }
    }
}

extension Handover {
    /// What damage there is, for messages of tests.
    var damage: [String] {
        remarks.filter { $0.severity == .damage }.map { "\($0.rule.rawValue) \($0.path): \($0.message)" }
    }
}
