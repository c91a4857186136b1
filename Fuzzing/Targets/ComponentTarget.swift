import ComponentSupport
import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory

/// What handlers and objects of the orchestrator stored: an image with one object of a format, some words of which are
/// others.
///
/// The first byte of the input chooses the format, the second how it is read. Then each ten bytes are a change: which
/// structure, which word of it, and what stands there.
enum ComponentTarget {
    private static let formats = ComponentFormat.known.filter { $0.place != .orchestrator }
    private static let profile = Profile.linux72
    private static let images = formats.map { image(of: $0) }

    static func run(_ bytes: [UInt8]) {
        guard bytes.count >= 2 else { return }
        let index = Int(bytes[0]) % formats.count
        guard let (sound, root, places) = images[index], !places.isEmpty else { return }
        var image = sound
        for change in stride(from: 2, to: bytes.count - 9, by: 10).prefix(64) {
            let place = places[Int(bytes[change]) % places.count]
            let words = max(1, min(64, place.size / 8))
            let address = place.start.value & ~7 + UInt64(bytes[change + 1]) % words * 8
            let word = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[change + 2 + $1]) << UInt64($1 * 8) }
            try? image.write(words: [word], at: PhysicalAddress(address))
        }
        let readers: ComponentFormats = bytes[1] & 1 == 0 ? .known : ComponentFormats(forced: [formats[index]])
        guard let result = decode(image, at: root, readers) else { return }
        examine(result, image, newest: bytes[1] & 2 != 0)
    }

    private static func examine(
        _ result: HandoverDecoder<MemoryImage>.Result, _ image: MemoryImage, newest: Bool
    ) {
        let state = result.handover.state
        _ = result.structures.count
        guard let liveUpdate = state.liveUpdate else { return }
        let graph = ComponentGraph(of: liveUpdate, formats: ComponentFormat.known)
        precondition(graph.nodes.count <= ComponentGraph.limit, "more nodes than a graph has")
        let isBroken = result.handover.remarks.contains { $0.severity == .damage }
        if let placement = result.placement, !isBroken {
            _ = try? HandoverEncoder(profile, origin: profile).encode(state, at: placement)
        }
        var target = profile
        if newest { target = profile.with(components: Array(formats.reversed())) }
        let ram = MemoryRange(from: 0x5000_0000, to: 0x6000_0000)
        _ = try? HandoverEncoder(target, losses: .drop, origin: profile)
            .encode(state, in: .init(ram: [[ram]], replaced: result.structures))
    }

    private static func decode(
        _ image: MemoryImage, at root: PhysicalAddress, _ formats: ComponentFormats
    ) -> HandoverDecoder<MemoryImage>.Result? {
        guard let tree = try? image.bytes(at: root, count: 4096) else { return nil }
        let input = HandoverInput(root: .whole(tree), rootAddress: root, memory: image, pageShifts: [12])
        return try? HandoverDecoder(input, components: formats).decode(as: profile)
    }

    /// A handover with one object, and where its structures lie.
    private static func image(
        of format: ComponentFormat
    ) -> (MemoryImage, PhysicalAddress, [MemoryRange])? {
        let component = ComponentState(abi: format.name, confidence: .given, root: format.filled)
        var liveUpdate = LiveUpdate(number: 1, sessions: [], flbs: [])
        if format.place == .file {
            let file = PreservedFile(token: 1, handler: format.compatible, data: 0, component: component)
            liveUpdate.sessions = [Session(name: "vm", fileCount: 1, files: [file])]
        } else {
            liveUpdate.flbs = [FileLifecycleBound(name: format.compatible, data: 0, count: 1, component: component)]
        }
        var state = HandoverState(root: nil)
        var preserved = PreservedMemory.Builder(pageShift: 12)
        for page in UInt64(0x7_0000)..<0x7_0003 { _ = preserved.add(block: page, order: 0) }
        state.memory = preserved.build()
        state.liveUpdate = liveUpdate
        let ram = MemoryRange(from: 0x2000_0000, to: 0x3000_0000)
        guard let encoded = try? HandoverEncoder(profile, origin: profile).encode(state, in: .init(ram: [[ram]])),
            let result = decode(encoded.image, at: encoded.root, ComponentFormats(forced: [format]))
        else { return nil }
        let places = (result.located ?? []).filter { $0.path.hasPrefix("/LUO/") }.map { $0.range }
        return (encoded.image, encoded.root, places)
    }
}
