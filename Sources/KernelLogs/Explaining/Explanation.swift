public import HandoverABI

/// What a log says of handovers, boot by boot.
public struct LogExplanation: Sendable {
    /// The boots in the order of the log; what stands before the first banner is one of its own where it says anything.
    public internal(set) var boots: [BootExplanation] = []
    /// How many lines the log has.
    public internal(set) var lineCount = 0
    /// How many of them were longer than is looked at.
    public internal(set) var cutLineCount = 0
    /// How many boots there are beyond those that are told.
    public internal(set) var omittedBoots = 0

    /// Whether anything went wrong that is explained, in whatever boot.
    public internal(set) var hasFailures = false
}

/// What a boot's part of a log says of handovers.
public struct BootExplanation: Sendable {
    /// The release, as the kernel's banner has it; `nil` where there is no banner.
    public internal(set) var release: String?
    /// The numbers of its first and last lines in the log.
    public internal(set) var lines: ClosedRange<Int>
    /// What was said and is known, in order.
    public internal(set) var messages: [ExplainedMessage] = []
    /// What is of KHO or LUO by its form and not known: the first such lines.
    public internal(set) var unknown: [UnknownLine] = []
    /// How many such lines there are.
    public internal(set) var unknownCount = 0
    /// How many known messages there are beyond those that are told.
    public internal(set) var omittedMessages = 0
    /// Whether anything shows that the kernel got further than the reading of the map.
    var isPastMap = false
    /// Whether anything failed among the messages, told or not.
    public internal(set) var hasFailures = false

    /// A line that is not known.
    public struct UnknownLine: Hashable, Sendable {
        /// Its number in the log.
        public let line: Int
        /// What it says.
        public let text: String
    }

    /// The release of the main line; `nil` where the banner does not tell.
    public var mainRelease: KernelRelease? { release.flatMap { KernelRelease(parsing: $0) } }

    /// The releases whose messages have been read from their source.
    public static let knownReleases = [
        KernelRelease(6, 17), KernelRelease(6, 18), KernelRelease(6, 19), KernelRelease(7, 1), KernelRelease(7, 2),
        KernelRelease(7, 3),
    ]

    /// How sure it is that messages mean what is said of them, where that is less than sure.
    public var caveat: String? {
        guard let release else { return "no banner tells the release; messages of all releases are taken" }
        guard let main = mainRelease else {
            return "the release \(release) is not understood; messages of all are taken"
        }
        if Self.knownReleases.contains(main) { return nil }
        if main < ReleaseSpan.all.first { return "kernels before 6.16 have no KHO; messages of all releases are taken" }
        return main > ReleaseSpan.newest
            ? "\(main) is newer than any release whose messages are known; those of \(ReleaseSpan.newest) are taken"
            : "the messages of \(main) have not been read; those of the releases around it are taken"
    }
}

/// Something that a kernel said, and what it means.
public struct ExplainedMessage: Sendable {
    /// What it is.
    public let message: Message
    /// The line in which it was first said.
    public let line: Int
    /// What was said, without prefixes.
    public let text: String
    /// The values in it.
    public let values: [Value]
    /// How often it was said in these words.
    public internal(set) var count = 1
    /// Whether kernels of the boot's release are known to say it; `nil` where the release is not known.
    public let isOfRelease: Bool?
    /// Other messages that look the same, of other releases.
    public let alternatives: [String]
    /// The functions that called the one of a warning or fault, the innermost first.
    public let callers: [String]

    /// The value of a name.
    public func value(_ name: Value.Name) -> Value? {
        values.first { $0.name == name }
    }
}
