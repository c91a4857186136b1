import FindingReports
import Multikernel
import PhysicalMemory

/// A multikernel device tree as its author wants to see it first: what there is, and who has it.
struct MultikernelReport {
    let tree: MultikernelTree
    let style: TextStyle
    /// The most lines of a list that are shown.
    let mostItems: Int

    /// The report, line by line.
    func lines() -> [String] {
        let lines =
            switch tree {
            case .machine(let machine): self.lines(of: machine)
            case .instance(let tree): self.lines(of: tree)
            case .overlay(let overlay):
                OverlayReport(overlay: overlay, style: style, mostItems: mostItems).lines()
            }
        return lines
    }

    private func head(_ compatible: [String]) -> String {
        let kind =
            switch tree.kind {
            case .baseline: "baseline: what a kernel gives to the pool"
            case .pool: "pool: what it holds now"
            case .host: "host: pool and instances"
            case .instanceList: "list of instances"
            case .instance: "instance: what one kernel owns"
            case .boot: "boot tree: an instance, and what its host tells it"
            case .overlay: "overlay"
            }
        return row("Tree", ([kind] + compatible.map { ShownText.escaped($0) }).joined(separator: ", "))
    }

    private func row(_ label: String, _ text: String) -> String {
        style.heading(label.padded(to: 10)) + text
    }

    private func section(_ title: String, _ rows: [(name: String, text: String)]) -> [String] {
        if rows.isEmpty { return [] }
        let shown = rows.prefix(mostItems)
        let width = shown.map { ShownText.escaped($0.name).count }.max() ?? 0
        let rest = rows.count - shown.count
        return ["", style.heading(title)]
            + shown.map { row in
                let name = ShownText.escaped(row.name)
                return "  \(style.name(name.padded(to: width)))  \(ShownText.escaped(row.text))"
            } + (rest > 0 ? ["  " + style.quiet("… \(rest) more")] : [])
    }

    // MARK: Machines

    private func lines(of machine: Machine) -> [String] {
        var lines = [head(machine.compatible)]
        if let pool = machine.pool {
            lines.append(row("CPUs", cpus(of: pool)))
            lines.append(row("Memory", memory(of: pool)))
            if let ways = pool.cacheWays { lines.append(row("Cache", "ways \(Quantities.hex(UInt64(ways)))")) }
            lines += section("Memory", pool.memory.map { ($0.name, text(of: $0)) })
            lines += section("Devices", devices(pool.devices, machine.aliases))
            lines += section("NUMA nodes", (pool.topology?.nodes ?? []).map { ($0.name, text(of: $0)) })
        }
        lines += section("Host bridges", machine.hostBridges.map { ($0.name, text(of: $0)) })
        lines += section("Parts of devices", machine.references.map { ($0.name, text(of: $0)) })
        lines += section("Instances", (machine.instances ?? []).map { ($0.name, text(of: $0)) })
        return lines
    }

    private func cpus(of pool: ResourcePool) -> String {
        guard let cpus = pool.cpus else { return style.quiet("none told") }
        let free = pool.freeCPUs.map { $0.ids.isEmpty ? "; none free" : "; free: \(ResourceText.cpus($0.ids))" } ?? ""
        return ResourceText.cpus(cpus) + free
    }

    private func memory(of pool: ResourcePool) -> String {
        if let single = pool.singleMemory { return ResourceText.memory(single) }
        if pool.memory.isEmpty { return style.quiet("none told") }
        var total: UInt64 = 0
        for memory in pool.memory {
            let size: UInt64 =
                switch memory.extent {
                case .chunk(_, let size), .request(let size): size
                case .unknown: 0
                }
            let (sum, overflow) = total.addingReportingOverflow(size)
            if overflow { return "more than there is address space for" }
            total = sum
        }
        return "\(Quantities.bytes(total)) in \(Quantities.count(pool.memory.count, "piece"))"
    }

    private func text(of memory: PoolMemory) -> String {
        ResourceText.memory(memory.extent) + (memory.numaNode.map { ", NUMA \($0)" } ?? "")
    }

