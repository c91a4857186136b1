public import HandoverABI
public import HandoverState
import DeviceTree
import PhysicalMemory

/// What becomes of a handover in a kernel, item by item, told from the two formats and from what kernels check.
public struct CompatibilityCheck: Sendable {
    /// The kernel that is to take the handover.
    public let target: TargetKernel
    /// The items, the root first; every region, session, file and object among them.
    public let items: [CheckedItem]
    /// What would help, a sentence each.
    public let remedies: [String]

    /// Checks a handover as it was found, with all that is wrong in it.
    public init(_ subject: Subject, for target: TargetKernel) {
        var subject = subject
        if let size = target.bootSize { subject.bootSize = size }
        self.init(
            subject.handover, writtenBy: subject.profile, for: target,
            findings: Validator().findings(in: subject),
            versions: subject.root?.root[RootTreeNames.compatible]?.strings)
    }

    /// Checks a handover that was written by kernels of a profile.
    ///
    /// - Parameters:
    ///   - findings: What is wrong in it, by the rules.
    ///   - versions: The version strings of the root tree, where there may be more than one.
    public init(
        _ handover: Handover, writtenBy origin: Profile?, for target: TargetKernel, findings: [Finding] = [],
        versions: [String]? = nil
    ) {
        self.target = target
        let flaws = Flaws(findings, in: handover, for: target)
        let root = RootCompatibility(
            handover: handover, origin: origin, target: target, flaws: flaws,
            versions: versions ?? handover.abi.compatible.map { [$0] } ?? [])
        let whole = root.outcome()
        var items = [whole.root, whole.map].compactMap(\.self)
        let parts = PartCompatibility(handover: handover, origin: origin, target: target, flaws: flaws)
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
    /// Whether a part for which worse was told alone fares so.
    var sparesWorse = false

    /// A part shares the fate of the whole, whatever would have become of it alone.
    func of(_ item: CheckedItem) -> CheckedItem {
        if sparesWorse, item.outcome > outcome { return item }
        return item.becoming(outcome == .refused ? .lost : outcome, reason)
    }
}
