import DeviceTree
import HandoverAnalysis
import HandoverState
import Multikernel

/// A tree that breaks one rule, made from one that breaks none.
struct RuleSample: Sendable, CustomStringConvertible {
    /// The rule that is broken.
    let rule: RuleID
    /// What was done to the sound tree.
    let deed: String
    /// The tree as it was.
    let sound: SoundTree
    private let change: @Sendable (inout DeviceTreeNode) -> Void

    init(
        _ rule: RuleID, _ deed: String, in sound: SoundTree,
        _ change: @escaping @Sendable (inout DeviceTreeNode) -> Void
    ) {
        self.rule = rule
        self.deed = deed
        self.sound = sound
        self.change = change
    }

    var description: String { "\(rule.rawValue): \(deed)" }

    /// The tree with the rule broken.
    func blob() throws -> [UInt8] {
        var root = sound.root
        change(&root)
        return try root.blob()
    }

    func findings() throws -> [Finding] { try Self.findings(in: blob()) }

    static func findings(in blob: [UInt8]) throws -> [Finding] {
        let tree = try FlattenedDeviceTree(blob: blob)
        return MultikernelValidator().findings(in: try MultikernelTree.read(tree), size: blob.count)
    }

    /// Every sample: at least one for each rule.
    static let all: [RuleSample] =
        trees + processors + memory + devices + parts + hierarchies + instances + numa + caches + boot + overlays
        + overlayItems
}
