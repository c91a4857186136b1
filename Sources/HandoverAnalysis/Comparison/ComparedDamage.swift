import HandoverABI
import HandoverState

/// Where the two sides of a comparison are damaged: there nothing can be called the same, nor gone.
struct ComparedDamage {
    private let old: Places
    private let new: Places

    /// Places, each once, in the order in which they were met.
    private struct Places {
        private(set) var list: [String] = []
        private(set) var set: Set<String> = []

        mutating func insert(_ place: String) {
            if set.insert(place).inserted { list.append(place) }
        }
    }

    init(old: Handover, new: Handover) {
        self.old = Self.places(in: old)
        self.new = Self.places(in: new)
    }

    private static func places(in handover: Handover) -> Places {
        var places = Places()
        for remark in handover.remarks where remark.severity == .damage { places.insert(remark.path) }
        // A document may tell of fewer files than it announces, and of no damage.
        for session in handover.state.liveUpdate?.sessions ?? [] where session.fileCount != UInt64(session.files.count) {
            places.insert("/\(SubtreeNames.liveUpdate)/\(session.name)")
        }
        return places
    }

    /// A change for each place, which says which side is damaged.
    var changes: [Change] {
        let damaged = Change.Value.text("damaged")
        return (old.list + new.list.filter { !old.set.contains($0) }).map { place in
            Change(
                .unread, Self.group(of: place), place, from: old.set.contains(place) ? damaged : nil,
                to: new.set.contains(place) ? damaged : nil)
        }
    }

    private static func group(of place: String) -> Change.Group {
        switch place.split(separator: "/").first {
        case nil: .root
        case Substring(SubtreeNames.liveUpdate): .sessions
        case Substring(SubtreeNames.memblock): .reserveMem
        case Substring(SubtreeNames.kexecMetadata): .kernel
        case Substring(SubtreeNames.test): .test
        case Substring(RootTreeNames.map): .memory
        default: .subtrees
        }
    }

    /// Whether a thing only seems to have come or gone, since the other side is damaged at or above its place.
    func explains(_ change: Change) -> Bool {
        switch change.kind {
        case .removed: Self.isBelow(change.path, new)
        case .added: Self.isBelow(change.path, old)
        case .changed, .renamed, .moved, .unread: false
        }
    }

    /// Whether a change tells of damage at a place or above it.
    func covers(_ place: String) -> Bool {
        Self.isBelow(place, old) || Self.isBelow(place, new)
    }

    private static func isBelow(_ path: String, _ places: Places) -> Bool {
        if places.set.isEmpty { return false }
        if path.hasPrefix("/memory"), places.set.contains("/" + RootTreeNames.map) { return true }
        let bytes = path.utf8
        return places.set.contains(path)
            || bytes.indices.dropFirst().contains {
                bytes[$0] == UInt8(ascii: "/") && places.set.contains(String(path[..<$0]))
            }
    }
}