    private func devices(_ devices: [Device], _ aliases: [Alias]) -> [(String, String)] {
        let names = Dictionary(grouping: aliases) { alias in
            if case .path(let path) = alias.target { path } else { "" }
        }
        return devices.map { device in
            let known = names["/resources/devices/\(device.name)"] ?? []
            let alias = known.isEmpty ? "" : "  known as \(known.map(\.name).joined(separator: ", "))"
            return (device.name, ResourceText.device(device) + alias)
        }
    }

    private func text(of node: NUMANode) -> String {
        let memory = node.memorySize.map { size in
            Quantities.bytes(size) + (node.memoryBase.map { " at \(Quantities.hex($0))" } ?? "")
        }
        return [memory, node.memoryType, node.cpus.map { ResourceText.cpus($0) }].compactMap { $0 }
            .joined(separator: ", ")
    }

    private func text(of bridge: PCIHostBridge) -> String {
        let buses = bridge.buses.map { "buses \(hex($0.first))-\(hex($0.last)) of " } ?? ""
        let devices = Self.devices(below: bridge.children)
        return "\(buses)segment \(bridge.domain ?? 0): " + Quantities.count(devices, "device")
    }

    private func hex(_ value: UInt32) -> String { String(value, radix: 16) }

    /// Bridges lie as deep in each other as trees may be, which readers bound.
    private static func devices(below nodes: [PCINode]) -> Int {
        nodes.reduce(0) { $0 + ($1.device == nil ? 0 : 1) + devices(below: $1.children) }
    }

    private func text(of reference: DeviceReference) -> String {
        let parent =
            switch reference.parent {
            case .phandle(let phandle): "of phandle \(Quantities.hex(UInt64(phandle)))"
            case .text(let text): "of \(text)"
            case nil: "of no device"
            }
        let part =
            reference.virtualFunction.map { "virtual function \($0) " }
            ?? reference.namespace.map { "namespace \($0) " } ?? ""
        return part + parent
    }

    private func text(of instance: Instance) -> String {
        let id = instance.id.map { "id \($0)  " } ?? ""
        return id + (instance.resources.map { ResourceText.resources($0) } ?? "no resources")
    }

    // MARK: Instances

    private func lines(of tree: InstanceTree) -> [String] {
        let instance = tree.instance
        let id = instance.id.map { ", id \($0)" } ?? ""
        var lines = [head(tree.compatible), row("Instance", ShownText.escaped(instance.name) + id)]
        if let resources = instance.resources {
            lines.append(
                row("CPUs", resources.cpus.map { ResourceText.cpus($0) } ?? style.quiet("none told")))
            lines.append(
                row("Memory", resources.memory.map { ResourceText.memory($0) } ?? style.quiet("none told")))
            lines += section("Memory", resources.regions.map { ($0.name, text(of: $0)) })
            lines += section("Devices", devices(resources.devices, tree.aliases))
        }
        lines += section("Host bridges", tree.hostBridges.map { ($0.name, text(of: $0)) })
        if let chosen = tree.chosen { lines += section("From the host", rows(of: chosen)) }
        return lines
    }

    private func rows(of chosen: BootInformation) -> [(String, String)] {
        func buffer(_ buffer: BootInformation.MessageBuffer) -> String {
            let pages = buffer.pages.map { Quantities.count($0, "page") } ?? "unknown size"
            return buffer.address.map { "\(pages) at \(Quantities.hex($0))" } ?? pages
        }
        var rows: [(String, String)] = []
        if let messages = chosen.messages { rows.append(("messages", buffer(messages))) }
        if let messages = chosen.hostMessages { rows.append(("messages of the host", buffer(messages))) }
        if let cpu = chosen.hostCPU { rows.append(("CPU of the host", ResourceText.cpu(cpu))) }
        if let cpus = chosen.poolCPUs { rows.append(("may be given", ResourceText.cpus(cpus))) }
        if let slot = chosen.poolSlot { rows.append(("pool slot", Quantities.hex(slot))) }
        for region in chosen.reservedMemory ?? [] {
            rows.append(("reserved", "\(Quantities.bytes(region.size)) at \(Quantities.hex(region.base))"))
        }
        if chosen.hostTree != nil { rows.append(("tree of the host", "included")) }
        return rows
    }
}
