/// The state of the Live Update Orchestrator: sessions with their files, and objects that files depend on.
public struct LiveUpdate: Hashable, Sendable {
    /// How many live updates there have been since the last cold boot, this one included.
    public var number: UInt64
    /// The sessions in the kernel's order; `nil` where they could not be read at all.
    public var sessions: [Session]?
    /// File-lifecycle-bound objects; `nil` where this kernel has none or they could not be read.
    public var flbs: [FileLifecycleBound]?
    /// The masks of features of the root, where it has these instead of a version: supported, required, active.
    ///
    /// No kernel of a release has such a root; it is read, and not written.
    public var featureMasks: [UInt64]?

    /// A state of the orchestrator.
    public init(number: UInt64, sessions: [Session]?, flbs: [FileLifecycleBound]?) {
        self.number = number
        self.sessions = sessions
        self.flbs = flbs
    }

    /// Whether anything of it was read by the format of a component.
    public var hasComponents: Bool {
        flbs?.contains { $0.component != nil } == true
            || sessions?.contains { $0.files.contains { $0.component != nil } } == true
    }
}

/// A named set of files that one user of live update preserves together.
public struct Session: Hashable, Sendable {
    /// The name, unique among the sessions.
    public var name: String
    /// How many files the session's record announces; more than ``files`` where damage hides some.
    public var fileCount: UInt64
    /// The files in the kernel's order.
    public var files: [PreservedFile]

    /// A session.
    public init(name: String, fileCount: UInt64, files: [PreservedFile]) {
        self.name = name
        self.fileCount = fileCount
        self.files = files
    }
}

/// A preserved file: a token by which user space gets it back, the handler that preserved it, and what that stored.
public struct PreservedFile: Hashable, Sendable {
    /// The number by which user space asks for the file, unique within its session.
    public var token: UInt64
    /// The version string of the file handler: `memfd-v2`.
    public var handler: String
    /// What the handler stored: for a memfd a physical address, for an unknown handler anything.
    public var data: UInt64
    /// The memfd behind ``data``; `nil` for other handlers or where it could not be read.
    public var memfd: Memfd?
    /// What lies behind ``data`` of a handler whose format is described; `nil` for others.
    public var component: ComponentState?

    /// A file.
    public init(
        token: UInt64, handler: String, data: UInt64, memfd: Memfd? = nil, component: ComponentState? = nil
    ) {
        self.token = token
        self.handler = handler
        self.data = data
        self.memfd = memfd
        self.component = component
    }
}

/// An object that lives as long as any preserved file needs it.
public struct FileLifecycleBound: Hashable, Sendable {
    /// The name, by which the next kernel finds it.
    public var name: String
    /// What its owner stored: opaque here.
    public var data: UInt64
    /// How many preserved files depend on it.
    public var count: UInt64
    /// What lies behind ``data`` of an object whose format is described; `nil` for others.
    public var component: ComponentState?

    /// An object.
    public init(name: String, data: UInt64, count: UInt64, component: ComponentState? = nil) {
        self.name = name
        self.data = data
        self.count = count
        self.component = component
    }
}
