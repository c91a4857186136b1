import DeviceTree

/// Reads the nodes of one tree, and keeps what there is to say about them.
///
/// The functions for each kind of node are in the files beside this one.
struct TreeReader {
    /// How wide the lists of processors are.
    let widths: CPUWidths
    /// The domain of the host bridge that is being read.
    var domain: UInt32 = 0
    /// The labels of devices.
    var labels: DeviceLabels?
    /// What there is to say.
    private(set) var remarks: [MultikernelRemark] = []

    /// More remarks than anybody reads: a hostile tree has as many as it has bytes.
    static let mostRemarks = 1000

    init(widths: CPUWidths) {
        self.widths = widths
    }

    /// Notes something about a node or one of its properties.
    mutating func remark(
        _ kind: MultikernelRemark.Kind, _ node: FlattenedDeviceTree.Node, _ property: String? = nil
    ) {
        guard remarks.count <= Self.mostRemarks else { return }
        guard remarks.count < Self.mostRemarks else {
            remarks.append(MultikernelRemark(.moreLeftOut, path: "/"))
            return
        }
        remarks.append(MultikernelRemark(kind, path: node.path, property: property))
    }
}

/// Properties by what they hold; one that does not hold it stays where it is, and is remarked.
extension TreeReader {
    mutating func number32(_ name: String, in contents: inout NodeContents) -> UInt32? {
        value(name, in: &contents, expected: "4") { $0.bigEndianUInt32 }
    }

    mutating func number64(_ name: String, in contents: inout NodeContents) -> UInt64? {
        value(name, in: &contents, expected: "8") { $0.bigEndianUInt64 }
    }

    mutating func cells(_ name: String, in contents: inout NodeContents) -> [UInt32]? {
        value(name, in: &contents, expected: "a multiple of 4") { $0.bigEndianCells }
    }

    /// A list of cells that says nothing where it is empty.
    mutating func someCells(_ name: String, in contents: inout NodeContents) -> [UInt32] {
        value(name, in: &contents, expected: "4 or a multiple of it") { property in
            property.count == 0 ? nil : property.bigEndianCells
        } ?? []
    }

    mutating func text(_ name: String, in contents: inout NodeContents) -> String? {
        if let text = contents.take(name, as: { $0.string }) { return text }
        if contents[name] != nil { remark(.notText, contents.node, name) }
        return nil
    }

    /// Strings, at least one of them.
    mutating func texts(_ name: String, in contents: inout NodeContents) -> [String] {
        let read = contents.take(name) { property in property.strings.flatMap { $0.isEmpty ? nil : $0 } }
        if read == nil, contents[name] != nil { remark(.notText, contents.node, name) }
        return read ?? []
    }

    /// An address or a size in one cell or two.
    mutating func wideOrNarrow(
        _ name: String, in contents: inout NodeContents
    ) -> (value: UInt64, width: CPUList.CellWidth)? {
        value(name, in: &contents, expected: "8, or 4 in trees of the first versions") { property in
            if let wide = property.bigEndianUInt64 { return (wide, .bits64) }
            return property.bigEndianUInt32.map { (UInt64($0), .bits32) }
        }
    }

    private mutating func value<Value>(
        _ name: String, in contents: inout NodeContents, expected: String,
        as read: (FlattenedDeviceTree.Property) -> Value?
    ) -> Value? {
        if let value = contents.take(name, as: read) { return value }
        if let property = contents[name] {
            remark(.wrongLength(bytes: property.count, expected: expected), contents.node, name)
        }
        return nil
    }

    /// A list of processors, in the width that the tree speaks for.
    mutating func processors(
        _ name: String, in contents: inout NodeContents, widths: CPUWidths? = nil
    ) -> CPUList? {
        guard let property = contents[name] else { return nil }
        guard let cells = contents.take(name, as: { $0.bigEndianCells }) else {
            remark(.lengthFitsNoWidth(bytes: property.count), contents.node, name)
            return nil
        }
        let list = (widths ?? self.widths).list(cells)
        if list.isAssumed { remark(.widthAssumed(list.width), contents.node, name) }
        return list
    }
}
