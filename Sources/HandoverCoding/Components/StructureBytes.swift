import HandoverABI
import HandoverState
import PhysicalMemory

/// The bytes of a structure of a component, read and written by its members.
struct StructureBytes {
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Zeros.
    init(count: Int) { bytes = [UInt8](repeating: 0, count: count) }

    var count: Int { bytes.count }

    /// The little-endian integer of so many bytes at an offset; 0 where the bytes end before it does.
    func integer(at offset: Int, width: Int) -> UInt64 {
        guard offset >= 0, width > 0, width <= bytes.count - offset else { return 0 }
        var value: UInt64 = 0
        for index in (offset..<offset + min(8, width)).reversed() { value = value << 8 | UInt64(bytes[index]) }
        return value
    }

    /// The number that an integer or some bits of one hold; `nil` for what holds none.
    func number(of type: MemberType, at offset: Int) -> UInt64? {
        switch type {
        case .integer(let width): integer(at: offset, width: width)
        case .bits(let width, let first, let count):
            integer(at: offset, width: width) >> UInt64(first) & Self.mask(count)
        default: nil
        }
    }

    /// Bytes from an offset on; none where they end before.
    func slice(at offset: Int, count: Int) -> ArraySlice<UInt8> {
        guard offset >= 0, count >= 0, count <= bytes.count - offset else { return [] }
        return bytes[offset..<offset + count]
    }

    /// Whether bytes are all zero.
    func isZero(at offset: Int, count: Int) -> Bool {
        slice(at: offset, count: count).allSatisfy { $0 == 0 }
    }

    mutating func set(_ value: UInt64, at offset: Int, width: Int) {
        for index in 0..<width { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(index * 8)) }
    }

    /// Sets the number of an integer or of some bits of one.
    ///
    /// - Returns: whether it fits.
    mutating func set(number value: UInt64, of type: MemberType, at offset: Int) -> Bool {
        switch type {
        case .integer(let width):
            if width < 8, value >> UInt64(width * 8) != 0 { return false }
            set(value, at: offset, width: width)
        case .bits(let width, let first, let count):
            if value & ~Self.mask(count) != 0 { return false }
            let others = integer(at: offset, width: width) & ~(Self.mask(count) << UInt64(first))
            set(others | value << UInt64(first), at: offset, width: width)
        default: return false
        }
        return true
    }

    mutating func set(_ new: [UInt8], at offset: Int) {
        for (index, byte) in new.enumerated() { bytes[offset + index] = byte }
    }

    static func mask(_ count: Int) -> UInt64 { count >= 64 ? ~0 : (1 << UInt64(count)) - 1 }
}

extension ComponentStructure {
    /// Whether a slot of an array holds nothing.
    func isHole(_ object: ComponentObject) -> Bool {
        switch hole {
        case .zero(let member)?: object.raw(member) == 0
        case .bit(let member, let bit)?: object.raw(member).map { $0 >> UInt64(bit) & 1 != 0 } ?? false
        case nil: false
        }
    }
}
