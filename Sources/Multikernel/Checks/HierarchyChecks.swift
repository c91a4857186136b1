import HandoverAnalysis
import HandoverState

/// The way to PCI devices: whether each bus leads to what is said to be on it.
enum HierarchyChecks {
    static let all: [MultikernelValidator.Check] = [hosts, nodes]

    /// Where kernels stop.
    private enum Most {
        static let hosts = 8
        static let bridges = 16
        static let windows = 16
        static let depth = 8
    }

    private static func hosts(_ subject: CheckedTree, _ log: inout FindingLog) {
        let hosts = subject.hostBridges
        if hosts.count > Most.hosts {
            log.add(.hierarchyTooLarge, "/", "there are \(hosts.count) host bridges, kernels write \(Most.hosts)")
        }
        for host in hosts {
            let path = "/" + host.name
            buses(host.buses, path, subject, &log)
            if host.windows.count > Most.windows {
                log.add(
                    .hierarchyTooLarge, path, "there are \(host.windows.count) windows, kernels write \(Most.windows)")
            }
            bridges(host.children, path, &log)
        }
    }

    private static func nodes(_ subject: CheckedTree, _ log: inout FindingLog) {
        for place in PCIWalk.nodes(below: subject.hostBridges) {
            let node = place.node
            if let function = node.function {
                let address = PCIAddress(domain: 0, function: function)
                if let buses = place.buses, !buses.contains(address.bus) {
                    log.add(
                        .busOutside, place.path,
                        "reg says bus \(hex(address.bus)), the bridge above leads to \(text(buses))")
                }
                name(node.name, address, place.path, &log)
            } else if !subject.remarks.contains(where: { $0.path == place.path && $0.property == "reg" }) {
                log.add(.functionMissing, place.path, "\"reg\" is missing")
            }
            guard node.device == nil else { continue }
            if place.depth == Most.depth {
                log.add(.hierarchyTooLarge, place.path, "the bridge lies deeper than kernels look")
            }
            buses(node.buses, place.path, subject, &log)
            if let own = node.buses, let above = place.buses, own.isRange, above.isRange,
                own.first < above.first || own.last > above.last
            {
                log.add(
                    .busesOutside, place.path, "it leads to \(text(own)), the bridge above it to \(text(above))")
            }
            bridges(node.children, place.path, &log)
        }
    }

    private static func buses(
        _ buses: BusRange?, _ path: String, _ subject: CheckedTree, _ log: inout FindingLog
    ) {
        guard let buses else {
            if !subject.remarks.contains(where: { $0.path == path && $0.property == "bus-range" }) {
                log.add(.busesMissing, path, "\"bus-range\" is missing")
            }
            return
        }
        if !buses.isRange { log.add(.busesMissing, path, "\(text(buses)) is no range of buses") }
    }

    private static func bridges(_ children: [PCINode], _ path: String, _ log: inout FindingLog) {
        let count = children.count { $0.device == nil }
        if count > Most.bridges {
            log.add(.hierarchyTooLarge, path, "\(count) bridges are on one bus, kernels write \(Most.bridges)")
        }
    }

    /// The unit address: device and function in hexadecimal, the function perhaps left out where it is 0.
    private static func name(_ name: String, _ address: PCIAddress, _ path: String, _ log: inout FindingLog) {
        let parts = name.split(separator: "@", maxSplits: 1)
        guard parts.count == 2 else { return }
        let numbers = parts[1].split(separator: ",", omittingEmptySubsequences: false).map { UInt8($0, radix: 16) }
        let told = numbers.count == 1 ? numbers + [0] : numbers
        if told != [address.slot, address.subfunction] {
            log.add(
                .functionNameContradicted, path,
                "the name says \(parts[1]), reg \(hex(address.slot)),\(address.subfunction)")
        }
    }

    private static func hex(_ number: some BinaryInteger) -> String { String(number, radix: 16) }
    private static func text(_ buses: BusRange) -> String { "buses \(hex(buses.first)) to \(hex(buses.last))" }
}

extension BusRange {
    /// Whether it goes from a bus to the same or a later one.
    var isRange: Bool { first <= last && last <= 0xff }
}
