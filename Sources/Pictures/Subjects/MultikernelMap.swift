public import Multikernel

/// A tree of several kernels on one machine as a map: processors, memory and devices by owner; of a change, what it
/// moves.
public struct MultikernelMap {
    private let tree: MultikernelTree

    /// A map of a tree.
    public init(_ tree: MultikernelTree) {
        self.tree = tree
    }

    /// The picture, with bars of a number of columns.
    public func picture(columns: Int) -> Picture {
        switch tree {
        case .machine(let machine): MachinePicture(machine, kind: tree.kind).picture(columns: columns)
        case .instance(let tree): InstancePicture(tree).picture(columns: columns)
        case .overlay(let overlay): OverlayPicture(overlay).picture()
        }
    }
}
