/// The files in which a running kernel shows its handover: `/sys/kernel/debug/kho/out` or `in`, or a copy of either.
///
/// Source: Linux `kernel/liveupdate/kexec_handover_debugfs.c`. Whatever can be read is; what cannot be is told in
/// ``problems``, since some of these files are cut short or unreadable on some kernels.
public struct HandoverDirectory: Hashable, Sendable {
    /// A subtree: a device tree or a structure of its owner's making.
    public struct Subtree: Hashable, Sendable {
        /// The name of the file.
        public let name: String
        /// All its bytes.
        public let bytes: [UInt8]
    }

    /// The directory that was read: where `fdt` is, which can be below the one that was named.
    public let path: String
    /// The root device tree, as long as the kernel gives it out; `nil` where there is no such file.
    public let rootTree: [UInt8]?
    /// The files of `sub_fdts`, sorted by name.
    public let subtrees: [Subtree]
    /// Addresses of the scratch areas, from `scratch_phys`; `nil` where there is no such file.
    public let scratchAddresses: [UInt64]?
    /// Sizes of the scratch areas in bytes, from `scratch_len`; can be 0.
    public let scratchSizes: [UInt64]?
    /// Whether the handover has been finalized, from `finalize` (up to Linux 6.18).
    public let isFinalized: Bool?
    /// What could not be read, and why.
    public let problems: [InputNote]

    /// Reads the directory, its `out` or `in`, or those of a `kho` in it.
    ///
    /// - Throws: ``InputError`` with `ambiguous` where both `in` and `out` hold a handover, `unrecognised` where none
    ///   does.
    public init(path: String, limits: InputLimits = InputLimits()) throws(InputError) {
        let place = try Self.place(of: path)
        var reader = HandoverFileReader(directory: place, limits: limits)
        self.path = place
        rootTree = reader.bytes(of: "fdt")
        subtrees = reader.subtrees()
        scratchAddresses = reader.numbers(in: "scratch_phys")
        scratchSizes = reader.numbers(in: "scratch_len")
        isFinalized = reader.numbers(in: "finalize")?.first.map { $0 != 0 }
        if let addresses = scratchAddresses, let sizes = scratchSizes, addresses.count != sizes.count {
            reader.problems.append(
                "scratch_phys has \(addresses.count) entries and scratch_len has \(sizes.count)")
        }
        problems = reader.problems.notes
    }

    /// The directory that holds a handover: the named one or one below it.
    private static func place(of path: String) throws(InputError) -> String {
        if holdsHandover(path) { return path }
        let below = ["out", "in", "kho/out", "kho/in"].map { path + (path.hasSuffix("/") ? "" : "/") + $0 }
        var candidates = below.filter { HandoverFileReader.exists($0 + "/fdt") }
        if candidates.isEmpty { candidates = below.filter(holdsHandover) }
        guard let first = candidates.first else {
            let isFinalizable = ([path] + below).contains { HandoverFileReader.exists($0 + "/finalize") }
            throw InputError(
                .unrecognised, path: path,
                reason: isFinalizable
                    ? "directory of a handover that is not finalized; write 1 to the file finalize in it, then read it again"
                    : "directory without a handover in it; expected the files fdt or sub_fdts"
                        + " as in /sys/kernel/debug/kho/out")
        }
        guard candidates.count == 1 else {
            throw InputError(
                .ambiguous, path: path,
                reason: "directory with more than one handover; name one of \(candidates.joined(separator: ", "))")
        }
        return first
    }

    private static func holdsHandover(_ path: String) -> Bool {
        HandoverFileReader.exists(path + "/fdt") || HandoverFileReader.exists(path + "/sub_fdts")
    }
}
