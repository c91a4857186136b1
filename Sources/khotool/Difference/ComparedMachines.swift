import Captures
import HandoverAnalysis
import HandoverState
import Multikernel

/// Two multikernel trees of a kind, to be compared by what they mean.
enum ComparedMachines {
    /// What two machines have.
    case machines(RunningInput, RunningInput)
    /// What two instances have, each by a tree of its own.
    case instances(RunningMachine, RunningMachine)
    /// What two overlays do.
    case overlays(Overlay, Overlay)

    /// The trees of two inputs; `nil` where neither is a multikernel tree. Ends the command where one alone is, or they
    /// are of different kinds.
    init?(_ old: (path: String, capture: Capture), _ new: (path: String, capture: Capture)) throws {
        guard MultikernelInput.isOne(old.capture), MultikernelInput.isOne(new.capture) else { return nil }
        let inputs = try [RunningInput.input(old.path, old.capture), RunningInput.input(new.path, new.capture)]
        self = try Self.compared(inputs[0], inputs[1])
    }

    private static func compared(_ old: MultikernelInput, _ new: MultikernelInput) throws -> ComparedMachines {
        switch (old.tree, new.tree) {
        case (.machine(let before), .machine(let after)):
            return .machines(RunningInput(old, before), RunningInput(new, after))
        case (.instance(let before), .instance(let after)): return .instances(machine(before), machine(after))
        case (.overlay(let before), .overlay(let after)): return .overlays(before, after)
        default:
            throw Diagnostics.fail(
                "\(new.path): a tree of kind \(new.kind), while \(old.path) is one of kind \(old.kind)")
        }
    }

    private static func machine(_ tree: InstanceTree) -> RunningMachine {
        RunningMachine.assembled(from: Machine(), instances: [tree]).machine
    }

    /// What differs.
    var changes: [Change] {
        switch self {
        case .machines(let old, let new): MachineComparison(from: old.machine, to: new.machine).changes
        case .instances(let old, let new): MachineComparison(from: old, to: new).changes
        case .overlays(let old, let new): OverlayComparison(from: old, to: new).changes
        }
    }
}
