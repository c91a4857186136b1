/// A version string and the structures it stands for that do not go together.
public struct VersionMistake: Hashable, Sendable {
    /// What is wrong.
    public let kind: Kind
    /// The part of the handover.
    public let component: String
    /// The string of the older kernel.
    public let old: String
    /// The string of the newer kernel.
    public let new: String
    /// The structures that changed, or that did not.
    public let structures: [String]
    /// Whether both strings were read from the kernels, not assumed.
    public let isCertain: Bool

    /// The two mistakes.
    public enum Kind: String, Hashable, Sendable {
        /// The next kernel takes the state for its own and misreads it.
        case layoutChanged = "layout changed under the same string"
        /// The next kernel refuses a state that it could read, unless something changed that types do not show.
        case stringChanged = "string changed with the same layout"
    }

    static func all(
        in structures: [StructureChange], from old: KernelKnowledge, to new: KernelKnowledge
    ) -> [VersionMistake] {
        var groups: [(pair: Pair, changes: [StructureChange])] = []
        for change in structures {
            guard let pair = Pair(of: change.name, old, new) else { continue }
            if let index = groups.firstIndex(where: { $0.pair == pair }) {
                groups[index].changes.append(change)
            } else {
                groups.append((pair, [change]))
            }
        }
        return groups.compactMap { pair, changes in
            // A structure that came or went is no change of what the others mean.
            let changed = changes.filter { $0.kind == .changed }.map(\.name)
            if pair.old == pair.new {
                return changed.isEmpty ? nil : VersionMistake(.layoutChanged, pair, changed)
            }
            // A part that became part of another has no string of its own any more.
            guard !pair.isMoved else { return nil }
            let same = changes.filter { $0.kind == .same }.map(\.name)
            return same.count == changes.count ? VersionMistake(.stringChanged, pair, same) : nil
        }
    }

    private init(_ kind: Kind, _ pair: Pair, _ structures: [String]) {
        self.kind = kind
        component = pair.component
        old = pair.old
        new = pair.new
        self.structures = structures
        isCertain = pair.isCertain
    }

    /// The strings that stand for a structure in the two kernels.
    private struct Pair: Equatable {
        let component: String
        let old: String
        let new: String
        let isCertain: Bool
        /// Whether the structures belong to another part than before.
        let isMoved: Bool

        /// `nil` where either kernel has none.
        init?(of structure: String, _ old: KernelKnowledge, _ new: KernelKnowledge) {
            let owners = StructureOwner.components(of: structure)
            func first(_ knowledge: KernelKnowledge) -> ComponentABI? {
                owners.lazy.compactMap { knowledge.versions(of: $0).last }.first
            }
            guard let before = first(old), let after = first(new) else { return nil }
            component = after.component
            isMoved = before.component != after.component
            self.old = before.version
            self.new = after.version
            isCertain = before.certainty != .assumed && after.certainty != .assumed
        }
    }
}
