public import HandoverABI

/// The releases of the kernel that print a message: from one to another, or to the newest.
public struct ReleaseSpan: Hashable, Sendable {
    /// The oldest.
    public let first: KernelRelease
    /// The newest; `nil` where the newest known kernel prints it too.
    public let last: KernelRelease?

    /// Every kernel with KHO.
    public static let all = ReleaseSpan(first: KernelRelease(6, 16), last: nil)
    /// The newest release whose messages are known.
    public static let newest = KernelRelease(7, 3)

    /// All from a release on.
    public static func since(_ major: Int, _ minor: Int) -> ReleaseSpan {
        ReleaseSpan(first: KernelRelease(major, minor), last: nil)
    }

    /// All from the first kernel with KHO up to a release.
    public static func upTo(_ major: Int, _ minor: Int) -> ReleaseSpan {
        ReleaseSpan(first: all.first, last: KernelRelease(major, minor))
    }

    /// From a release up to another.
    public func upTo(_ major: Int, _ minor: Int) -> ReleaseSpan {
        ReleaseSpan(first: first, last: KernelRelease(major, minor))
    }

    /// Whether kernels of a release print it.
    public func contains(_ release: KernelRelease) -> Bool {
        release >= first && last.map { release <= $0 } ?? true
    }
}

extension ReleaseSpan: CustomStringConvertible {
    /// `6.18 and later`, `6.16 to 6.18`, `7.1`.
    public var description: String {
        guard let last else { return first == Self.all.first ? "all" : "\(first) and later" }
        return first == last ? "\(first)" : "\(first) to \(last)"
    }
}
