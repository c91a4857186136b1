import HandoverState
import Multikernel

/// The devices of a machine below their bridges, by owner.
struct MachineDevices {
    private let machine: Machine
    private var byText: [String: Int] = [:]
    private var byPhandle: [UInt32: Int] = [:]
    private var byAddress: [PCIAddress: Int] = [:]
    private var foreign: [(device: Device, owner: Int)] = []
    private var known: Set<String> = []
    private var knownAddresses: Set<PCIAddress> = []

    init(_ machine: Machine, _ owners: MachineOwners) {
        self.machine = machine
        for device in machine.pool?.devices ?? [] {
            known.insert(device.name)
            if case .pci(let address) = device.identity { knownAddresses.insert(address) }
        }
        for (index, instance) in (machine.instances ?? []).enumerated() {
            guard let resources = instance.resources else { continue }
            let owner = MachineOwners.instances + index
            switch resources.deviceReferences {
            case .names(let texts)?, .texts(let texts)?: for text in texts { take(text, owner) }
            case .phandles(let phandles)?: for phandle in phandles { take(&byPhandle[phandle], owner) }
            case nil: break
            }
            for device in resources.devices {
                if case .pci(let address) = device.identity {
                    take(&byAddress[address], owner)
                    if !knownAddresses.contains(address) { foreign.append((device, owner)) }
                } else {
                    take(device.name, owner)
                    if !known.contains(device.name) { foreign.append((device, owner)) }
                }
            }
        }
        for alias in machine.aliases {
            guard case .path(let path) = alias.target, let owner = byText[alias.name] else { continue }
            take(path, owner)
        }
    }

    private mutating func take(_ text: String, _ owner: Int) {
        if let address = PCIAddress(text) { take(&byAddress[address], owner) }
        take(&byText[text], owner)
    }

    private func take(_ place: inout Int?, _ owner: Int) {
        place = place.map { $0 == owner ? owner : MachineOwners.conflict } ?? owner
    }

    func forest() -> DeviceForest {
        var groups = machine.hostBridges.flatMap { bridge in
            BridgeDevices(bridge).groups { owner(of: $0, path: $1, address: $2) }
        }
        var drawn: Set<PCIAddress> = []
        for bridge in machine.hostBridges { drawn.formUnion(BridgeDevices(bridge).addresses) }
        var pci = DeviceForest.Group(title: "PCI", note: "by address", devices: [])
        var platform = DeviceForest.Group(title: "platform", note: "", devices: [])
        for device in machine.pool?.devices ?? [] {
            if case .pci(let address) = device.identity, drawn.contains(address) { continue }
            let owner = owner(of: device, path: "/resources/devices/" + device.name, address: device.pciAddress)
            let item = DeviceForest.Item(name: device.name, detail: device.summary, owner: owner)
            if device.pciAddress != nil { pci.devices.append(item) } else { platform.devices.append(item) }
        }
        let parts = machine.references.map { reference in
            let owner =
                byText[reference.name] ?? reference.phandle.flatMap { byPhandle[$0] }
                ?? byText["/" + reference.name] ?? MachineOwners.free
            return DeviceForest.Item(name: reference.name, detail: reference.summary, owner: owner)
        }
        let listed = foreign.map {
            DeviceForest.Item(name: $0.device.name, detail: $0.device.summary, owner: $0.owner)
        }
        groups += [
            pci, platform, DeviceForest.Group(title: "parts of devices", note: "", devices: parts),
            DeviceForest.Group(title: "listed by instances", note: "", devices: listed),
        ]
        return DeviceForest(groups: groups.filter { !$0.devices.isEmpty })
    }

    private func owner(of device: Device, path: String, address: PCIAddress?) -> Int {
        byText[device.name] ?? byText[path] ?? address.flatMap { byAddress[$0] }
            ?? device.phandle.flatMap { byPhandle[$0] } ?? MachineOwners.free
    }
}

extension Device {
    /// The address of a PCI device.
    var pciAddress: PCIAddress? {
        if case .pci(let address) = identity { address } else { nil }
    }

    /// Where and what it is.
    var summary: String {
        var parts: [String] = []
        switch identity {
        case .pci(let address): parts.append(address.description)
        case .platform(let name, let acpi): parts += [name, acpi].compactMap { $0 }.filter { $0 != self.name }
        case .unknown(let type, let pciID): parts += [type, pciID].compactMap { $0 }
        }
        if let vendor, let product {
            parts.append(String(vendor, radix: 16) + ":" + String(product, radix: 16))
        }
        return parts.joined(separator: " ")
    }
}

extension DeviceReference {
    /// Which part of what it is.
    var summary: String {
        var parts: [String] = []
        if let virtualFunction { parts.append("vf \(virtualFunction)") }
        if let namespace { parts.append("namespace \(namespace)") }
        return parts.joined(separator: " ")
    }
}
