import ComponentSupport
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

/// A whole hypervisor's handover, encoded and read again by the formats that it was written in.
struct HypervisorInput {
    var liveUpdate: LiveUpdate
    private let formats: [ComponentFormat]

    /// Formats that refer to most.
    static let formats = Hypervisor.earlier.map { $0 == "kvm-vm@rfc-v1" ? "kvm-vm@2026-07" : $0 }

    init(_ machine: Hypervisor = Hypervisor(formats)) {
        liveUpdate = machine.liveUpdate
        formats = machine.formats.values.sorted { $0.name < $1.name }
    }

    /// The files of the guests, by their order in the machine.
    enum Guest: Int {
        case first, second
    }

    /// Changes what lies behind a file.
    mutating func change(
        _ token: UInt64, of guest: Guest, _ change: (inout ComponentObject) throws -> Void
    ) throws {
        let files = try #require(liveUpdate.sessions?[guest.rawValue].files)
        let index = try #require(files.firstIndex { $0.token == token })
        var state = try #require(files[index].component)
        try change(&state.root)
        liveUpdate.sessions?[guest.rawValue].files[index].component = state
    }

    /// Changes what lies behind an object.
    mutating func change(_ component: String, _ change: (inout ComponentObject) throws -> Void) throws {
        let index = try #require(
            liveUpdate.flbs?.firstIndex { $0.component?.abi.hasPrefix(component + "@") == true })
        var state = try #require(liveUpdate.flbs?[index].component)
        try change(&state.root)
        liveUpdate.flbs?[index].component = state
    }

    /// What is found when the state has been encoded and is read.
    func subject() throws -> Subject {
        let profile = Profile.linux72
        var preserved = PreservedMemory.Builder(pageShift: 12)
        for (frame, order) in [(0x4_0000, 9), (0x4_0200, 9), (0x5_0000, 9), (0x5_0200, 9), (0x8_0000, 18)] {
            let isAdded = preserved.add(block: UInt64(frame) >> UInt64(order), order: order)
            try #require(isAdded)
        }
        var state = HandoverState(root: nil)
        state.memory = preserved.build()
        state.liveUpdate = liveUpdate
        let ram = MemoryRange(from: 0x2000_0000, to: 0x3000_0000)
        let encoded = try HandoverEncoder(profile, origin: profile).encode(state, in: .init(ram: [[ram]]))
        let input = HandoverInput(
            root: .whole(try encoded.image.bytes(at: encoded.root, count: 4096)), rootAddress: encoded.root,
            memory: encoded.image, pageShifts: [12])
        let decoder = HandoverDecoder(input, components: ComponentFormats(forced: formats))
        return Subject(try decoder.decode(), in: encoded.image.present)
    }
}

extension ComponentObject {
    /// Changes a structure of a list.
    mutating func change(
        _ list: String, _ index: Int, _ change: (inout ComponentObject) throws -> Void
    ) throws {
        guard case .objects(var objects)? = self[list] else { throw Missing(member: list) }
        try #require(objects.indices.contains(index))
        try change(&objects[index])
        self[list] = .objects(objects)
    }

    /// Adds a structure to a list, one like another with some members changed.
    mutating func append(_ list: String, like index: Int, _ values: [String: UInt64]) throws {
        guard case .objects(var objects)? = self[list] else { throw Missing(member: list) }
        try #require(objects.indices.contains(index))
        var object = objects[index]
        object.address = nil
        for (name, value) in values { object[name] = .number(value) }
        objects.append(object)
        self[list] = .objects(objects)
    }

    /// Changes a structure within this one.
    mutating func change(_ member: String, _ change: (inout ComponentObject) throws -> Void) throws {
        guard case .object(var object)? = self[member] else { throw Missing(member: member) }
        try change(&object)
        self[member] = .object(object)
    }

    /// That a structure lacks a member.
    struct Missing: Error {
        let member: String
    }
}
