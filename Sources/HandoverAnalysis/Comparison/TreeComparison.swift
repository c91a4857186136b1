public import DeviceTree

/// Compares two device trees node by node and property by property, without knowing what they mean.
public enum TreeComparison {
    /// What differs, in the order of the trees.
    public static func changes(
        from old: FlattenedDeviceTree, to new: FlattenedDeviceTree, at path: String = "/"
    ) -> [Change] {
        var log = ChangeLog()
        compare(old.root, new.root, path == "/" ? "" : path, &log)
        return log.changes
    }

    private static func compare(
        _ old: FlattenedDeviceTree.Node, _ new: FlattenedDeviceTree.Node, _ path: String, _ log: inout ChangeLog
    ) {
        let properties = Pairing(Array(old.properties), Array(new.properties)) { $0.name }
        for property in properties.removed {
            log.add(Change(.removed, .root, "\(path)/\(property.name)", from: .text(value(of: property))))
        }
        for property in properties.added {
            log.add(Change(.added, .root, "\(path)/\(property.name)", to: .text(value(of: property))))
        }
        for (before, after) in properties.common where !before.bytes.elementsEqual(after.bytes) {
            log.add(
                Change(
                    .changed, .root, "\(path)/\(after.name)", from: .text(value(of: before)),
                    to: .text(value(of: after))))
        }
        let nodes = Pairing(Array(old.children), Array(new.children)) { $0.name }
        for node in nodes.removed { log.add(Change(.removed, .root, "\(path)/\(node.name)/")) }
        for node in nodes.added { log.add(Change(.added, .root, "\(path)/\(node.name)/")) }
        for (before, after) in nodes.common { compare(before, after, "\(path)/\(after.name)", &log) }
    }

    /// A value as device tree source writes it: text where it is text, bytes otherwise.
    private static func value(of property: FlattenedDeviceTree.Property) -> String {
        if property.count == 0 { return "<empty>" }
        if let text = property.string { return "\"\(text)\"" }
        let digits = property.bytes.prefix(32).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return "[\(digits.joined(separator: " "))\(property.count > 32 ? " ..." : "")]"
    }
}
