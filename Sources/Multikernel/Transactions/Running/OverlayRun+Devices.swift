import HandoverState

/// Devices: between the kernel and its pool, and between the pool and instances.
extension OverlayRun {
    /// How many bytes of an alias, and of a driver's name, kernels keep.
    private static let (aliasLimit, driverLimit) = (31, 63)

    mutating func address(of item: OverlayDevice, at place: String) throws(Refusal) -> PCIAddress {
        guard let text = item.pciID else { throw Refusal(.applyItem, .EINVAL, at: place, "pci-id is missing") }
        if let address = PCIAddress(text), "\(address)" == text { return address }
        guard let address = PCIAddress(scanning: text) else {
            throw Refusal(.applyItem, .EINVAL, at: place, "pci-id \"\(text)\" is no address such as 0000:3b:00.1")
        }
        remark(.applyCut, place, "kernels read pci-id \"\(text)\" as \(address)")
        return address
    }

    mutating func addDevice(
        _ address: PCIAddress, _ item: OverlayDevice, to target: Target, at place: String
    ) throws(Refusal) {
        let key = DeviceKey.pci(address)
        guard case .instance(let name) = target else { return addDeviceToPool(address, item, at: place) }
        guard machine.freeDevices.contains(key) else {
            let reason = machine.owner(of: key).map { "device \(address) is \($0)'s" }
            throw Refusal(
                .applyDeviceTaken, .ENOENT, at: place, reason ?? "device \(address) is not in the pool")
        }
        machine.freeDevices.remove(key)
        let driver = item.driver.map { keep($0, Self.driverLimit, "driver", at: place) }
        machine.change(name) {
            $0.devices.insert(key)
            $0.drivers[key] = driver
        }
        if item.alias != nil { skip(place + "/alias", "a device has the alias that it got when it joined the pool") }
        step(place, "device \(address): pool -> \(name)")
    }

    private mutating func addDeviceToPool(_ address: PCIAddress, _ item: OverlayDevice, at place: String) {
        let key = DeviceKey.pci(address)
        if machine.freeDevices.contains(key) {
            return skip(place, "device \(address) is in the pool already, and keeps its alias")
        }
        if let owner = machine.owner(of: key) {
            remark(
                .applyDeviceTwice, place,
                "device \(address) is \(owner)'s; kernels do not see that, and list it in the pool as well")
        }
        var facts = machine.devices[key] ?? DeviceFacts()
        facts.alias = item.alias.map { keep($0, Self.aliasLimit, "alias", at: place) }
        machine.devices[key] = facts
        machine.freeDevices.insert(key)
        step(place, "device \(address): host -> pool")
    }

    mutating func removeDevice(_ address: PCIAddress, from target: Target, at place: String) throws(Refusal) {
        let key = DeviceKey.pci(address)
        guard case .instance(let name) = target else {
            guard machine.freeDevices.remove(key) else {
                let reason = machine.owner(of: key).map { "device \(address) is \($0)'s" }
                throw Refusal(
                    .applyDeviceTaken, .EBUSY, at: place, reason ?? "device \(address) is not in the pool")
            }
            if machine.owner(of: key) == nil { machine.devices[key] = nil }
            return step(place, "device \(address): pool -> host")
        }
        guard machine[name]?.devices.contains(key) ?? false else {
            throw Refusal(.applyDeviceForeign, .ENOENT, at: place, "\(name) does not have device \(address)")
        }
        machine.change(name) {
            $0.devices.remove(key)
            $0.drivers[key] = nil
        }
        machine.freeDevices.insert(key)
        step(place, "device \(address): \(name) -> pool")
    }

    /// Text as far as kernels keep it.
    private mutating func keep(_ text: String, _ limit: Int, _ name: String, at place: String) -> String {
        if text.utf8.count <= limit { return text }
        remark(.applyCut, place, "kernels keep \(limit) bytes of \(name)")
        return String(decoding: text.utf8.prefix(limit), as: UTF8.self)
    }
}

extension PCIAddress {
    /// The address that kernels make of a text: four numbers in hexadecimal, whatever comes behind them, of which what
    /// does not fit is cut off.
    init?(scanning text: String) {
        var rest = text.utf8[...]
        func number(before separator: UInt8?) -> UInt32? {
            if rest.starts(with: "0x".utf8) || rest.starts(with: "0X".utf8) { rest = rest.dropFirst(2) }
            var value: UInt32 = 0
            var digits = 0
            while let digit = rest.first.flatMap({ Character(UnicodeScalar($0)).hexDigitValue }) {
                value = value << 4 | UInt32(digit)
                digits += 1
                rest = rest.dropFirst()
            }
            guard digits > 0 else { return nil }
            if let separator {
                guard rest.first == separator else { return nil }
                rest = rest.dropFirst()
            }
            return value
        }
        let (colon, dot) = (UInt8(ascii: ":"), UInt8(ascii: "."))
        guard let domain = number(before: colon), let bus = number(before: colon), let slot = number(before: dot),
            let function = number(before: nil)
        else { return nil }
        self.init(
            domain: domain & 0xffff, bus: UInt8(truncatingIfNeeded: bus), slot: UInt8(slot & 0x1f),
            function: UInt8(function & 7))
    }
}
