/// What a kernel revived of a state, item by item.
public struct RehearsalReport: Hashable, Sendable {
    /// The kernel that was booted.
    public var kernel: Kernel
    /// How the machine ended.
    public var ending: Ending
    /// How long the machine ran.
    public var seconds: Double
    /// How much memory the machine had, in bytes.
    public var machineSize: UInt64
    /// Whether the kernel took the handover as a whole.
    public var handover: Acceptance
    /// How many bytes the state preserves.
    public var preservedBytes: UInt64
    /// How many bytes of the state are not in the input; the kernel found zeros there.
    public var missingBytes: UInt64
    /// How much memory the kernel took for free and the guest wrote over, to see whether any of the state was in it.
    public var overwrittenBytes: UInt64
    /// The sessions of the state in its order.
    public var sessions: [SessionOutcome]
    /// The objects that files depend on.
    public var flbs: [ItemOutcome]
    /// The regions of `reserve_mem=`.
    public var regions: [ItemOutcome]
    /// The kernel's own handover test; `nil` where the state has none.
    public var test: Verdict?
    /// What the kernel complained of: warnings and oopses, in its words.
    public var alarms: [String]
    /// The lines of the kernel's log that tell of the handover.
    public var log: [String]
    /// The last lines of the kernel's log.
    public var lastLines: [String]

    /// Whether the kernel took the handover, revived everything, and came to its end.
    public var isRevived: Bool {
        guard case .accepted = handover, ending == .finished else { return false }
        return sessions.allSatisfy(\.isRevived) && flbs.allSatisfy { !$0.verdict.isFailure }
            && regions.allSatisfy { !$0.verdict.isFailure } && test?.isFailure != true
    }

    /// A kernel that was booted.
    public struct Kernel: Hashable, Sendable {
        /// The file of its image.
        public var path: String
        /// What the image says of itself.
        public var version: String?
        /// The release that it reports when it runs; `nil` where it did not come that far.
        public var release: String?
        /// The command line that it was given.
        public var commandLine: String
    }

    /// How a machine ended.
    public enum Ending: Hashable, Sendable {
        /// The guest's program asked everything and restarted the machine.
        case finished
        /// The kernel panicked; its words.
        case panicked(String)
        /// The machine restarted without a word.
        case restarted
        /// Nothing more came until the time was up; whether the kernel had written anything at all.
        case hung(wroteAnything: Bool)
    }

    /// Whether a kernel took a handover as a whole.
    public enum Acceptance: Hashable, Sendable {
        /// It did.
        case accepted
        /// It went on as after a cold boot; why, in its words.
        case refused([String])
        /// It knows nothing of handovers, or was told not to.
        case ignored(String)
        /// It did not live to tell.
        case unknown
    }
}

/// What became of one item.
public enum Verdict: Hashable, Sendable {
    /// It is there, and all that can be compared is as it was.
    case revived
    /// It is there and not what it was; a clause for each difference.
    case differs([String])
    /// It is not there; why, as far as the kernel tells.
    case lost(String)
    /// The kernel does not tell; why.
    case unknown(String)

    /// Whether something is wrong for certain.
    public var isFailure: Bool {
        switch self {
        case .revived, .unknown: false
        case .differs, .lost: true
        }
    }
}

/// What became of a session and its files.
public struct SessionOutcome: Hashable, Sendable {
    /// The session's name.
    public var name: String
    /// Whether the session was retrieved, and finished once its files were.
    public var verdict: Verdict
    /// Its files in the order of the state.
    public var files: [FileOutcome]

    /// Whether the session and all of its files are there as they were.
    public var isRevived: Bool {
        verdict == .revived && files.allSatisfy { $0.verdict == .revived }
    }
}

/// What became of a preserved file.
public struct FileOutcome: Hashable, Sendable {
    /// The token.
    public var token: UInt64
    /// The handler that preserved it.
    public var handler: String
    /// What became of it.
    public var verdict: Verdict
    /// What the state says of it.
    public var expected: FileFacts
    /// What the kernel gave back; `nil` where it gave nothing.
    public var found: FileFacts?
}

/// What can be compared of a file; `nil` where it is not known.
public struct FileFacts: Hashable, Sendable {
    /// The length in bytes.
    public var size: UInt64?
    /// The position.
    public var position: UInt64?
    /// The seals, `F_SEAL_*`.
    public var seals: UInt32?
    /// 64-bit FNV-1a of the contents, with the offset basis 0xcbf29ce484222325.
    public var hash: UInt64?
}

/// What became of an item that has a name and nothing else to compare.
public struct ItemOutcome: Hashable, Sendable {
    /// The name.
    public var name: String
    /// What became of it.
    public var verdict: Verdict
}
