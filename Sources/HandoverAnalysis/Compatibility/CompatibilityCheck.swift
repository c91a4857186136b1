public import HandoverABI
public import HandoverState
import PhysicalMemory

/// What becomes of a handover in a kernel, item by item, told from the two formats and from what kernels check.
public struct CompatibilityCheck: Sendable {
    /// The kernel that is to take the handover.
    public let target: TargetKernel
    /// The items, the root first; every region, session, file and object among them.
    public let items: [CheckedItem]
    /// What would help, a sentence each.
    public let remedies: [String]

    /// Checks a handover that was written by kernels of a profile.
    public init(_ handover: Handover, writtenBy origin: Profile?, for target: TargetKernel) {
        self.target = target
        let root = RootCompatibility(handover: handover, origin: origin, target: target)
        let whole = root.outcome()
        var items = [whole.root, whole.map].compactMap(\.self)
        let parts = PartCompatibility(handover: handover, origin: origin, target: target)
        for item in parts.items() {
            items.append(whole.fate.map { $0.of(item) } ?? item)
        }
        self.items = items
        remedies = Remedies(handover: handover, origin: origin, target: target, items: items).sentences()
    }

    /// The worst of all outcomes.
    public var worst: Outcome { items.map(\.outcome).max() ?? .accepted }

    /// How many items fare in a way.
    public func count(of outcome: Outcome) -> Int { items.count { $0.outcome == outcome } }
}

/// What the fate of the whole makes of each part.
struct Fate {
    let outcome: Outcome
    let reason: String

    /// A part shares the fate of the whole, whatever would have become of it alone.
    func of(_ item: CheckedItem) -> CheckedItem {
        CheckedItem(item.kind, item.path, max(outcome == .refused ? .lost : outcome, .lost), reason)
    }
}
