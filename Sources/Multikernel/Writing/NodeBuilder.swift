import DeviceTree

/// A node while it is put together, in the order in which kernels write it; what is missing is passed over.
struct NodeBuilder {
    private(set) var node: DeviceTreeNode

    init(_ name: String) {
        node = DeviceTreeNode(name)
    }

    mutating func property(_ name: String, _ value: DeviceTreeValue?) {
        if let value { node.properties.append(DeviceTreeNode.Property(name, value)) }
    }

    mutating func number32(_ name: String, _ value: UInt32?) {
        property(name, value.map { .bigEndian32($0) })
    }

    mutating func number64(_ name: String, _ value: UInt64?) {
        property(name, value.map { .bigEndian64($0) })
    }

    mutating func text(_ name: String, _ value: String?) {
        property(name, value.map { .string($0) })
    }

    /// Strings, if there are any.
    mutating func texts(_ name: String, _ values: [String]) {
        if !values.isEmpty { property(name, .strings(values)) }
    }

    mutating func cells(_ name: String, _ values: [UInt32]?) {
        property(name, values.map { .cells($0) })
    }

    mutating func numbers64(_ name: String, _ values: [UInt64]?) {
        property(name, values.map { .cells($0.flatMap(Self.halves)) })
    }

    /// A number in one cell or two: in two wherever it does not fit one.
    mutating func number(_ name: String, _ value: UInt64?, _ width: CPUList.CellWidth) {
        guard let value else { return }
        if width == .bits32, let narrow = UInt32(exactly: value) {
            number32(name, narrow)
        } else {
            number64(name, value)
        }
    }

    /// Processors in the width of their list: in two cells each wherever one does not fit one.
    mutating func processors(_ name: String, _ list: CPUList?) {
        guard let list else { return }
        let narrow = list.ids.compactMap { UInt32(exactly: $0) }
        if list.width == .bits32, narrow.count == list.ids.count {
            cells(name, narrow)
        } else {
            numbers64(name, list.ids)
        }
    }

    /// A property that kernels always write alike, unless something else of that name is left over.
    mutating func standard(_ name: String, _ value: DeviceTreeValue, unlessIn left: Leftover) {
        if !left.properties.contains(where: { $0.name == name }) { property(name, value) }
    }

    mutating func child(_ child: DeviceTreeNode?) {
        if let child { node.children.append(child) }
    }

    mutating func children(_ children: [DeviceTreeNode]) {
        node.children += children
    }

    /// The properties that are left over; to be written before the nodes.
    mutating func properties(of left: Leftover) {
        node.properties += left.properties
    }

    /// The most significant cell of a number, then the other.
    static func halves(_ value: UInt64) -> [UInt32] {
        [UInt32(truncatingIfNeeded: value >> 32), UInt32(truncatingIfNeeded: value)]
    }
}
