/// A release of the kernel's main line, `7.2`; the stable releases made from it carry its formats.
public struct KernelRelease: Hashable, Sendable {
    /// The first number.
    public let major: Int
    /// The second number.
    public let minor: Int

    /// A release from its numbers.
    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// The release that a version string begins with: `6.17.8-kho` and `7.3-rc4` name 6.17 and 7.3.
    public init?(parsing text: String) {
        let numbers = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 2, omittingEmptySubsequences: false)
        func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        guard numbers.count >= 2, numbers[0].allSatisfy(isDigit),
            let major = Int(String(decoding: Array(numbers[0]), as: UTF8.self)),
            let minor = Int(
                String(decoding: numbers[1].prefix(while: isDigit), as: UTF8.self))
        else { return nil }
        self.init(major, minor)
    }
}

extension KernelRelease: Comparable {
    /// Orders releases by time.
    public static func < (left: KernelRelease, right: KernelRelease) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}

extension KernelRelease: CustomStringConvertible {
    /// The release as people write it: `6.17`.
    public var description: String { "\(major).\(minor)" }
}
