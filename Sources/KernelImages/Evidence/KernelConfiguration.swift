/// How a kernel was configured: the lines of its `.config`.
public struct KernelConfiguration: Hashable, Sendable {
    /// Where the lines come from: `IKCONFIG`, or a file.
    public let source: String
    private let values: [String: String]

    /// The most bytes of a configuration that are read.
    static let mostBytes: UInt64 = 8 << 20

    /// Reads the lines `CONFIG_NAME=value` and `# CONFIG_NAME is not set`; any others are left out.
    init(_ text: [UInt8], source: String) {
        self.source = source
        var values: [String: String] = [:]
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let line = String(decoding: line, as: UTF8.self)
            if line.hasPrefix("CONFIG_") {
                let parts = line.dropFirst("CONFIG_".count).split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
            } else if line.hasPrefix("# CONFIG_"), line.hasSuffix(" is not set") {
                values[String(line.dropFirst("# CONFIG_".count).dropLast(" is not set".count))] = "n"
            }
        }
        self.values = values
    }

    /// Whether any option is set: an empty or foreign text is no configuration.
    var isEmpty: Bool { values.isEmpty }

    /// The value of an option without `CONFIG_`; `nil` where the kernel does not know it, or it depends on another.
    public subscript(option: String) -> String? { values[option] }

    /// Whether an option is built in or, as a module, can be.
    public func isSet(_ option: String) -> Bool { values[option] == "y" || values[option] == "m" }

    /// The base page size as a power of two, where the options tell it.
    public var pageShift: Int? {
        for (shift, names) in [
            (12, ["PAGE_SIZE_4KB", "ARM64_4K_PAGES"]), (14, ["PAGE_SIZE_16KB", "ARM64_16K_PAGES"]),
            (16, ["PAGE_SIZE_64KB", "ARM64_64K_PAGES"]),
        ] where names.contains(where: isSet) {
            return shift
        }
        return nil
    }

    /// The options that decide what is handed over, as far as the configuration has them.
    public var facts: [(option: String, value: String)] {
        Self.options.compactMap { option in values[option].map { (option, $0) } }
    }

    private static let options = [
        "KEXEC_HANDOVER", "KEXEC_HANDOVER_ENABLE_DEFAULT", "KEXEC_HANDOVER_DEBUG", "KEXEC_HANDOVER_DEBUGFS",
        "LIVEUPDATE", "LIVEUPDATE_MEMFD", "LIVEUPDATE_TEST", "TEST_KEXEC_HANDOVER", "KEXEC_FILE", "DEBUG_INFO_BTF",
    ]
}
