import DeviceTree
import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory

/// One of the trees that carry a handover, and how places in it are told.
struct HandoverTree {
    /// The path of what it carries: `/` for the root tree, `/LUO` for a subtree's.
    let path: String
    let tree: FlattenedDeviceTree
    /// Where the tree lies in memory; `nil` where it came as a file.
    let address: PhysicalAddress?
    /// Whether its offsets are those of the bytes that came: not so where a cut tree was completed.
    let isAsItCame: Bool

    /// Where in a file a part of the tree stands.
    func offset(_ offset: Int) -> Int? { address == nil && isAsItCame ? offset : nil }

    /// Where in memory a part of the tree stands.
    func address(of offset: Int) -> PhysicalAddress? { address?.advanced(by: UInt64(offset)) }

    /// The path by which findings name a node. The record of the kernel's test is one thing, whatever node it is in.
    func path(of node: FlattenedDeviceTree.Node) -> String {
        if path == "/" { return node.path }
        if path == "/" + SubtreeNames.test || node.depth == 0 { return path }
        return path + node.path
    }
}

extension Subject {
    /// Whether the root tree came cut and was completed.
    var rootIsCut: Bool { handover.remarks.contains { $0.rule == .treeCut } }

    /// The root tree, where there is one.
    var rootTree: HandoverTree? {
        root.map {
            HandoverTree(
                path: "/", tree: $0, address: memory.isEmpty ? nil : state.root?.address, isAsItCame: !rootIsCut)
        }
    }

    /// The trees of subtrees, in the order in which the root tree names them.
    var subtreeTrees: [(subtree: Subtree, tree: HandoverTree)] {
        var seen: Set<String> = []
        return state.subtrees.compactMap { subtree in
            guard seen.insert(subtree.name).inserted, let tree = trees[subtree.name] else { return nil }
            let address = memory.isEmpty ? nil : subtree.address
            return (
                subtree,
                HandoverTree(path: "/" + subtree.name, tree: tree, address: address, isAsItCame: true)
            )
        }
    }

    /// Whether a reader has remarked that a rule is broken, on a path or anywhere.
    func isRemarked(_ rule: RuleID, on path: String? = nil) -> Bool {
        handover.remarks.contains { $0.rule == rule && (path == nil || $0.path == path) }
    }
}

/// A number as messages give it: `0x` and lower-case hexadecimal digits.
func digits(_ value: some BinaryInteger) -> String { "0x" + String(value, radix: 16) }
