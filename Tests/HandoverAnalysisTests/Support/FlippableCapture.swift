import Captures
import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState
import MemoryDumps
import MistakeSupport
import PhysicalMemory
import Testing

/// The structures of a real capture in memory, any bit of which can be turned over.
struct FlippableCapture {
    let memory: MemoryImage
    let structures: [LocatedStructure]
    let blob: [UInt8]
    private let input: HandoverInput<MemoryImage>
    private let state: HandoverState
    private let findings: Set<String>

    /// A capture by its name; the contents of files are left out, which makes every reading short.
    init(_ name: String) throws {
        guard case .handover(let capture) = try Capture.open(Fixture.named(name).plainImage()) else {
            throw MissingFixture(path: name)
        }
        let decoded = try capture.decode()
        structures = try #require(decoded.located)
        var image = MemoryImage()
        let pages = structures.map { structure in
            MemoryRange(
                from: PhysicalAddress(structure.range.start.value & ~4095),
                to: PhysicalAddress((structure.range.end.value + 4095) & ~4095))
        }
        for range in pages.merged() {
            var address = range.start.value
            while address < range.end.value {
                let place = PhysicalAddress(address)
                if let page = try? capture.input.memory.bytes(at: place, count: 4096) {
                    try image.write(page, at: place)
                }
                address += 4096
            }
        }
        memory = image
        guard case .whole(let root) = capture.input.root else { throw MissingFixture(path: name) }
        blob = root
        input = HandoverInput(
            root: .whole(root), rootAddress: capture.input.rootAddress, memory: image, scratch: capture.input.scratch,
            release: capture.input.release)
        let read = try HandoverDecoder(input).decode()
        state = read.handover.state
        findings = Self.findings(in: read, present: image.present)
    }

    private static func findings<Memory: PhysicalMemory>(
        in decoded: HandoverDecoder<Memory>.Result, present: [MemoryRange]
    ) -> Set<String> {
        let found = Validator().findings(in: Subject(decoded, in: present))
        return Set(found.map { "\($0.rule.rawValue) \($0.path) \($0.message)" })
    }

    /// Which bytes of a range can change by a bit without anybody noticing; the state may differ then, or not.
    func silentOffsets(in range: MemoryRange, bits: (Int) -> [Int]) throws -> Set<Int> {
        var silent: Set<Int> = []
        for offset in 0..<Int(range.size) {
            for bit in bits(offset) where isSilent(range.start.value + UInt64(offset), bit) {
                silent.insert(offset)
            }
        }
        return silent
    }

    /// The bytes of the root tree that no kernel reads: the boot processor's number, the address in the entry that ends
    /// the reservations, and what fills names and values up to whole words.
    func unreadRootBytes(among offsets: Set<Int>) throws -> Set<Int> {
        let tree = try FlattenedDeviceTree(blob: blob)
        let strings = Int(blob[12]) << 24 | Int(blob[13]) << 16 | Int(blob[14]) << 8 | Int(blob[15])
        var unread = Set(28..<32)
        let reservations = Int(blob[18]) << 8 | Int(blob[19])
        unread.formUnion(reservations..<reservations + 8)
        var read = Set<Int>()
        func mark(_ node: FlattenedDeviceTree.Node) {
            for property in node.properties {
                let start = property.offset
                unread.formUnion(start + property.count..<(start + property.count + 3) & ~3)
                read.formUnion(start..<start + property.count)
            }
            for child in node.children { mark(child) }
        }
        mark(tree.root)
        // A name's own padding: zeros that a NUL precedes, up to the next word.
        for offset in 56..<strings where blob[offset] == 0 && !read.contains(offset) && offset % 4 != 0 {
            if blob[offset - 1] == 0, !(offset - (offset % 4)..<offset).contains(where: read.contains) {
                unread.insert(offset)
            }
        }
        return unread.intersection(offsets)
    }

    /// Whether a flipped bit is neither refused nor told by a finding that was not there before.
    private func isSilent(_ address: UInt64, _ bit: Int) -> Bool {
        let mask = UInt8(1) << UInt8(bit)
        var tree = blob
        if let root = input.rootAddress, address >= root.value, address - root.value < UInt64(blob.count) {
            tree[Int(address - root.value)] ^= mask
        }
        let flipped = HandoverInput(
            root: .whole(tree), rootAddress: input.rootAddress,
            memory: FlippedMemory(base: memory, at: address, mask: mask), scratch: input.scratch,
            release: input.release)
        guard let decoded = try? HandoverDecoder(flipped).decode() else { return false }
        return Self.findings(in: decoded, present: memory.present).subtracting(findings).isEmpty
    }
}
