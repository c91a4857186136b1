/// A device that a user of VFIO holds open.
public struct VFIODevice: Hashable, Sendable {
    /// The address that the file names.
    public var address: PCIAddress
    /// The function that it is.
    public var function: Link<ComponentPlace>
    /// The page tables through which it reaches memory, a file of the same session.
    public var iommufd: Link<FilePlace>
    /// Whether the device can be reset; `nil` where the format does not say.
    public var canReset: Bool?

    /// A device.
    public init(
        _ address: PCIAddress, function: Link<ComponentPlace>, iommufd: Link<FilePlace> = .none, canReset: Bool? = nil
    ) {
        self.address = address
        self.function = function
        self.iommufd = iommufd
        self.canReset = canReset
    }
}
