public import HandoverAnalysis

/// What differs between two overlays: what they do to each target, whatever the order of items and the numbers of
/// fragments.
public struct OverlayComparison {
    /// The differences, by target and operation.
    public let changes: [Change]

    /// Compares two overlays.
    public init(from old: Overlay, to new: Overlay) {
        let (before, after) = (Self.contents(of: old), Self.contents(of: new))
        var changes: [Change] = []
        for path in Set(before.keys).union(after.keys).sorted() {
            let (gone, come) = Self.difference(before[path, default: []], after[path, default: []])
            if !gone.isEmpty { changes.append(Change(.removed, .overlay, path, from: .list(gone))) }
            if !come.isEmpty { changes.append(Change(.added, .overlay, path, to: .list(come))) }
        }
        let targets = (Self.targets(of: old), Self.targets(of: new))
        if targets.0 != targets.1, targets.0.sorted() == targets.1.sorted() {
            changes.append(
                Change(.changed, .overlay, "/order", from: .list(targets.0), to: .list(targets.1)))
        }
        if old.label != new.label {
            changes.append(
                Change(
                    .changed, .overlay, "/label", from: old.label.map { .text($0) }, to: new.label.map { .text($0) }))
        }
        self.changes = changes
    }

    private static func ordered(_ overlay: Overlay) -> [OverlayFragment] {
        overlay.fragments.enumerated().sorted {
            ($0.element.number ?? .max, $0.offset) < ($1.element.number ?? .max, $1.offset)
        }.map(\.element)
    }

    private static func targets(of overlay: Overlay) -> [String] { ordered(overlay).map { $0.target ?? "none" } }

    /// What each operation on each target names.
    private static func contents(of overlay: Overlay) -> [String: [String]] {
        var contents: [String: [String]] = [:]
        for fragment in ordered(overlay) {
            for operation in fragment.operations ?? [] {
                let path = (fragment.target ?? "/none") + "/" + operation.action.kind.rawValue
                contents[path, default: []] += operation.action.items
            }
        }
        return contents
    }

    /// What only one of two lists has, as often as it has it more.
    private static func difference(_ old: [String], _ new: [String]) -> (gone: [String], come: [String]) {
        var counts: [String: Int] = [:]
        for item in new { counts[item, default: 0] += 1 }
        var gone: [String] = []
        for item in old {
            if let count = counts[item], count > 0 { counts[item] = count - 1 } else { gone.append(item) }
        }
        var come: [String] = []
        for item in new {
            if let count = counts[item], count > 0 {
                counts[item] = count - 1
                come.append(item)
            }
        }
        return (gone, come)
    }
}

extension OverlayOperation.Action {
    /// What the operation names, one text for each item.
    fileprivate var items: [String] {
        switch self {
        case .createInstance(let request):
            var parts = [request.name ?? "without a name"]
            if let id = request.id { parts.append("id \(id)") }
            if let size = request.resources?.memory?.size { parts.append(size.bytesText) }
            if let cpus = request.resources?.cpus?.ids { parts.append("CPUs " + CPURanges.text(cpus)) }
            parts += request.resources?.devices.map(\.name) ?? []
            return [parts.joined(separator: " ")]
        case .removeInstance(let name): return [name ?? "without a name"]
        case .addMemory(let items), .removeMemory(let items):
            return items.map { item in
                let node = item.numaNode.map { " on node \($0)" } ?? ""
                switch item.extent {
                case .chunk(let base, let size): return "\(size.bytesText) at \(hex(base))" + node
                case .request(let size): return size.bytesText + node
                case .unknown: return "of unknown size" + node
                }
            }
        case .addCPUs(let items), .removeCPUs(let items): return items.map { $0.id.map { "CPU \($0)" } ?? "no CPU" }
        case .addDevices(let items), .removeDevices(let items):
            return items.map { item in
                [item.pciID ?? "no address", item.alias, item.driver].compactMap { $0 }.joined(separator: " ")
            }
        }
    }
}
