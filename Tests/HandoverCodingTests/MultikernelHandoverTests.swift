import Captures
import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverCoding
import HandoverState
import MemoryDumps
import PhysicalMemory
import Testing

/// What the first kernels of the multikernel patches put into the root tree of a handover.
struct MultikernelHandoverTests {
    /// The tree of an instance, as those kernels wrote it.
    private static func instanceTree() throws -> [UInt8] {
        try DeviceTreeWriter.build { root throws(DeviceTreeError) in
            try root.property("compatible", .string("multikernel-v1"))
            try root.node("instances") { list throws(DeviceTreeError) in
                try list.node("blue") { node throws(DeviceTreeError) in
                    try node.property("id", .bigEndian32(3))
                }
            }
        }
    }

    /// The root tree of a real kernel, with the nodes written behind its first subtree by the calls that kernels make.
    private func root(
        of capture: String, adding body: (inout DeviceTreeWriter) throws(DeviceTreeError) -> Void
    ) throws -> [UInt8] {
        let fixture = try Fixture.named(capture)
        guard case .handover(let handover) = try Capture.open(fixture.image) else {
            throw MissingFixture(path: capture)
        }
        let tree = try #require(try handover.decode().root)
        return try DeviceTreeWriter.build { root throws(DeviceTreeError) in
            for property in tree.root.properties {
                try root.property(property.name, DeviceTreeValue(Array(property.bytes)))
            }
            for (index, child) in tree.root.children.enumerated() {
                if index == 1 { try body(&root) }
                try root.node(DeviceTreeNode(child))
            }
        }
    }

    private func kernels(_ root: inout DeviceTreeWriter, tree: [UInt8]) throws(DeviceTreeError) {
        try root.node(MultikernelNames.tree) { node throws(DeviceTreeError) in
            try node.property(MultikernelNames.data, DeviceTreeValue(tree))
        }
        for (name, address) in [(MultikernelNames.hostMessages, UInt64(0x300_0000)), ("ipi-buffer", 0xa810_0000)] {
            try root.node(name) { node throws(DeviceTreeError) in
                try node.property(MultikernelNames.address, .bigEndian64(address))
                try node.property(MultikernelNames.pages, .bigEndian32(65))
            }
        }
    }

    private func decode(_ root: [UInt8]) throws -> HandoverDecoder<MemoryImage>.Result {
        try HandoverDecoder(HandoverInput(root: .whole(root), memory: MemoryImage())).decode()
    }

    @Test("The tree of an instance and the message buffers are read, in their own byte order")
    func reading() throws {
        let tree = try Self.instanceTree()
        let blob = try root(of: "6.17.8") { root throws(DeviceTreeError) in try kernels(&root, tree: tree) }
        let plain = try decode(try root(of: "6.17.8") { _ throws(DeviceTreeError) in })
        let result = try decode(blob)
        #expect(
            result.handover.state.multikernel
                == MultikernelHandover(
                    tree: tree, hostMessages: .init(address: 0x300_0000, pages: 65),
                    messages: .init(address: 0xa810_0000, pages: 65), position: 1))
        #expect(result.trees["multikernel"]?.node(at: "/instances/blue")?["id"]?.bigEndianUInt32 == 3)
        // Nothing else changes for them.
        #expect(result.handover.state.subtrees == plain.handover.state.subtrees)
        #expect(result.handover.remarks == plain.handover.remarks)
        #expect(result.profile == plain.profile)
        #expect(plain.handover.state.multikernel == nil)
    }

    @Test("A buffer of the wrong length is damage, and what is right of it is kept")
    func wrongLength() throws {
        let blob = try root(of: "6.17.8") { root throws(DeviceTreeError) in
            try root.node(MultikernelNames.messages) { node throws(DeviceTreeError) in
                try node.property(MultikernelNames.address, .bigEndian32(0x300_0000))
                try node.property(MultikernelNames.pages, .bigEndian32(65))
            }
        }
        let handover = try decode(blob).handover
        #expect(handover.state.multikernel?.messages == .init(address: nil, pages: 65))
        #expect(handover.remarks.contains { $0.rule == .propertySize && $0.path == "/ipi-buffer" })
    }

    @Test("A subtree of one of the names is a subtree")
    func subtree() throws {
        let blob = try root(of: "6.17.8") { root throws(DeviceTreeError) in
            try root.node(MultikernelNames.messages) { node throws(DeviceTreeError) in
                try node.property(RootTreeNames.tree, .native64(0x1000))
            }
        }
        let state = try decode(blob).handover.state
        #expect(state.multikernel == nil)
        #expect(state.subtrees.contains { $0.name == MultikernelNames.messages })
    }

    @Test("A dump that is encoded in place has the same root tree, byte for byte", arguments: ["6.17.8", "6.18.15"])
    func inPlace(capture: String) throws {
        let tree = try Self.instanceTree()
        let blob = try root(of: capture) { root throws(DeviceTreeError) in try kernels(&root, tree: tree) }
        guard case .handover(var handover) = try Capture.open(Fixture.named(capture).image) else { return }
        handover.input.root = .whole(blob)
        let result = try handover.decode()
        let profile = try #require(result.profile)
        let image = try Captures.HandoverImage(inPlace: handover, result, for: profile)
        #expect(image.encoded.blobs.first?.bytes == blob)
        let anew = try Captures.HandoverImage(handover, result, for: profile, losses: .refuse, ram: [])
        let again = try decode(try #require(anew.encoded.blobs.first?.bytes))
        #expect(again.handover.state.multikernel?.tree == tree)
        #expect(again.handover.state.multikernel?.hostMessages == .init(address: 0x300_0000, pages: 65))
    }
}
