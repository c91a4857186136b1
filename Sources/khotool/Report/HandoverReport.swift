import HandoverABI
import HandoverState
import PhysicalMemory

/// A handover as a kernel engineer wants to see it first: a screen of text.
struct HandoverReport {
    let handover: Handover
    let style: TextStyle
    /// How many sessions, files and other items of a list are shown.
    let limits: Limits
    /// The formats by which components are told.
    var formats: [ComponentFormat] = ComponentFormat.known

    /// How much of long lists is shown.
    struct Limits {
        let sessions: Int
        let files: Int
        let regions: Int

        /// As much as fits a screen.
        static let screen = Limits(sessions: 6, files: 6, regions: 8)
        /// Everything.
        static let none = Limits(sessions: .max, files: .max, regions: .max)
    }

    private var state: HandoverState { handover.state }

    /// The report, line by line.
    func lines() -> [String] {
        var lines = head()
        lines += section("Subtrees", subtrees())
        lines += section("Reserved memory", regions())
        if let liveUpdate = state.liveUpdate {
            let report = LiveUpdateReport(liveUpdate: liveUpdate, style: style, limits: limits, formats: formats)
            lines += section(report.title, report.lines())
        }
        lines += section("Multikernel", multikernel())
        lines += section("Test", test())
        lines += section("Odd", remarks())
        return lines
    }

    private func section(_ title: String, _ body: [String]) -> [String] {
        body.isEmpty ? [] : ["", style.heading(title)] + body.map { "  " + $0 }
    }

    private func row(_ label: String, _ text: String) -> String {
        style.heading(label.padded(to: 10)) + text
    }

    // MARK: Head

    private func head() -> [String] {
        let abi = handover.abi
        var lines = [
            row(
                "Handover",
                [
                    abi.compatible ?? "no version", "\(abi.profile ?? "unknown kernel") (\(abi.confidence.rawValue))",
                    "pages of \(Quantities.bytes(UInt64(abi.pageSize)))",
                ].joined(separator: ", "))
        ]
        if let kernel = state.kernel {
            lines.append(row("Kernel", "\(kernel.release), kexec \(kernel.kexecCount)"))
        }
        if let root = state.root {
            let place = root.address.map { "at \($0), " } ?? ""
            let map = root.map.map { $0.value == 0 ? "map not written yet" : "map at \($0)" } ?? "no map"
            lines.append(row("Root", "\(place)\(root.size) bytes, \(map)"))
        }
        lines.append(row("Scratch", scratch()))
        lines.append(row("Memory", memory()))
        return lines
    }

    private func scratch() -> String {
        guard let areas = state.scratch else { return style.quiet("not known") }
        if areas.isEmpty { return "none" }
        return areas.map { "\(Quantities.bytes($0.size)) at \($0.start)" }.joined(separator: ", ")
    }

    private func memory() -> String {
        guard let memory = state.memory else { return style.quiet("not available") }
        let orders = memory.blocksByOrder.map { "\($0.count) of order \($0.order)" }
        let list = orders.count > 8 ? orders.prefix(7) + ["…"] : orders[...]
        let total =
            "\(Quantities.bytes(memory.byteCount)) preserved, \(Quantities.count(memory.blockCount, "block")) in "
            + Quantities.count(memory.rangeCount, "range")
        return list.isEmpty ? total : total + ": " + list.joined(separator: ", ")
    }

    // MARK: Lists

    private func subtrees() -> [String] {
        let names = state.subtrees.prefix(limits.regions).map(\.name.count).max() ?? 0
        let shown = state.subtrees.prefix(limits.regions).map { subtree in
            let address = subtree.address?.description ?? "-"
            let size = subtree.size.map { "\($0) B" } ?? "-"
            let compatible =
                subtree.compatible ?? style.quiet(subtree.kind == .kexecMetadata ? "structure" : "version not known")
            let unknown = subtree.kind == .unknown ? style.warning("  unknown") : ""
            return "\(style.name(subtree.name.padded(to: names)))  \(address.padded(to: 12))\(size.aligned(to: 8))  "
                + compatible + unknown
        }
        return shown + rest(state.subtrees.count - shown.count, "subtree")
    }

    private func regions() -> [String] {
        let regions = state.reserveMem ?? []
        let names = regions.prefix(limits.regions).map(\.name.count).max() ?? 0
        let shown = regions.prefix(limits.regions).map { region in
            "\(style.name(region.name.padded(to: names)))  \(region.address.description.padded(to: 12))"
                + Quantities.bytes(region.size).aligned(to: 10)
        }
        return shown + rest(regions.count - shown.count, "region")
    }

    private func multikernel() -> [String] {
        guard let multikernel = state.multikernel else { return [] }
        func row(_ name: String, _ text: String) -> String { style.name(name.padded(to: 15)) + "  " + text }
        func row(_ name: String, _ buffer: MultikernelHandover.MessageBuffer?) -> [String] {
            guard let buffer else { return [] }
            let pages = buffer.pages.map { Quantities.count($0, "page") } ?? "unknown length"
            return [row(name, "\(pages) at \(buffer.address?.description ?? "an unknown address")")]
        }
        let tree = multikernel.tree.map { [row("multikernel", "tree of an instance, \($0.count) B")] } ?? []
        return tree + row("host-ipi-buffer", multikernel.hostMessages) + row("ipi-buffer", multikernel.messages)
    }

    private func test() -> [String] {
        guard let test = state.test else { return [] }
        let verdict =
            switch test.matches {
            case true: style.good("contents agree with the sum")
            case false: style.error("contents do not give the sum")
            case nil: style.quiet("contents not at hand")
            }
        return [
            "\(Quantities.count(test.folioCount, "folio")), sum \(Quantities.hex(UInt64(test.checksum))): \(verdict)"
        ]
    }

    private func remarks() -> [String] {
        let odd = handover.remarks.filter { $0.severity != .note } + handover.remarks.filter { $0.severity == .note }
        let shown = odd.prefix(limits.regions).map { remark in
            let label = Diagnostics.label(remark.severity)
            let mark = remark.severity == .damage ? style.error(label) : style.warning(label)
            let place = remark.address.map { "\(remark.path) (\($0))" } ?? remark.path
            return "\(mark): \(place): \(remark.message)"
        }
        return shown + rest(odd.count - shown.count, "remark")
    }

    private func rest(_ count: Int, _ noun: String) -> [String] {
        count > 0 ? [style.quiet("… \(Quantities.count(count, "more \(noun)"))")] : []
    }
}
