import ComponentSupport
import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

/// A handover whose orchestrator has masks of features instead of a version.
@Suite struct FeatureRootTests {
    /// The root of 152 bytes in place of the one of 32, at the same sessions and objects.
    private func handover(_ masks: [UInt64]) throws -> Handover {
        let profile = Profile.linux72
        let fixture = try ComponentFixture(try #require(ComponentFormat.known.named("memfd@features")))
        let ram = MemoryRange(from: 0x2000_0000, to: 0x3000_0000)
        let encoded = try HandoverEncoder(profile, origin: profile).encode(fixture.state, in: .init(ram: [[ram]]))
        let image = encoded.image
        let tree = try image.bytes(at: encoded.root, count: 4096)
        func input(_ blobs: [String: [UInt8]]) -> HandoverInput<MemoryImage> {
            var input = HandoverInput(
                root: .whole(tree), rootAddress: encoded.root, memory: image, pageShifts: [12])
            input.blobs = blobs
            return input
        }
        let old = try #require(encoded.blobs.first { $0.name == "LUO" }).bytes
        var root = masks.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) } }
        root += [UInt8](repeating: 0, count: 128 - root.count) + old[8..<32]
        return try HandoverDecoder(input(["LUO": root])).decode().handover
    }

    @Test("Sessions and files come out as of any other root, and the masks are told")
    func reads() throws {
        let handover = try handover([7, 7, 3])
        let file = try #require(handover.state.liveUpdate?.sessions?.first?.files.first)
        #expect(file.handler == "memfd")
        #expect(file.component?.abi == "memfd@features")
        #expect(file.heldMemory?.folios?.count == 3)
        #expect(handover.remarks.contains { $0.message.hasSuffix("0x7 supported, 0x7 required, 0x3 active") })
    }

    @Test("Such a root is not written, as one of another kind least of all")
    func isNotWritten() throws {
        let state = try handover([7, 7, 3]).state
        let ram = MemoryRange(from: 0x2000_0000, to: 0x3000_0000)
        #expect(throws: EncodingError.self) {
            try HandoverEncoder(.linux72, origin: .linux72).encode(state, in: .init(ram: [[ram]]))
        }
    }

    @Test("Bytes that are no masks are no such root")
    func refuses() throws {
        for masks in [[0, 0, 0], [1 << 40, 7, 7], [7, 7, 7, 1]] as [[UInt64]] {
            #expect(try handover(masks).state.liveUpdate == nil)
        }
    }
}
