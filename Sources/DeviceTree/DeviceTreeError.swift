/// Why a flattened device tree could not be read, written or changed, and where.
///
/// Two errors are equal when code, offset and path are; the wording of ``reason`` may improve without breaking a
/// comparison.
public struct DeviceTreeError: Error, Sendable {
    /// What is wrong.
    public let code: Code

    /// The byte offset at fault, counted from the first byte of the blob: of the header field, token or length that is
    /// wrong, or of the first byte that is not there. Never larger than the number of bytes in the blob.
    public let offset: Int

    /// The path of the node that holds the fault, where one is known.
    public let path: String?

    /// What was found and what was expected: one line without the place and without a full stop.
    public let reason: String

    /// Creates an error.
    public init(code: Code, offset: Int, path: String? = nil, reason: String) {
        self.code = code
        self.offset = offset
        self.path = path
        self.reason = reason
    }
}

extension DeviceTreeError: Hashable {
    /// Whether two errors name the same fault at the same place.
    public static func == (left: Self, right: Self) -> Bool {
        left.code == right.code && left.offset == right.offset && left.path == right.path
    }

    /// Hashes the code and the place.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(offset)
        hasher.combine(path)
    }
}

extension DeviceTreeError: CustomStringConvertible {
    /// The whole message on one line, for example
    /// `node /memory@0: property length 2147483647 runs past the structure block, which ends at 0x124 (offset 0x84)`.
    public var description: String {
        let place = "(offset \(hexadecimal(offset)))"
        guard let path else { return "\(reason) \(place)" }
        return "node \(path): \(reason) \(place)"
    }
}

/// A number the way messages print offsets and sizes: `0x` and lower-case hexadecimal digits.
func hexadecimal(_ value: some BinaryInteger) -> String {
    "0x" + String(value, radix: 16)
}
