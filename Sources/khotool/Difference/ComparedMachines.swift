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
        switch (old.capture, new.capture) {
        case (.deviceTree(let before), .deviceTree(let after)) where before.isMultikernel && after.isMultikernel:
            self = try Self.compared(before, after)
        default: return nil
        }
    }

    private static func compared(_ old: TreeCapture, _ new: TreeCapture) throws -> ComparedMachines {
        let trees = try [old, new].map { capture in
            let reading = try capture.readMultikernel()
            Diagnostics.print(reading.remarks, of: capture)
            return reading.tree
        }
        switch (trees[0], trees[1]) {
        case (.machine(let before), .machine(let after)):
            return .machines(RunningInput(old, before), RunningInput(new, after))
        case (.instance(let before), .instance(let after)): return .instances(machine(before), machine(after))
        case (.overlay(let before), .overlay(let after)): return .overlays(before, after)
        default:
            throw Diagnostics.fail(
                "\(new.path): a tree of kind \(trees[1].kind.rawValue), while \(old.path) is one of kind "
                    + trees[0].kind.rawValue)
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
