/// Why bytes at a physical address could not be read.
public enum MemoryError: Error, Hashable, Sendable {
    /// Nothing is known about the byte at this address: the dump does not hold it.
    case absent(PhysicalAddress)
    /// The address is not a multiple of the word size, where the kernel's own pointer always is.
    case misaligned(PhysicalAddress)
    /// The range runs past the end of the address space.
    case wraps(PhysicalAddress)
    /// The dump holds the byte but cannot give it out: a damaged page, a compression that fails.
    case unreadable(PhysicalAddress, reason: String)

    /// The address at which reading failed.
    public var address: PhysicalAddress {
        switch self {
        case .absent(let address), .misaligned(let address), .wraps(let address), .unreadable(let address, _):
            address
        }
    }
}

extension MemoryError: CustomStringConvertible {
    /// One clause for a message: `0x1000 is not in the dump`.
    public var description: String {
        switch self {
        case .absent(let address): "\(address) is not in the dump"
        case .misaligned(let address): "\(address) is not aligned to 8 bytes"
        case .wraps(let address): "the range at \(address) runs past the end of the address space"
        case .unreadable(let address, let reason): "\(address) cannot be read: \(reason)"
        }
    }
}
