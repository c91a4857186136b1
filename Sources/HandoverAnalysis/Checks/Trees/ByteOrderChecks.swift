import DeviceTree
import HandoverABI
import HandoverState
import PhysicalMemory

/// Numbers in the byte order of ordinary device trees. Kernels write those of a handover in their own order, and take
/// them as they stand.
enum ByteOrderChecks {
    static let all: [Validator.Check] = [addresses, sizes, regions, liveUpdate, test]

    /// Whether a number makes no sense as it stands, but does the other way round.
    private static func isSwapped(_ value: UInt64, _ makesSense: (UInt64) -> Bool) -> Bool {
        value != value.byteSwapped && !makesSense(value) && makesSense(value.byteSwapped)
    }

    private static func swapped(_ what: String, _ value: UInt64) -> String {
        "\(what) is \(digits(value)), which makes sense only in the other byte order: \(digits(value.byteSwapped))"
    }

    /// Where the root tree says that the map and the subtrees lie.
    static func addresses(_ subject: Subject, _ log: inout FindingLog) {
        let root = subject.rootTree
        func place(_ property: FlattenedDeviceTree.Property?) -> Int? {
            property.flatMap { root?.offset($0.offset) }
        }
        if let map = subject.state.root?.map, isSwapped(map.value, subject.isPlace) {
            let property = root?.tree.root[RootTreeNames.map]
            log.add(
                .byteOrder, "/" + RootTreeNames.map, at: map, offset: place(property),
                swapped("the address of the map", map.value))
        }
        for subtree in subject.state.subtrees {
            guard let address = subtree.address, isSwapped(address.value, subject.isPlace) else { continue }
            let node = root?.tree.root.child(named: subtree.name)
            let property = node?[RootTreeNames.data] ?? node?[RootTreeNames.tree]
            log.add(
                .byteOrder, "/" + subtree.name, at: address, offset: place(property),
                swapped("the subtree's address", address.value))
        }
    }

    /// How many bytes the root tree gives the subtrees.
    static func sizes(_ subject: Subject, _ log: inout FindingLog) {
        guard let root = subject.rootTree else { return }
        for node in root.tree.root.children {
            guard let property = node[RootTreeNames.size], let size = property.nativeUInt64,
                isSwapped(size, { (1...16 << 20).contains($0) })
            else { continue }
            log.add(
                .byteOrder, node.path, at: root.address(of: property.offset), offset: root.offset(property.offset),
                swapped("the subtree's size", size))
        }
    }

    /// Start and size of reserved regions.
    static func regions(_ subject: Subject, _ log: inout FindingLog) {
        for region in subject.state.reserveMem ?? [] {
            let path = "/" + SubtreeNames.memblock + "/" + region.name
            if isSwapped(region.address.value, { subject.isKept($0, region.size) }) {
                log.add(.byteOrder, path, at: region.address, swapped("the region's start", region.address.value))
            } else if isSwapped(region.size, { subject.isKept(region.address.value, $0) }) {
                log.add(.byteOrder, path, at: region.address, swapped("the region's size", region.size))
            }
        }
    }

    /// The heads that the orchestrator's tree points to, and its count.
    static func liveUpdate(_ subject: Subject, _ log: inout FindingLog) {
        for (subtree, tree) in subject.subtreeTrees where subtree.kind == .liveUpdate {
            let root = tree.tree.root
            func check(_ property: FlattenedDeviceTree.Property?, _ what: String, _ makesSense: (UInt64) -> Bool) {
                guard let property, let value = property.nativeUInt64, isSwapped(value, makesSense) else { return }
                log.add(
                    .byteOrder, tree.path, at: tree.address(of: property.offset), offset: tree.offset(property.offset),
                    swapped(what, value))
            }
            check(root[LiveUpdateTreeNames.number], "the number of the live update") {
                (1...UInt64(1) << 24).contains($0)
            }
            check(
                root.child(named: LiveUpdateTreeNames.sessions)?[LiveUpdateTreeNames.sessionsHeader],
                "the address of the sessions", subject.isPlace)
            check(
                root.child(named: LiveUpdateTreeNames.flbs)?[LiveUpdateTreeNames.flbsHeader],
                "the address of the objects bound to files", subject.isPlace)
        }
    }

    /// The numbers of the kernel's own test.
    static func test(_ subject: Subject, _ log: inout FindingLog) {
        for (subtree, tree) in subject.subtreeTrees where subtree.kind == .test {
            let root = tree.tree.root
            if let property = root[TestTreeNames.magic], let magic = property.nativeUInt32,
                magic.byteSwapped == TestTreeNames.magicValue
            {
                log.add(
                    .byteOrder, tree.path, at: tree.address(of: property.offset), offset: tree.offset(property.offset),
                    "the magic number is \(digits(magic)), the right one in the other byte order")
            }
            let data = root.child(named: TestTreeNames.data)
            if let property = data?[TestTreeNames.folioCount], let count = property.nativeUInt32,
                count > 1 << 20, count.byteSwapped <= 1 << 16
            {
                log.add(
                    .byteOrder, tree.path, at: tree.address(of: property.offset), offset: tree.offset(property.offset),
                    "the number of folios is \(digits(count)), which makes sense only in the other byte order: "
                        + digits(count.byteSwapped))
            }
        }
    }
}

extension Subject {
    /// Whether an address can be that of a structure: where there is memory, in it.
    fileprivate func isPlace(_ value: UInt64) -> Bool {
        let address = PhysicalAddress(value)
        guard value != 0, value < Machine.addressLimit, value % 8 == 0 else { return false }
        // Without memory to ask, an address of 16 TiB or more is taken for a small one the other way round.
        return memory.isEmpty ? address.isAligned(to: pageSize) && value < 1 << 44 : memory.holds(address)
    }

    /// Whether memory is preserved, as far as the map is at hand; where it is not, whether there can be such memory.
    fileprivate func isKept(_ start: UInt64, _ size: UInt64) -> Bool {
        guard size > 0, let range = MemoryRange(start: PhysicalAddress(start), size: size),
            range.end.value <= Machine.addressLimit
        else { return false }
        guard let preserved = state.memory else {
            return PhysicalAddress(start).isAligned(to: pageSize) && size < 1 << 40
        }
        return preserved.covers(range)
    }
}
