import DeviceTree

/// How wide the cells of a tree's lists of processors are, and whether anything says so.
///
/// Kernels print one width in all of a tree, so all lists are heard before the first is read.
struct CPUWidths {
    /// The width of lists that do not tell by themselves.
    private(set) var width: CPUList.CellWidth
    /// Whether nothing in the tree speaks for that width.
    private(set) var isAssumed: Bool

    /// The processors of a list of cells.
    func list(_ cells: [UInt32]) -> CPUList {
        let own = Self.ownWidth(of: cells)
        switch own ?? width {
        case .bits32:
            return CPUList(cells.map(UInt64.init), width: .bits32, isAssumed: own == nil && isAssumed)
        case .bits64:
            return CPUList(
                Self.pairs(cells), width: .bits64, isAssumed: own == nil && isAssumed && !cells.isEmpty)
        }
    }

    /// Cells two by two, the more significant first.
    static func pairs(_ cells: [UInt32]) -> [UInt64] {
        stride(from: 0, to: cells.count - 1, by: 2).map { UInt64(cells[$0]) << 32 | UInt64(cells[$0 + 1]) }
    }

    /// What a list says by itself: an odd number of cells holds no pairs, and no processor is listed twice.
    static func ownWidth(of cells: [UInt32]) -> CPUList.CellWidth? {
        if cells.count % 2 == 1 { return .bits32 }
        // The second half of an identifier of 64 bits beyond the affinity levels of arm64, or beyond 256 in the upper.
        let highs = stride(from: 0, to: cells.count, by: 2).map { cells[$0] }
        let repeats = Set(cells).count < cells.count
        let isPlausible = highs.allSatisfy { $0 <= 0xff }
        if repeats { return isPlausible && Set(pairs(cells)).count * 2 == cells.count ? .bits64 : nil }
        if !isPlausible { return .bits32 }
        // Nothing repeats, so that every processor would have an upper half of its own.
        return cells.count > 2 && highs.contains { $0 != 0 } ? .bits32 : nil
    }
}

extension CPUWidths {
    init(_ root: FlattenedDeviceTree.Node, shape: TreeShape) {
        var lists: [[UInt32]] = []
        func add(_ node: FlattenedDeviceTree.Node?, _ name: String) {
            if let cells = node?[name]?.bigEndianCells { lists.append(cells) }
        }
        let resources = root.child(named: "resources")
        add(resources, "cpus")
        add(resources, "cpus-available")
        let chosen = root.child(named: "chosen")
        add(chosen, "multikernel,pool-cpus")
        add(chosen?.child(named: "multikernel,host-tree"), "cpus")
        for instance in root.child(named: "instances").map({ Array($0.children) }) ?? [] {
            add(instance.child(named: "resources"), "cpus")
        }
        if shape == .overlay {
            for fragment in root.children {
                let operations = fragment.child(named: "__overlay__")
                for operation in operations.map({ Array($0.children) }) ?? []
                where operation.baseName == "instance-create" {
                    add(operation.child(named: "resources"), "cpus")
                }
            }
        }
        let own = lists.compactMap { Self.ownWidth(of: $0) }
        let marked = Self.mark(root, shape: shape)
        isAssumed = false
        if own.contains(.bits64) {
            width = .bits64
        } else if own.contains(.bits32) {
            width = .bits32
        } else if let marked {
            width = marked
        } else {
            width = .bits64
            isAssumed = true
        }
    }

    /// What the words of a tree say: some are older than wide cells, some younger.
    private static func mark(_ root: FlattenedDeviceTree.Node, shape: TreeShape) -> CPUList.CellWidth? {
        let resources = root.child(named: "resources")
        if [resources?["memory-base"], resources?["memory-bytes"]].contains(where: { $0?.count == 4 }) {
            return .bits32
        }
        switch shape {
        case .instance: return .bits64
        case .overlay: return isOldOverlay(root) ? .bits32 : .bits64
        case .machine: break
        }
        for instance in root.child(named: "instances").map({ Array($0.children) }) ?? [] {
            guard let resources = instance.child(named: "resources") else { continue }
            if resources["memory-bytes"]?.count == 4 || resources["memory-base"]?.count == 4 { return .bits32 }
            if resources.children.contains(where: { OldDevice.isOne($0) }) { return .bits32 }
        }
        guard let resources else { return .bits32 }
        if resources["cpus-available"] != nil || resources.child(named: "topology") != nil { return .bits64 }
        return resources.children.contains { $0.baseName == "memory" } ? .bits64 : nil
    }

    /// Whether an overlay is of the first versions: each operation or item names its instance itself.
    static func isOldOverlay(_ root: FlattenedDeviceTree.Node) -> Bool {
        root.children.contains { fragment in
            fragment.child(named: "__overlay__")?.children.contains { operation in
                operation["mk,instance"] != nil || operation.children.contains { $0.name.hasPrefix("region@") }
            } == true
        }
    }
}

/// The nodes that the first versions wrote for devices: `pci@8086:1572`.
enum OldDevice {
    static func isOne(_ node: FlattenedDeviceTree.Node) -> Bool {
        node.baseName == "pci" && node.unitAddress?.utf8.contains(UInt8(ascii: ":")) == true
    }
}

extension CPUWidths {
    /// The width of the lists of a topology, which kerf reads as cells of 32 bits while it writes others in 64.
    ///
    /// The processors of the pool decide, where only one reading is among them.
    init(topologyOf pool: ResourcePool, nodes: [FlattenedDeviceTree.Node]) {
        let lists = nodes.compactMap { $0["cpus"]?.bigEndianCells }
        let own = lists.compactMap { Self.ownWidth(of: $0) }
        let known = Set(pool.cpus?.ids ?? [])
        let areNarrow = lists.allSatisfy { $0.allSatisfy { known.contains(UInt64($0)) } }
        let areWide = lists.allSatisfy { $0.count % 2 == 0 && Self.pairs($0).allSatisfy { known.contains($0) } }
        isAssumed = false
        if areNarrow != areWide {
            width = areWide ? .bits64 : .bits32
        } else if let first = own.first {
            width = first
        } else {
            width = .bits32
            isAssumed = true
        }
    }
}
