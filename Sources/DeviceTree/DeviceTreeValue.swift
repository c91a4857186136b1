/// The bytes of a property to be written, made from what they mean.
///
/// As with reads, every number names its byte order: `native` is little-endian, the order of kernels that hand over;
/// `bigEndian` is that of ordinary device trees.
public struct DeviceTreeValue: Hashable, Sendable {
    /// The bytes, as they will stand in the blob.
    public let bytes: [UInt8]

    /// A value of any bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// A value without bytes.
    public static let empty = DeviceTreeValue([])

    /// A string in UTF-8 and its NUL.
    public static func string(_ text: String) -> DeviceTreeValue {
        DeviceTreeValue(Array(text.utf8) + [0])
    }

    /// Strings in UTF-8, one after the other, each with its NUL.
    public static func strings(_ texts: [String]) -> DeviceTreeValue {
        DeviceTreeValue(texts.flatMap { Array($0.utf8) + [0] })
    }

    /// A little-endian 32-bit number.
    public static func native32(_ value: UInt32) -> DeviceTreeValue {
        DeviceTreeValue(bytes(UInt64(value).byteSwapped, count: 4))
    }

    /// A little-endian 64-bit number.
    public static func native64(_ value: UInt64) -> DeviceTreeValue {
        DeviceTreeValue(bytes(value.byteSwapped, count: 8))
    }

    /// Little-endian 64-bit numbers.
    public static func native64s(_ values: [UInt64]) -> DeviceTreeValue {
        DeviceTreeValue(values.flatMap { bytes($0.byteSwapped, count: 8) })
    }

    /// A big-endian 32-bit number.
    public static func bigEndian32(_ value: UInt32) -> DeviceTreeValue {
        cells([value])
    }

    /// A big-endian 64-bit number.
    public static func bigEndian64(_ value: UInt64) -> DeviceTreeValue {
        DeviceTreeValue(bytes(value, count: 8))
    }

    /// Big-endian 32-bit numbers.
    public static func cells(_ values: [UInt32]) -> DeviceTreeValue {
        DeviceTreeValue(values.flatMap { bytes(UInt64($0) << 32, count: 4) })
    }

    /// The first bytes of a number, the most significant first.
    private static func bytes(_ value: UInt64, count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * $0)) }
    }
}
