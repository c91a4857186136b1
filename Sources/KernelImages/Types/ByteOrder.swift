/// The order of the bytes of an integer.
public enum ByteOrder: String, Hashable, Sendable {
    case little, big
}

extension [UInt8] {
    /// An integer at an offset, or `nil` where the array does not hold all of it.
    func integer<Value: FixedWidthInteger & UnsignedInteger>(
        at offset: Int, as type: Value.Type = Value.self, _ order: ByteOrder
    ) -> Value? {
        let width = Value.bitWidth / 8
        guard offset >= 0, offset <= count, width <= count - offset else { return nil }
        var value: Value = 0
        for index in 0..<width {
            let place = order == .little ? index : width - 1 - index
            value |= Value(truncatingIfNeeded: self[offset + index]) << Value(truncatingIfNeeded: 8 * place)
        }
        return value
    }
}
