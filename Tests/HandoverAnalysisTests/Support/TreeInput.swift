import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState
import PhysicalMemory

/// The files of a handover without its memory: a root tree built for the purpose, and the blobs of a real kernel.
struct TreeInput {
    typealias Property = (name: String, value: DeviceTreeValue)

    var properties: [Property] = [
        (RootTreeNames.compatible, .string("kho-v4")), (RootTreeNames.map, .native64(0x4c_0000)),
    ]
    var subtrees: [(name: String, properties: [Property])] = [
        (SubtreeNames.memblock, [(RootTreeNames.data, .native64(0x75_9000)), (RootTreeNames.size, .native64(294))])
    ]
    var reservations: [MemoryReservation] = []
    var blobs: [String: [UInt8]]

    init() throws {
        blobs = [SubtreeNames.memblock: try Fixture.named("7.3.4").bytes("boot2/in/sub_fdts/memblock")]
    }

    func root() throws -> [UInt8] {
        try DeviceTreeWriter.build(reservations: reservations) { root throws(DeviceTreeError) in
            for property in properties { try root.property(property.name, property.value) }
            for subtree in subtrees {
                try root.node(subtree.name) { node throws(DeviceTreeError) in
                    for property in subtree.properties { try node.property(property.name, property.value) }
                }
            }
        }
    }

    func subject() throws -> Subject { try subject(.whole(try root())) }

    func subject(_ root: HandoverInput<MemoryImage>.Root) throws -> Subject {
        do throws(DecodingError) {
            let input = HandoverInput(root: root, memory: MemoryImage(), blobs: blobs)
            return Subject(try HandoverDecoder(input).decode(), in: [])
        } catch {
            return Subject(error)
        }
    }
}

extension Sample {
    /// Trees as files, and a change to them.
    init(_ rule: RuleID, trees deed: String, _ change: @escaping @Sendable (inout TreeInput) throws -> Void) {
        self.init(
            rule, deed, sound: { try TreeInput().subject() },
            broken: {
                var input = try TreeInput()
                try change(&input)
                return try input.subject()
            })
    }

    /// Trees as files, and a change to the bytes of the root tree.
    init(_ rule: RuleID, rootBytes deed: String, _ change: @escaping @Sendable (inout [UInt8]) throws -> Void) {
        self.init(
            rule, deed, sound: { try TreeInput().subject() },
            broken: {
                let input = try TreeInput()
                var root = try input.root()
                try change(&root)
                return try input.subject(.whole(root))
            })
    }

    /// What was read of a real capture, and a change to that.
    init(
        _ rule: RuleID, _ deed: String, readOf capture: String,
        _ change: @escaping @Sendable (inout Subject) throws -> Void
    ) {
        self.init(
            rule, deed, sound: { try EditedCapture(capture).subject() },
            broken: {
                var subject = try EditedCapture(capture).subject()
                try change(&subject)
                return subject
            })
    }
}
