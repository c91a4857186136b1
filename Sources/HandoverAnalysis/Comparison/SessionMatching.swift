/// Which session of one side is which of the other.
///
/// A name says so, unless the files speak against it: a session that shares most of its files with one of another name
/// was renamed, and of two that swapped their names each is the other.
struct SessionMatching {
    private(set) var pairs: [(old: ComparedSession, new: ComparedSession)] = []
    private(set) var removed: [ComparedSession] = []
    private(set) var added: [ComparedSession] = []
    /// A file that more sessions than this have tells none of them apart.
    private static let holderLimit = 16

    init(_ old: [ComparedSession], _ new: [ComparedSession]) {
        let named = Pairing(old, new) { $0.name }
        var strangers: [(old: ComparedSession, new: ComparedSession)] = []
        for pair in named.common {
            if Self.areStrangers(pair.old, pair.new) { strangers.append(pair) } else { pairs.append(pair) }
        }
        if strangers.count + named.removed.count < 1 || strangers.count + named.added.count < 1 {
            (removed, added) = (named.removed, named.added)
            pairs += strangers
            return
        }
        let before = strangers.map(\.old) + named.removed
        let after = strangers.map(\.new) + named.added
        var partners = Self.exact(before, after)
        Self.addMajorities(before, after, to: &partners)
        var taken = Set(partners.compactMap { $0 })
        // Strangers of one name that are nobody else are the same session, with other files.
        for index in strangers.indices where partners[index] == nil && !taken.contains(index) {
            partners[index] = index
            taken.insert(index)
        }
        for (index, partner) in partners.enumerated() {
            if let partner { pairs.append((before[index], after[partner])) } else { removed.append(before[index]) }
        }
        added = after.indices.filter { !taken.contains($0) }.map { after[$0] }
    }

    /// Whether two sessions of one name have fewer than half of their files in common, of those that are known by anything.
    private static func areStrangers(_ old: ComparedSession, _ new: ComparedSession) -> Bool {
        let (before, after) = (old.identities, new.identities)
        if before.isEmpty || after.isEmpty { return false }
        return shared(before, after) * 2 < max(count(before), count(after))
    }

    private static func count(_ identities: [FileIdentity: Int]) -> Int { identities.values.reduce(0, +) }

    private static func shared(_ old: [FileIdentity: Int], _ new: [FileIdentity: Int]) -> Int {
        old.reduce(0) { $0 + min($1.value, new[$1.key] ?? 0) }
    }

    /// Sessions with the same files under the same tokens.
    private static func exact(_ old: [ComparedSession], _ new: [ComparedSession]) -> [Int?] {
        func signatures(_ sessions: [ComparedSession]) -> [(index: Int, entries: [ComparedSession.Entry])] {
            sessions.enumerated().compactMap { index, session in session.signature.map { (index, $0) } }
        }
        var partners = [Int?](repeating: nil, count: old.count)
        for (old, new) in Pairing(signatures(old), signatures(new), by: { $0.entries }).common {
            partners[old.index] = new.index
        }
        return partners
    }

    /// Sessions that share more than half of their files, those that share most first.
    private static func addMajorities(_ old: [ComparedSession], _ new: [ComparedSession], to partners: inout [Int?]) {
        var taken = Set(partners.compactMap { $0 })
        var holders: [FileIdentity: [(session: Int, count: Int)]] = [:]
        var counts = [Int](repeating: 0, count: new.count)
        for index in new.indices where !taken.contains(index) {
            let identities = new[index].identities
            counts[index] = count(identities)
            for (identity, count) in identities { holders[identity, default: []].append((index, count)) }
        }
        var proposals: [(score: Int, old: Int, new: Int)] = []
        for index in old.indices where partners[index] == nil {
            var scores: [Int: Int] = [:]
            let identities = old[index].identities
            for (identity, count) in identities {
                guard let found = holders[identity], found.count <= holderLimit else { continue }
                for holder in found { scores[holder.session, default: 0] += min(count, holder.count) }
            }
            for (candidate, score) in scores
            where score * 2 > max(count(identities), counts[candidate]) {
                proposals.append((score, index, candidate))
            }
        }
        proposals.sort { ($1.score, $0.old, $0.new) < ($0.score, $1.old, $1.new) }
        for proposal in proposals where partners[proposal.old] == nil && taken.insert(proposal.new).inserted {
            partners[proposal.old] = proposal.new
        }
    }
}
