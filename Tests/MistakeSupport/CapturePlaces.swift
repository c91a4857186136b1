import Captures
package import FixtureSupport
package import HandoverABI
package import HandoverCoding
package import HandoverState
package import MemoryDumps
import DeviceTree
import PhysicalMemory

/// A capture's image with the places of what is in it, found by decoding it.
///
/// The places stay those of the sound capture, whatever is put there.
package struct CapturePlaces: Sendable {
    /// The image, to be changed.
    package var image: CoreImage
    /// What the sound image decodes to.
    package let decoded: HandoverDecoder<Dump>.Result
    /// The profile that it is of.
    package let profile: Profile

    /// Decodes an ELF core that is not compressed.
    package init(_ core: [UInt8]) throws {
        image = CoreImage(core)
        let folder = try TemporaryFolder()
        let path = try folder.write(core, to: "memory.elf")
        guard case .handover(let capture) = try Capture.open(path) else { throw Unsuited("the image is no handover") }
        decoded = try capture.decode()
        guard let profile = decoded.profile else { throw Unsuited("no known kernel wrote the image") }
        self.profile = profile
    }

    /// What a mistake needs and a capture does not have.
    package struct Unsuited: Error, CustomStringConvertible {
        package let description: String

        package init(_ description: String) {
            self.description = description
        }
    }

    /// What the sound capture holds.
    package var state: HandoverState { decoded.handover.state }

    /// The value, or an error that says that there is none.
    package func need<Value>(_ value: Value?, _ what: String) throws -> Value {
        guard let value else { throw Unsuited("the capture has no \(what)") }
        return value
    }

    // MARK: The root tree

    /// The address of the root tree.
    package var root: UInt64 { get throws { try need(state.root?.address, "root tree").value } }

    /// The address of a property's value in the root tree; of the root node, or of a subtree's.
    package func property(_ name: String, of subtree: String? = nil) throws -> UInt64 {
        let top = try need(decoded.root, "root tree").root
        let node = try subtree.map { try need(top.child(named: $0), $0) } ?? top
        return try root + UInt64(need(node[name], name).offset)
    }

    /// The address of a subtree's data.
    package func subtree(_ name: String) throws -> UInt64 {
        try need(state.subtrees.first { $0.name == name }?.address, name).value
    }

    /// The address of a property's value in the tree that is a subtree's data.
    package func property(_ name: String, ofNode node: String, in subtree: String) throws -> UInt64 {
        let top = try need(decoded.trees[subtree], "tree \(subtree)").root
        return try self.subtree(subtree) + UInt64(need(need(top.child(named: node), node)[name], name).offset)
    }

    // MARK: Live update

    /// Whether sessions and files lie in blocks; in arrays where not.
    package var hasBlocks: Bool { profile.liveUpdate == .structure }

    /// The address of the number of live updates.
    package var liveUpdateNumber: UInt64 {
        get throws {
            let start = try subtree(SubtreeNames.liveUpdate)
            if hasBlocks { return start + UInt64(LiveUpdateRoot.number.offset) }
            let tree = try need(decoded.trees[SubtreeNames.liveUpdate], "live update")
            return start + UInt64(try need(tree.root[LiveUpdateTreeNames.number], "number").offset)
        }
    }

    /// The first block of sessions, or the head of their array.
    package var sessions: UInt64 {
        get throws {
            let start = try subtree(SubtreeNames.liveUpdate)
            if hasBlocks { return try image.number(at: start + UInt64(LiveUpdateRoot.sessions.offset)) }
            return try image.number(
                at: property(
                    LiveUpdateTreeNames.sessionsHeader, ofNode: LiveUpdateTreeNames.sessions,
                    in: SubtreeNames.liveUpdate))
        }
    }

    /// The record of a session.
    package func session(_ index: Int) throws -> UInt64 {
        let head = hasBlocks ? Block.layout.size : SessionHeader.layout.size
        return try sessions + UInt64(head + index * SessionRecord.layout.size)
    }

    /// The first block of a session's files, or their array.
    package func files(of session: Int) throws -> UInt64 {
        try image.number(at: self.session(session) + UInt64(SessionRecord.files.offset))
    }

    /// The record of a session's file.
    package func file(_ index: Int, of session: Int) throws -> UInt64 {
        try files(of: session) + UInt64((hasBlocks ? Block.layout.size : 0) + index * FileRecord.layout.size)
    }

    // MARK: Memfds

    /// A folio with contents, by where it is listed.
    package struct FolioPlace: Sendable {
        package let session: Int
        package let file: Int
        package let record: Int
        package let folio: Folio
    }

    /// Every folio with contents of every file.
    package var folios: [FolioPlace] {
        var result: [FolioPlace] = []
        for (session, value) in (state.liveUpdate?.sessions ?? []).enumerated() {
            for (file, value) in value.files.enumerated() {
                for (record, folio) in (value.memfd?.folios?.folios ?? []).enumerated() where folio.order != nil {
                    result.append(FolioPlace(session: session, file: file, record: record, folio: folio))
                }
            }
        }
        return result
    }

    /// A folio of a file that has more, so that the file's list, position and length are worth something.
    package var folio: FolioPlace {
        get throws {
            let folios = folios
            let first = folios.first { place in
                folios.count { $0.session == place.session && $0.file == place.file } > 1
            }
            return try need(first, "file of more than one folio")
        }
    }

    /// The structure of a memfd.
    package func memfd(_ place: FolioPlace) throws -> UInt64 {
        try image.number(at: file(place.file, of: place.session) + UInt64(FileRecord.data.offset))
    }

    /// The `kho_vmalloc` of a memfd's folio records.
    package func folioList(_ place: FolioPlace) throws -> UInt64 {
        let field = profile.memfd == .v1 ? MemfdV1.folios : MemfdV2.folios
        return try memfd(place) + UInt64(field.offset)
    }

    /// A folio's record; those of the first page of the list.
    package func record(_ place: FolioPlace) throws -> UInt64 {
        let offset = UInt64(place.record * FolioRecord.layout.size)
        guard offset < UInt64(profile.pageSize) else { throw Unsuited("the record is on a later page") }
        let chunk = try image.number(at: folioList(place) + UInt64(Vmalloc.first.offset))
        return try image.number(at: chunk + UInt64(Vmalloc.Chunk.layout.size)) + offset
    }

    /// A page of memory that is neither preserved nor scratch nor any structure's.
    package var freeFrame: UInt64 {
        get throws {
            let size = UInt64(profile.pageSize)
            let taken = try need(state.memory, "map").ranges.map(\.range) + (state.scratch ?? []) + decoded.structures
            let frames = taken.map { ($0.end.value + size - 1) / size }.sorted()
            let free = frames.first { frame in
                guard let page = MemoryRange(start: PhysicalAddress(frame * size), size: size) else { return false }
                return !taken.contains { $0.overlaps(page) }
            }
            return try need(free, "free page")
        }
    }
}
