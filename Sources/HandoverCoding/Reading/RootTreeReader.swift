import DeviceTree
import HandoverABI
import HandoverState
import PhysicalMemory

/// The root tree, read without knowing which kernel wrote it.
struct RootTreeReader {
    let compatible: String?
    /// The address of the map: `nil` where there is none, 0 where the kernel has not written it yet.
    private(set) var map: PhysicalAddress?
    private(set) var subtrees: [Subtree] = []
    /// What kernels of the multikernel patches put beside the subtrees.
    var multikernel: MultikernelHandover?
    private(set) var unknownProperties: [UnknownProperty] = []
    /// Which property names the subtrees' addresses stand under.
    private(set) var addressProperties: Set<String> = []
    /// Whether the strings block has the subtrees' property before the root's own: written in one pass.
    private(set) var writer: Profile.RootWriter?
    var log = RemarkLog()
    private let begun: Set<String>
    /// Whether there is no root tree at all.
    let isAbsent: Bool

    /// Reads a root tree, in which some nodes may be only begun.
    init(_ tree: FlattenedDeviceTree, begun: Set<String> = []) {
        let root = tree.root
        self.begun = begun
        isAbsent = false
        compatible = root[RootTreeNames.compatible].flatMap { Self.version(in: $0) }
        if compatible == nil { log.damage(.compatibleMissing, "/", nil, "the root tree has no version string") }
        readProperties(of: root)
        for node in root.children where !readMultikernel(node) { readSubtree(node) }
        noteWriter(root)
    }

    /// The version string; of a list, which kernels accept wherever their own string stands in it, the newest known.
    private static func version(in property: FlattenedDeviceTree.Property) -> String? {
        if let only = property.string { return only }
        guard let list = property.strings else { return nil }
        return Profile.all.last { list.contains($0.compatible) }?.compatible ?? list.first
    }

    /// What can be said of subtrees that came without a root tree.
    init(subtreesNamed names: [String]) {
        compatible = nil
        map = nil
        begun = []
        isAbsent = true
        subtrees = names.map { Subtree(name: $0, address: nil, size: nil, kind: Self.kind(of: $0)) }
    }

    /// Adds subtrees whose data came as files and that the root tree, as far as it is there, does not name.
    mutating func add(subtreesNamed names: [String]) {
        if names.isEmpty { return }
        let known = Set(subtrees.map { $0.name })
        subtrees += names.filter { !known.contains($0) }.map {
            Subtree(name: $0, address: nil, size: nil, kind: Self.kind(of: $0))
        }
    }

    private mutating func readProperties(of root: FlattenedDeviceTree.Node) {
        for property in root.properties {
            switch property.name {
            case RootTreeNames.compatible: break
            case RootTreeNames.map:
                guard let value = property.nativeUInt64 else {
                    log.damage(
                        .propertySize, "/preserved-memory-map", nil,
                        "the property has \(property.count) bytes, expected 8")
                    continue
                }
                // Of two properties of one name kernels find the first.
                if map == nil { map = PhysicalAddress(value) }
            default:
                unknownProperties.append(UnknownProperty(name: property.name, bytes: Array(property.bytes)))
                log.note(
                    .propertyUnknown, "/" + property.name, nil,
                    "no known kernel writes the property \"\(property.name)\" in the root")
            }
        }
    }

    private mutating func readSubtree(_ node: FlattenedDeviceTree.Node) {
        let name = node.name
        var subtree = Subtree(name: name, address: nil, size: nil, kind: Self.kind(of: name))
        // Made for a remark only, since trees can have very many nodes.
        var path: String { "/" + node.name }
        for property in node.properties {
            let name = property.name
            switch name {
            case RootTreeNames.tree, RootTreeNames.data:
                if !addressProperties.contains(name) { addressProperties.insert(name) }
                if let value = property.nativeUInt64 {
                    if subtree.address == nil { subtree.address = PhysicalAddress(value) }
                } else {
                    log.damage(.propertySize, path, nil, "\"\(property.name)\" has \(property.count) bytes, expected 8")
                }
            case RootTreeNames.size:
                if let value = property.nativeUInt64, let size = Int(exactly: value) {
                    if subtree.size == nil { subtree.size = size }
                } else {
                    log.damage(.propertySize, path, nil, "\"\(property.name)\" is not a size")
                }
            default:
                subtree.unknownProperties.append(UnknownProperty(name: property.name, bytes: Array(property.bytes)))
                log.note(
                    .propertyUnknown, path, nil, "no known kernel writes the property \"\(property.name)\" of a subtree"
                )
            }
        }
        if subtree.address == nil {
            if begun.contains(node.name) {
                log.unavailable(.memoryAbsent, path, nil, "where the subtree lies is cut off")
            } else {
                log.damage(.subtreeAddressMissing, path, nil, "the root tree does not say where the subtree lies")
            }
        }
        subtrees.append(subtree)
    }

    /// Names come into the strings block as they are first used: before older ones by the one-pass writer, behind them
    /// by the other.
    private mutating func noteWriter(_ root: FlattenedDeviceTree.Node) {
        guard let own = root[RootTreeNames.compatible] else { return }
        for node in root.children {
            for property in node.properties where addressProperties.contains(property.name) {
                writer = property.nameOffset < own.nameOffset ? .onePass : .incremental
                return
            }
        }
    }

    private static func kind(of name: String) -> Subtree.Kind {
        switch name {
        case SubtreeNames.memblock: .reserveMem
        case SubtreeNames.liveUpdate: .liveUpdate
        case SubtreeNames.kexecMetadata: .kexecMetadata
        case SubtreeNames.test: .test
        default: .unknown
        }
    }
}
