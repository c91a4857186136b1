import FindingReports
import Multikernel

/// A change of pool and instances, step by step in the order in which kernels take its fragments.
struct OverlayReport {
    let overlay: Overlay
    let style: TextStyle
    /// The most lines of a list that are shown.
    let mostItems: Int

    /// The report, line by line.
    func lines() -> [String] {
        let label = overlay.label.map { " \"\(ShownText.escaped($0))\"" } ?? ""
        let compatible = overlay.compatible.map { ", " + ShownText.escaped($0) }.joined()
        var lines = [style.heading("Tree".padded(to: 10)) + "overlay\(label)\(compatible)"]
        // Kernels take no overlay that has a fragment without a number.
        let fragments = overlay.fragments.enumerated().sorted { left, right in
            (left.element.number ?? .max, left.offset) < (right.element.number ?? .max, right.offset)
        }
        for (_, fragment) in fragments.prefix(mostItems) {
            let name = style.heading(ShownText.escaped(fragment.name))
            lines += ["", "\(name)  on \(fragment.target.map { ShownText.escaped($0) } ?? "no target")"]
            for operation in fragment.operations ?? [] { lines += self.lines(of: operation) }
        }
        if fragments.count > mostItems {
            lines += ["", style.quiet("… \(fragments.count - mostItems) more fragments")]
        }
        return lines
    }

    private func lines(of operation: OverlayOperation) -> [String] {
        let items = items(of: operation.action)
        let shown = items.prefix(mostItems).map { "  \(style.name(operation.name))  \(ShownText.escaped($0))" }
        let rest = items.count - shown.count
        if items.isEmpty { return ["  \(style.name(operation.name))  nothing"] }
        return shown + (rest > 0 ? ["  " + style.quiet("… \(rest) more")] : [])
    }

    private func items(of action: OverlayOperation.Action) -> [String] {
        switch action {
        case .createInstance(let request):
            let id = request.id.map { ", id \($0)" } ?? ""
            let resources = request.resources.map { ResourceText.resources($0) } ?? "no resources"
            return ["\(request.name ?? "without a name")\(id): \(resources)"]
        case .removeInstance(let name): return [name ?? "without a name"]
        case .addMemory(let items), .removeMemory(let items):
            return items.map { ResourceText.memory($0.extent) + numa($0.numaNode) }
        case .addCPUs(let items), .removeCPUs(let items):
            return items.map { ($0.id.map { "CPU \(ResourceText.cpu($0))" } ?? "no CPU") + numa($0.numaNode) }
        case .addDevices(let items), .removeDevices(let items):
            return items.map { item in
                let alias = item.alias.map { ", known as \($0)" } ?? ""
                let driver = item.driver.map { ", driver \($0)" } ?? ""
                return (item.pciID ?? "no address") + alias + driver
            }
        }
    }

    private func numa(_ node: UInt32?) -> String {
        node.map { ", NUMA \($0)" } ?? ""
    }
}
