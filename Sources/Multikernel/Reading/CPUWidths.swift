import DeviceTree

/// How wide the cells of a tree's lists of processors are, and whether anything says so.
///
/// Whoever writes a tree writes one width in all of it, so all lists are heard before the first is read.
struct CPUWidths {
    /// The width of lists that are not certain by themselves.
    let width: CPUList.CellWidth
    /// Whether nothing in the tree speaks for that width.
    let isAssumed: Bool

    /// The processors of a list of cells.
    func list(_ cells: [UInt32]) -> CPUList {
        let certain = CellEvidence(cells).certain
        let isOpen = certain == nil && isAssumed && !cells.isEmpty
        return switch certain ?? width {
        case .bits32: CPUList(cells.map(UInt64.init), width: .bits32, isAssumed: isOpen)
        case .bits64: CPUList(Self.pairs(cells), width: .bits64, isAssumed: isOpen)
        }
    }

    /// Cells two by two, the more significant first.
    static func pairs(_ cells: [UInt32]) -> [UInt64] {
        stride(from: 0, to: cells.count - 1, by: 2).map { UInt64(cells[$0]) << 32 | UInt64(cells[$0 + 1]) }
    }
}

extension CPUWidths {
    /// The width that a tree speaks for.
    ///
    /// What is certain comes first. Then, in trees that kernels write, the form, whose width is known; in trees that people
    /// write, who may have taken one width for the other, what the cells look like comes before it.
    init(_ root: FlattenedDeviceTree.Node, shape: TreeShape) {
        let lists = Self.lists(root, shape: shape)
        let evidence = lists.map { CellEvidence($0) }
        let form = TreeForm(root, shape: shape)
        let certain = Self.pick(evidence.map(\.certain))
        let likely = Self.pick(evidence.map(\.likely))
        let told = form.isWrittenByKernels ? certain ?? form.width ?? likely : certain ?? likely ?? form.width
        // A single pair that does not begin with zero: hardly one processor of the third affinity level.
        let looksNarrow = lists.contains { $0.first.map { $0 != 0 } ?? false }
        width = told ?? (looksNarrow ? .bits32 : .bits64)
        isAssumed = told == nil
    }

    /// The width that lists speak for; where they contradict each other, the one that kernels of today read.
    private static func pick(_ widths: [CPUList.CellWidth?]) -> CPUList.CellWidth? {
        widths.contains(.bits64) ? .bits64 : widths.contains(.bits32) ? .bits32 : nil
    }

    /// Every list of processors in a tree but those of its topology.
    private static func lists(_ root: FlattenedDeviceTree.Node, shape: TreeShape) -> [[UInt32]] {
        let resources = root.child(named: "resources")
        let chosen = root.child(named: "chosen")
        var lists: [[UInt32]] = [
            resources?["cpus"], resources?["cpus-available"], chosen?["multikernel,pool-cpus"],
            chosen?.child(named: "multikernel,host-tree")?["cpus"],
        ].compactMap { $0?.bigEndianCells }
        var owners: [FlattenedDeviceTree.Node] = []
        if let instances = root.child(named: "instances") { owners += instances.children }
        if shape == .overlay {
            for fragment in root.children {
                guard let operations = fragment.child(named: "__overlay__") else { continue }
                owners += operations.children.filter { $0.baseName == "instance-create" }
            }
        }
        let owned = owners.compactMap { $0.child(named: "resources")?["cpus"]?.bigEndianCells }
        lists += owned
        // No processor belongs to two instances: what repeats from one to the next is no processor.
        let pairs = owned.filter { $0.count % 2 == 0 }
        if pairs.count > 1 { lists.append(pairs.flatMap { $0 }) }
        return lists
    }
}

extension CPUWidths {
    /// The width of the lists of a topology, which kerf reads as cells of 32 bits while it writes others in 64.
    ///
    /// The processors of the pool decide, where only one reading is among them.
    init(topologyOf pool: ResourcePool, nodes: [FlattenedDeviceTree.Node]) {
        let lists = nodes.compactMap { $0["cpus"]?.bigEndianCells }
        let evidence = lists.map { CellEvidence($0) }
        let known = Set(pool.cpus?.ids ?? [])
        let areNarrow = lists.allSatisfy { $0.allSatisfy { known.contains(UInt64($0)) } }
        let areWide = lists.allSatisfy { $0.count % 2 == 0 && Self.pairs($0).allSatisfy { known.contains($0) } }
        let told =
            areNarrow != areWide
            ? areWide ? .bits64 : .bits32 : Self.pick(evidence.map(\.certain)) ?? Self.pick(evidence.map(\.likely))
        width = told ?? .bits32
        isAssumed = told == nil
    }
}
