import DeviceTree
import HandoverABI
import HandoverState
import PhysicalMemory

/// Lays a recipe down in memory in a kernel's order: subtrees first, then the root tree, then the map of all of it.
struct HandoverImageWriter {
    let recipe: HandoverRecipe
    var arena: Arena
    private(set) var root: PhysicalAddress = 0
    var expected = HandoverState(root: nil)
    private(set) var places: [HandoverImage.Place: [PhysicalAddress]] = [:]
    private var subtrees: [Written] = []

    /// A subtree that is in memory and not yet in the root tree.
    private struct Written {
        let name: String
        let address: PhysicalAddress
        let size: Int
        let kind: Subtree.Kind
        let compatible: String?
        let content: [UInt8]?
    }

    init(_ recipe: HandoverRecipe) {
        self.recipe = recipe
        arena = Arena(pageShift: recipe.profile.pageShift, start: recipe.start)
        for block in recipe.blocks { arena.preserve(block.number, order: block.order) }
    }

    var profile: Profile { recipe.profile }
    var pageSize: Int { profile.pageSize }

    mutating func note(_ place: HandoverImage.Place, _ address: PhysicalAddress) {
        places[place, default: []].append(address)
    }

    mutating func write() throws {
        root = try arena.allocate()
        note(.root, root)
        try writeMetadata()
        try writeRegions()
        try writeLiveUpdate()
        try writeTest()
        for stranger in recipe.strangers {
            let blob = try DeviceTreeWriter.build { root throws(DeviceTreeError) in
                try root.property("compatible", string: stranger.compatible)
            }
            try add(blob, stranger.name, .unknown, compatible: stranger.compatible)
        }
        let map = try writeMap()
        let blob = try rootTree(map: map)
        try arena.write(blob, at: root)
        expected.root = RootTree(address: root, size: blob.count, map: map)
        let inOrder = profile.rootWriter == .onePass ? subtrees : subtrees.reversed()
        expected.subtrees = inOrder.map { written in
            var subtree = Subtree(name: written.name, address: written.address, size: written.size, kind: written.kind)
            subtree.compatible = written.compatible
            subtree.content = written.content
            return subtree
        }
        expected.memory = PreservedMemory(arena.preserved, pageShift: profile.pageShift)
    }

    /// Puts a subtree's data into pages of its own.
    mutating func add(_ data: [UInt8], _ name: String, _ kind: Subtree.Kind, compatible: String?) throws {
        var order = 0
        while pageSize << order < data.count { order += 1 }
        let address = try arena.allocate(order: order)
        try arena.write(data, at: address)
        note(.subtree(name), address)
        subtrees.append(
            Written(
                name: name, address: address, size: data.count, kind: kind, compatible: compatible,
                content: kind == .unknown ? data : nil))
    }

    private func rootTree(map: PhysicalAddress) throws -> [UInt8] {
        let capacity = DeviceTreeCapacity.fixed(pageSize)
        switch profile.rootWriter {
        case .onePass:
            return try DeviceTreeWriter.build(capacity: capacity) { root throws(DeviceTreeError) in
                try root.property("compatible", string: profile.compatible)
                try root.property("preserved-memory-map", native64: map.value)
                for subtree in subtrees {
                    try root.node(subtree.name) { node throws(DeviceTreeError) in
                        try node.property(profile.subtreeAddress, native64: subtree.address.value)
                    }
                }
            }
        case .incremental:
            var blob = try DeviceTreeWriter.build(capacity: capacity) { root throws(DeviceTreeError) in
                try root.property("compatible", string: profile.compatible)
                try root.property("preserved-memory-map", native64: map.value)
            }
            for subtree in subtrees {
                var editor = try DeviceTreeEditor(blob: blob, capacity: capacity)
                try editor.addSubnode(subtree.name)
                let path = "/" + subtree.name
                try editor.setProperty(profile.subtreeAddress, of: path, to: .native64(subtree.address.value))
                if let size = profile.subtreeSize {
                    try editor.setProperty(size, of: path, to: .native64(UInt64(subtree.size)))
                }
                blob = try editor.packed()
            }
            return blob
        }
    }
}

extension PreservedMemory {
    /// The set of blocks given by their numbers.
    init(_ blocks: [Int: Set<UInt64>], pageShift: Int) {
        var builder = Builder(pageShift: pageShift)
        for (order, numbers) in blocks {
            for number in numbers { _ = builder.add(block: number, order: order) }
        }
        self = builder.build()
    }
}
