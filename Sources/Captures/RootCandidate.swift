import DeviceTree
import HandoverABI
import MemoryDumps
public import PhysicalMemory

/// A root tree found in memory.
public struct RootCandidate: Hashable, Sendable {
    /// Where it lies.
    public let address: PhysicalAddress
    /// What it is, in a clause: its version, size and subtrees.
    public let summary: String
}

/// Finds the root trees of handovers in memory: page-aligned trees that say so.
struct RootSearch {
    /// A root tree is a page; older multikernel trees carried up to 1 MiB of another kernel's tree in it.
    static let sizeLimit = 2 << 20
    /// The first word of a device tree, which is big-endian, as memory is searched for it.
    static let magic = UInt32(0xd00d_feed).byteSwapped

    /// Trees of more than the largest page are read up to this many bytes in all: a dump can hold one at each page.
    private static let largeTreeRoom = 256 << 20

    static func candidates(in memory: Dump, room: Int = largeTreeRoom) -> [RootCandidate] {
        var result: [RootCandidate] = []
        forEachBlob(in: memory, room: room) { address, blob in
            if let candidate = candidate(blob, at: address) { result.append(candidate) }
            return true
        }
        return result
    }

    /// Calls `body` with what may be a device tree at the start of a page, as long as it wants more.
    static func forEachBlob(
        in memory: Dump, room: Int = largeTreeRoom, _ body: (PhysicalAddress, [UInt8]) -> Bool
    ) {
        var room = room
        for address in memory.pages(startingWith: magic, pageSize: 4096) {
            guard let size = try? size(at: address, in: memory) else { continue }
            if size > 1 << 16 {
                guard size <= room else { continue }
                room -= size
            }
            if let blob = try? blob(at: address, in: memory), !body(address, blob) { return }
        }
    }

    /// The bytes of the tree at an address.
    static func blob(at address: PhysicalAddress, in memory: Dump) throws(RootError) -> [UInt8] {
        do throws(MemoryError) {
            return try memory.bytes(at: address, count: try size(at: address, in: memory))
        } catch {
            throw RootError(reason: "\(error)")
        }
    }

    private static func size(at address: PhysicalAddress, in memory: Dump) throws(MemoryError) -> Int {
        let head = try memory.bytes(at: address, count: 8)
        guard FlattenedDeviceTree.looksLikeTree(head), let size = FlattenedDeviceTree.declaredSize(head) else {
            throw MemoryError.unreadable(address, reason: "the bytes there are not a device tree")
        }
        guard size <= sizeLimit else {
            throw MemoryError.unreadable(
                address, reason: "its header gives it \(size) bytes, kernels keep it in a page")
        }
        return size
    }

    private static func candidate(_ blob: [UInt8], at address: PhysicalAddress) -> RootCandidate? {
        guard let tree = try? FlattenedDeviceTree(blob: blob),
            let version = tree.root[RootTreeNames.compatible]?.string,
            version.hasPrefix(RootTreeNames.versionPrefix), tree.root[RootTreeNames.map] != nil
        else { return nil }
        let names = tree.root.children.map(\.name).joined(separator: ", ")
        let map = tree.root[RootTreeNames.map]?.nativeUInt64 ?? 0
        let state = map == 0 ? ", not finalized" : ""
        return RootCandidate(
            address: address, summary: "\(version)\(state), \(tree.totalSize) bytes, subtrees: \(names)")
    }
}

/// Why there is no root tree at an address.
struct RootError: Error {
    let reason: String
}
