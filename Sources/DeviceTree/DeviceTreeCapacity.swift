/// How much room a tree has while it is written or changed.
public struct DeviceTreeCapacity: Hashable, Sendable {
    /// The size of the buffer to start with, in bytes.
    let initial: Int

    /// The size the buffer can grow to, in bytes.
    let limit: Int

    /// Exactly this many bytes: the kernel, for one, gives a handover tree a page.
    ///
    /// libfdt writes names at the end of the buffer and moves them down when the tree is finished, so a tree fits when
    /// its final size does.
    public static func fixed(_ byteCount: Int) -> DeviceTreeCapacity {
        let size = clamped(byteCount)
        return DeviceTreeCapacity(initial: size, limit: size)
    }

    /// As many bytes as it takes, up to a limit.
    public static func growing(limit: Int = DeviceTreeLimits().blobSize) -> DeviceTreeCapacity {
        DeviceTreeCapacity(initial: min(4096, clamped(limit)), limit: clamped(limit))
    }

    /// A size that libfdt can address.
    private static func clamped(_ byteCount: Int) -> Int {
        max(0, min(byteCount, Int(Int32.max)))
    }

    /// The next larger size after one that was not enough, or `nil` at the limit.
    func size(after byteCount: Int) -> Int? {
        guard byteCount < limit else { return nil }
        let (doubled, overflow) = byteCount.multipliedReportingOverflow(by: 2)
        return overflow ? limit : min(max(doubled, 4096), limit)
    }
}
