/// The address of a PCI function: `0000:3b:00.1`.
public struct PCIAddress: Hashable, Sendable, Comparable {
    /// The segment.
    public var domain: UInt32
    /// Bus, device and function: eight, five and three bits.
    public var function: UInt16

    /// An address from the two numbers that kernels keep.
    public init(domain: UInt32, function: UInt16) {
        self.domain = domain
        self.function = function
    }

    /// An address from its parts; `nil` where one has no room.
    public init?(domain: UInt32, bus: UInt8, slot: UInt8, function: UInt8) {
        guard slot < 32, function < 8 else { return nil }
        self.init(domain: domain, function: UInt16(bus) << 8 | UInt16(slot) << 3 | UInt16(function))
    }

    /// An address from the way that people write it: `0000:3b:00.1`; every part in hexadecimal, with a few digits or all.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let place = parts[2].split(separator: ".", omittingEmptySubsequences: false)
        guard place.count == 2, let domain = Self.number(parts[0], digits: 8),
            let bus = Self.number(parts[1], digits: 2),
            let slot = Self.number(place[0], digits: 2), let function = Self.number(place[1], digits: 1)
        else { return nil }
        self.init(domain: domain, bus: UInt8(bus), slot: UInt8(slot), function: UInt8(function))
    }

    private static func number(_ text: some StringProtocol, digits: Int) -> UInt32? {
        guard (1...digits).contains(text.utf8.count), text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }) else {
            return nil
        }
        return UInt32(text, radix: 16)
    }

    /// The bus.
    public var bus: UInt8 { UInt8(function >> 8) }
    /// The device on the bus.
    public var slot: UInt8 { UInt8(function >> 3 & 0x1f) }
    /// The function of the device.
    public var subfunction: UInt8 { UInt8(function & 7) }

    /// Lower segments first, then lower buses, devices and functions.
    public static func < (left: PCIAddress, right: PCIAddress) -> Bool {
        (left.domain, left.function) < (right.domain, right.function)
    }
}

extension PCIAddress: CustomStringConvertible {
    /// As the kernel prints it: `0000:3b:00.1`.
    public var description: String {
        func digits(_ value: some BinaryInteger, _ count: Int) -> String {
            let text = String(value, radix: 16)
            return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
        }
        return digits(domain, 4) + ":" + digits(bus, 2) + ":" + digits(slot, 2) + "." + digits(subfunction, 1)
    }
}
