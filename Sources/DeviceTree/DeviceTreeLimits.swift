/// How large a tree a reader accepts before it gives up.
public struct DeviceTreeLimits: Hashable, Sendable {
    /// The largest total size of a tree, in bytes. libfdt itself cannot address more than `Int32.max`.
    public var blobSize: Int

    /// The greatest number of levels, the root being the first.
    public var depth: Int

    /// The longest node or property name, in bytes without its NUL.
    ///
    /// The specification allows 31; kernels do not count. A bound keeps the check of a blob whose properties all share
    /// one endless name from taking time quadratic in its size.
    public var nameLength: Int

    /// Creates limits.
    ///
    /// - Parameters:
    ///   - blobSize: The largest total size in bytes, 128 MiB unless told.
    ///   - depth: The greatest number of levels, 64 unless told: `FDT_MAX_DEPTH` in the kernel's `drivers/of/fdt.c`.
    ///   - nameLength: The longest name in bytes, 1024 unless told.
    public init(blobSize: Int = 128 << 20, depth: Int = 64, nameLength: Int = 1024) {
        self.blobSize = blobSize
        self.depth = depth
        self.nameLength = nameLength
    }
}
