import HandoverAnalysis
import HandoverState

/// Devices by themselves: what they say, and whether kernels can find them by it.
enum DeviceChecks {
    static let all: [MultikernelValidator.Check] = [kinds, addresses, names, phandles, divisions]

    private static func kinds(_ subject: CheckedTree, _ log: inout FindingLog) {
        if subject.kind == .baseline {
            for device in subject.pool?.devices ?? [] { identity(device, "/resources/devices/" + device.name, &log) }
        }
        for owner in subject.owners {
            for device in owner.resources?.devices ?? [] {
                let path = owner.path("devices") + "/" + device.name
                identity(device, path, &log)
                if case .platform(nil, nil) = device.identity {
                    log.add(.platformNameless, path, "neither \"device-name\" nor \"acpi-hid\" says which device it is")
                }
            }
        }
        for place in PCIWalk.nodes(below: subject.hostBridges) {
            guard let device = place.node.device else { continue }
            // A vendor of another length is remarked by the reader.
            if device.vendor != nil, device.product == nil {
                log.add(.deviceIncomplete, place.path, "\"device-id\" is missing")
            }
        }
    }

    private static func identity(_ device: Device, _ path: String, _ log: inout FindingLog) {
        var missing: [String] = []
        switch device.identity {
        case .pci: break
        case .unknown(type: "pci", let text): if text == nil { missing.append("pci-id") }
        case .platform, .unknown: return
        }
        if device.vendor == nil { missing.append("vendor-id") }
        if device.product == nil { missing.append("device-id") }
        if !missing.isEmpty { log.add(.deviceIncomplete, path, "missing: \(Shown.list(missing))") }
    }

    /// Two devices at one address, among those that are told in one way.
    private static func addresses(_ subject: CheckedTree, _ log: inout FindingLog) {
        let listed = (subject.pool?.devices ?? []).map { ($0, "/resources/devices/" + $0.name) }
        let found = PCIWalk.nodes(below: subject.hostBridges).compactMap { place in
            place.node.device.map { ($0, place.path) }
        }
        for devices in [listed, found] {
            var first: [PCIAddress: String] = [:]
            for (device, path) in devices {
                guard let address = device.address else { continue }
                if let other = first[address] {
                    log.add(.deviceAddressShared, path, "\(address) is also the address of \(other)")
                } else {
                    first[address] = path
                }
            }
        }
    }

    // MARK: Names

    /// How many bytes kernels keep of names.
    enum Longest {
        static let name = 31
        static let acpi = 15
        static let driver = 63
    }

    static func length(
        of name: String?, atMost limit: Int, _ what: String, _ path: @autoclosure () -> String, _ log: inout FindingLog
    ) {
        guard let name, name.utf8.count > limit else { return }
        log.add(.nameCut, path(), "\(what) has \(name.utf8.count) bytes, kernels keep \(limit)")
    }

    private static func names(_ subject: CheckedTree, _ log: inout FindingLog) {
        func check(_ device: Device, _ path: String) {
            guard case .platform(let name, let acpi) = device.identity else { return }
            length(of: name ?? device.name, atMost: Longest.name, "the name", path, &log)
            length(of: acpi, atMost: Longest.acpi, "the ACPI identifier", path, &log)
        }
        for device in subject.pool?.devices ?? [] { check(device, "/resources/devices/" + device.name) }
        for owner in subject.owners {
            for device in owner.resources?.devices ?? [] { check(device, owner.path("devices") + "/" + device.name) }
        }
        for alias in subject.aliases {
            length(of: alias.name, atMost: Longest.name, "the alias", "/aliases/" + alias.name, &log)
        }
    }

    private static func phandles(_ subject: CheckedTree, _ log: inout FindingLog) {
        var first: [UInt32: String] = [:]
        func check(_ phandle: UInt32?, _ path: String) {
            guard let phandle else { return }
            if let other = first[phandle] {
                log.add(.phandleTwice, path, "\(other) has the phandle \(phandle) too")
            } else {
                first[phandle] = path
            }
        }
        for entry in DeviceInventory(subject).entries { check(entry.device.phandle, entry.path) }
        for reference in subject.machine?.references ?? [] { check(reference.phandle, "/" + reference.name) }
    }

    // MARK: Parts

    /// Whether what may be given away of a device is there, and not the host's.
    private static func divisions(_ subject: CheckedTree, _ log: inout FindingLog) {
        for entry in DeviceInventory(subject).entries {
            for (division, isNamespace) in [(entry.device.virtualFunctions, false), (entry.device.namespaces, true)] {
                guard let division else { continue }
                let impossible = (division.available ?? []).filter { !division.holds($0, namespaces: isNamespace) }
                if !impossible.isEmpty, let count = division.count {
                    log.add(
                        .partsContradicted, entry.path, "it lists \(Shown.list(impossible)), and has \(count) of these")
                }
                if let reserved = division.hostReserved, division.available?.contains(reserved) == true {
                    log.add(.partsContradicted, entry.path, "it lists \(reserved), which the host keeps")
                }
            }
        }
    }
}

extension Device.Division {
    /// Whether a number is one of as many as there are: virtual functions count from 0, namespaces from 1.
    func holds(_ number: UInt32, namespaces: Bool) -> Bool {
        guard let count else { return true }
        return namespaces ? number >= 1 && number <= count : number < count
    }
}
