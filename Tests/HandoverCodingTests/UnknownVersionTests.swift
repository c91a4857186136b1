import DeviceTree
import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

@Suite("Versions from the future are told and kept, not decoded")
struct UnknownVersionTests {
    /// Puts another last character into a version string of the same length.
    private func renamed(_ profile: Profile, _ old: String, _ new: String) throws -> HandoverImage {
        var image = try HandoverImage(.everything(profile))
        let pages = [image.root] + image.places.values.flatMap { $0 }
        for page in pages {
            let bytes = try image.memory.bytes(at: page, count: 512)
            let pattern = Array(old.utf8)
            for offset in 0..<512 - pattern.count where Array(bytes[offset..<offset + pattern.count]) == pattern {
                try image.write(bytes: Array(new.utf8), at: page, offset: UInt64(offset))
            }
        }
        return image
    }

    private func subtree(_ name: String, of handover: Handover) throws -> Subtree {
        try #require(handover.state.subtrees.first { $0.name == name })
    }

    private func expectKept(_ name: String, _ compatible: String?, _ handover: Handover, _ image: HandoverImage) throws
    {
        let found = try subtree(name, of: handover)
        let written = try #require(image.expected.subtrees.first { $0.name == name })
        #expect(found.address == written.address)
        #expect(found.size == written.size)
        #expect(found.compatible == compatible)
        let address = try #require(written.address)
        #expect(found.content == (try image.memory.bytes(at: address, count: written.size ?? 0)))
        #expect(complaints(about: handover) == [])
    }

    @Test("A root of kho-v9", arguments: [Profile.linux618, .linux72])
    func root(profile: Profile) throws {
        let image = try renamed(profile, profile.compatible, "kho-v9")
        let handover = try image.decode()
        #expect(handover.abi.profile == nil)
        #expect(handover.abi.compatible == "kho-v9")
        #expect(handover.abi.confidence == .unknown)
        #expect(handover.state.memory == nil)
        #expect(handover.state.root == image.expected.root)
        #expect(handover.state.subtrees.map(\.name) == image.expected.subtrees.map(\.name))
        #expect(handover.state.subtrees.map(\.address) == image.expected.subtrees.map(\.address))
        #expect(handover.state.reserveMem == image.expected.reserveMem)
        #expect(complaints(about: handover) == [])
        // Taken for the kernel that really wrote it, all of it can be read.
        #expect(try image.decodeAsWritten().state == image.expected)
    }

    @Test("An orchestrator of luo-v6, as a structure")
    func structure() throws {
        let image = try renamed(.linux72, "luo-v5", "luo-v6")
        let handover = try image.decode()
        #expect(handover.state.liveUpdate == nil)
        try expectKept("LUO", "luo-v6", handover, image)
        #expect(handover.state.memory == image.expected.memory)
    }

    @Test("An orchestrator of luo-v2, as a tree", arguments: [Profile.linux619, .linux71])
    func tree(profile: Profile) throws {
        let image = try renamed(profile, "luo-v1", "luo-v2")
        let handover = try image.decode()
        #expect(handover.state.liveUpdate == nil)
        try expectKept("LUO", "luo-v2", handover, image)
    }

    @Test("Sessions of luo-session-v3", arguments: [Profile.linux619, .linux70Release, .linux71])
    func sessions(profile: Profile) throws {
        let image = try renamed(profile, "luo-session-v2", "luo-session-v3")
        let handover = try image.decode()
        #expect(handover.state.liveUpdate?.sessions == nil)
        #expect(handover.state.liveUpdate?.number == 4)
        #expect(handover.state.liveUpdate?.flbs == image.expected.liveUpdate?.flbs)
        let note = handover.remarks.first { $0.message.contains("luo-session-v3") }
        #expect(note?.severity == .note)
        #expect(note?.address == image.places[.subtree("LUO")]?.first)
    }

    @Test("Files of memfd-v3", arguments: [Profile.linux619, .linux72])
    func files(profile: Profile) throws {
        let old = try #require(profile.memfd).rawValue
        let image = try renamed(profile, old, "memfd-v3")
        let handover = try image.decode()
        let files = try #require(handover.state.liveUpdate?.sessions?[0].files)
        #expect(files.map(\.handler) == ["memfd-v3", "vfio-pci-v1", "memfd-v3"])
        #expect(files.map(\.data) == image.expected.liveUpdate?.sessions?[0].files.map(\.data))
        #expect(files[0].memfd == nil)
        #expect(handover.remarks.contains { $0.severity == .note && $0.message.contains("memfd-v3") })
        #expect(complaints(about: handover) == [])
    }

    @Test("Regions of memblock-v2 and a test of kho-test-v2", arguments: Profile.all)
    func trees(profile: Profile) throws {
        let regions = try renamed(profile, "memblock-v1", "memblock-v2")
        let first = try regions.decode()
        #expect(first.state.reserveMem == nil)
        try expectKept("memblock", "memblock-v2", first, regions)
        let test = try renamed(profile, "kho-test-v1", "kho-test-v2")
        let second = try test.decode()
        #expect(second.state.test == nil)
        try expectKept("kho_test", "kho-test-v2", second, test)
    }

    @Test("Metadata of version 2", arguments: [Profile.linux71, .linux72])
    func metadata(profile: Profile) throws {
        var image = try HandoverImage(.everything(profile))
        try image.write(bytes: [2, 0, 0, 0], at: try image.place(.subtree("kexec-metadata")))
        let handover = try image.decode()
        #expect(handover.state.kernel == nil)
        try expectKept("kexec-metadata", nil, handover, image)
        #expect(handover.remarks.contains { $0.severity == .note && $0.message.contains("version 2") })
    }
}
