import HandoverState
import Multikernel
import PhysicalMemory

/// What kernels own, in words: processors, memory and devices as people read them.
enum ResourceText {
    /// Processors in the order of the tree, with runs as `4-7`; the first of an instance is the one that boots.
    static func cpus(_ ids: [UInt64]) -> String {
        var runs: [(first: UInt64, last: UInt64)] = []
        for id in ids {
            if let last = runs.last?.last, last < .max, id == last + 1 {
                runs[runs.count - 1].last = id
            } else {
                runs.append((id, id))
            }
        }
        let shown = runs.prefix(16).map { run in
            run.first == run.last ? cpu(run.first) : "\(cpu(run.first))-\(cpu(run.last))"
        }
        return (shown + (runs.count > 16 ? ["…"] : [])).joined(separator: ", ")
    }

    /// A processor: small numbers as kernels count, registers of affinity levels in hexadecimal.
    static func cpu(_ id: UInt64) -> String {
        id <= 0xffff ? String(id) : Quantities.hex(id)
    }

    /// `4 CPUs: 4-7`.
    static func cpus(_ list: CPUList) -> String {
        let count = list.ids.count == 1 ? "1 CPU" : "\(list.ids.count) CPUs"
        return list.ids.isEmpty ? "no CPUs" : "\(count): \(cpus(list.ids))"
    }

    /// `768 MiB at 0xa8000000`.
    static func memory(_ extent: PoolMemory.Extent) -> String {
        switch extent {
        case .chunk(let base, let size): "\(Quantities.bytes(size)) at \(Quantities.hex(base))"
        case .request(let size): Quantities.bytes(size)
        case .unknown: "of unknown size"
        }
    }

    /// `256 MiB at 0xa8009000`, as far as it is told.
    static func memory(_ memory: SingleMemory) -> String {
        let size = memory.size.map { Quantities.bytes($0) } ?? "memory"
        return memory.base.map { "\(size) at \(Quantities.hex($0))" } ?? size
    }

    /// What an instance owns, on one line.
    static func resources(_ resources: InstanceResources) -> String {
        var parts: [String] = []
        if let memory = resources.memory { parts.append(self.memory(memory)) }
        parts += resources.regions.map { memory($0.extent) }
        if let cpus = resources.cpus { parts.append(self.cpus(cpus)) }
        if let nodes = resources.numaNodes {
            parts.append("NUMA \(nodes.map { String($0) }.joined(separator: ", "))")
        }
        if let ways = resources.cacheWays { parts.append("cache ways \(Quantities.hex(UInt64(ways)))") }
        switch resources.deviceReferences {
        case .names(let names), .texts(let names): parts.append(names.joined(separator: ", "))
        case .phandles(let phandles): parts.append(Quantities.count(phandles.count, "device reference"))
        case nil: break
        }
        if !resources.devices.isEmpty { parts.append(resources.devices.map(\.name).joined(separator: ", ")) }
        parts += [resources.cpuAffinity, resources.memoryPolicy].compactMap { $0 }
        return parts.isEmpty ? "nothing" : parts.joined(separator: "; ")
    }

    /// What a device is: `0000:3b:00.0  8086:1572`.
    static func device(_ device: Device) -> String {
        let identity =
            switch device.identity {
            case .pci(let address): address.description
            case .platform(let name, let acpi):
                (["platform"] + [name, acpi].compactMap { $0 }).joined(separator: " ")
            case .unknown(let type, let pciID):
                ([type ?? "unknown"] + [pciID].compactMap { $0 }).joined(separator: " ")
            }
        var parts = [identity]
        if let vendor = device.vendor, let product = device.product {
            parts.append("\(digits(vendor)):\(digits(product))")
        }
        if let node = device.numaNode { parts.append("NUMA \(node)") }
        if let functions = device.virtualFunctions?.count {
            parts.append(Quantities.count(functions, "virtual function"))
        }
        if let namespaces = device.namespaces?.count { parts.append(Quantities.count(namespaces, "namespace")) }
        return parts.joined(separator: "  ")
    }

    private static func digits(_ id: UInt32) -> String {
        let text = String(id, radix: 16)
        return String(repeating: "0", count: max(0, 4 - text.utf8.count)) + text
    }
}
