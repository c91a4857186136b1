import HandoverABI
import HandoverState

/// What the two sides could not read: there nothing can be called the same, nor gone.
struct ComparedDamage {
    private let old: Side
    private let new: Side

    /// Places, each once, in the order in which they were met.
    private struct Places {
        private(set) var list: [String] = []
        private(set) var set: Set<String> = []

        mutating func insert(_ place: String) {
            if set.insert(place).inserted { list.append(place) }
        }
    }

    private struct Side {
        /// Where something is broken.
        var damaged = Places()
        /// What the input does not carry, though the handover has it.
        var absent = Places()

        init(_ handover: Handover) {
            for remark in handover.remarks {
                switch remark.severity {
                case .damage: damaged.insert(remark.path)
                // The sum is one more thing to know; the test is there without it.
                case .unavailable where remark.rule != .testSumUnknown: absent.insert(remark.path)
                case .unavailable, .note: break
                }
            }
            // A document may tell of fewer files than it announces, and of no damage.
            for session in handover.state.liveUpdate?.sessions ?? []
            where session.fileCount > UInt64(session.files.count) {
                damaged.insert("/\(SubtreeNames.liveUpdate)/\(session.name)")
            }
        }

        /// Whether a place lies at or below one that could not be read.
        func hides(_ place: String) -> Bool {
            ComparedDamage.isBelow(place, damaged) || ComparedDamage.isBelow(place, absent)
        }

        /// Whether the root tree may have had more than was read.
        var hidesSubtrees: Bool { damaged.set.contains("/") || absent.set.contains("/") }
    }

    init(old: Handover, new: Handover) {
        self.old = Side(old)
        self.new = Side(new)
    }

    /// A change for each place, which says which side is damaged.
    var changes: [Change] {
        let damaged = Change.Value.text("damaged")
        return (old.damaged.list + new.damaged.list.filter { !old.damaged.set.contains($0) }).map { place in
            Change(
                .unread, Self.group(of: place), place, from: old.damaged.set.contains(place) ? damaged : nil,
                to: new.damaged.set.contains(place) ? damaged : nil)
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

    /// What was not compared since an input does not carry it: what was found so, and what reading it said.
    func uncompared(_ found: [String]) -> [String] {
        var places = Places()
        for place in old.absent.list + new.absent.list + found where !isDamaged(place) {
            places.insert(place == "/" + RootTreeNames.map ? "/memory" : place)
        }
        return places.list
    }

    private func isDamaged(_ place: String) -> Bool {
        Self.isBelow(place, old.damaged) || Self.isBelow(place, new.damaged)
    }

    /// Whether a thing only seems to have come or gone, since the other side could not be read at or above its place.
    func explains(_ change: Change) -> Bool {
        let side: Side
        switch change.kind {
        case .removed: side = new
        case .added: side = old
        case .changed, .renamed, .moved, .unread: return false
        }
        let isOfRoot = change.group == .root || change.group == .subtrees
        return side.hides(change.path) || isOfRoot && side.hidesSubtrees
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
