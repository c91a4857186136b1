/// The PCI functions that a kernel hands over, and the bridges on the way to them.
public struct PCIHandover: Hashable, Sendable {
    /// Devices and bridges, in the order of their addresses.
    public var functions: [PCIFunction]
    /// How many there are, as the kernel says.
    public var announced: UInt64?

    /// What is handed over.
    public init(functions: [PCIFunction], announced: UInt64? = nil) {
        self.functions = functions.sorted { $0.address < $1.address }
        self.announced = announced
    }
}

/// A device or bridge that a kernel hands over.
public struct PCIFunction: Hashable, Sendable {
    /// Its address.
    public var address: PCIAddress
    /// Of a bridge how many preserved devices are below it, of a device 1; `nil` where the format does not count.
    public var count: UInt64?
    /// Where it stands in the state.
    public var place: ComponentPlace
    /// What it is, as far as others tell.
    public var kind: Kind

    /// A function.
    public init(_ address: PCIAddress, count: UInt64?, kind: Kind, at place: ComponentPlace) {
        self.address = address
        self.count = count
        self.kind = kind
        self.place = place
    }

    /// What a function is: the format does not say.
    public enum Kind: String, Hashable, Sendable {
        /// A file stands for it.
        case device
        /// Several devices are below it, or no file stands for it where files stand for others.
        case bridge
        /// Either.
        case unknown
    }
}
