/// A byte address in the physical address space of a machine.
///
/// Kernels hand over physical addresses and page frame numbers side by side, both as 64-bit integers; a type of their
/// own keeps them from being mixed up. Prints as the kernel prints addresses: hexadecimal with `0x`.
public struct PhysicalAddress: Hashable, Sendable {
    /// The address, in bytes.
    public var value: UInt64

    /// An address from its integer value in bytes.
    public init(_ value: UInt64) {
        self.value = value
    }

    /// The address of the page with a page frame number, or `nil` where that does not fit 64 bits.
    public init?(pageFrame: UInt64, pageShift: Int) {
        let value = pageFrame << UInt64(pageShift)
        guard value >> UInt64(pageShift) == pageFrame else { return nil }
        self.value = value
    }

    /// The address `bytes` further up, or `nil` past the end of the address space.
    public func advanced(by bytes: UInt64) -> PhysicalAddress? {
        let (sum, overflow) = value.addingReportingOverflow(bytes)
        return overflow ? nil : PhysicalAddress(sum)
    }

    /// Whether the address is a multiple of `size`, a power of two.
    public func isAligned(to size: UInt64) -> Bool {
        value & (size &- 1) == 0
    }
}

extension PhysicalAddress: Comparable {
    /// Orders addresses from low to high.
    public static func < (left: PhysicalAddress, right: PhysicalAddress) -> Bool {
        left.value < right.value
    }
}

extension PhysicalAddress: ExpressibleByIntegerLiteral {
    /// An address written as an integer literal.
    public init(integerLiteral value: UInt64) {
        self.value = value
    }
}

extension PhysicalAddress: CustomStringConvertible {
    /// The address in hexadecimal: `0x4cc000`.
    public var description: String {
        "0x" + String(value, radix: 16)
    }
}
