public import HandoverABI

/// A kernel that is to take a handover: its formats, and what is known of how it was built.
public struct TargetKernel: Hashable, Sendable {
    /// How it is called in messages: `linux-7.2`, `7.3.4-kho`.
    public var name: String
    /// Its formats; `nil` of a kernel that takes no handover at all, or whose formats are not known.
    public var profile: Profile?
    /// Why it takes none, where that is known: "it is built without CONFIG_KEXEC_HANDOVER".
    public var reasonWithout: String?
    /// Why its formats are not known, where they are not: then nothing can be said of anything.
    public var doubt: String?
    /// What is taken for granted of it, a clause each: "its pages are of 4 KiB".
    public var premises: [String] = []
    /// How many bytes it takes until it can look at the map, where that is known: they have to fit into scratch areas.
    public var bootSize: UInt64?
    /// Whether Kexec HandOver is on without `kho=on`; `nil` where that is not known.
    public var isOnByDefault: Bool?
    /// Whether it is built with the Live Update Orchestrator; `nil` where that is not known.
    public var hasOrchestrator: Bool?
    /// Whether it is built with the handler of memfds; `nil` where that is not known.
    public var hasMemfd: Bool?
    /// Whether it is built with the handover test; `nil` where that is not known.
    public var hasTest: Bool?
    /// Names of objects bound to files that it knows; `nil` where that is not known.
    public var flbNames: Set<String>?
    /// File handlers beside memfd that it has; `nil` where that is not known.
    public var handlers: Set<String>?
    /// File handlers that it is known to have, where it may have others.
    public var knownHandlers: Set<String> = []
    /// The features of its formats that are told by masks, by the format's name; `nil` where it lists none.
    public var features: [String: FeatureMasks]?

    /// A kernel of whose build nothing is known but its formats.
    public init(_ profile: Profile, name: String? = nil) {
        self.name = name ?? profile.name
        self.profile = profile
    }

    /// A kernel that takes no handover.
    public init(without reason: String, name: String) {
        self.name = name
        self.reasonWithout = reason
    }

    /// A kernel whose formats are not known.
    public init(inDoubt reason: String, name: String) {
        self.name = name
        self.doubt = reason
    }
}
