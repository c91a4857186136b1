/// Masks of the features of a format: what its writer knows, what a reader has to know, what is used.
public struct FeatureMasks: Hashable, Sendable {
    /// What the writer knows.
    public var supported: UInt64
    /// What a reader has to know to read it safely.
    public var required: UInt64
    /// What is really there.
    public var active: UInt64

    /// Masks.
    public init(supported: UInt64, required: UInt64, active: UInt64) {
        self.supported = supported
        self.required = required
        self.active = active
    }

    /// What is used, but not known.
    public var strangelyActive: UInt64 { active & ~supported }
    /// What is required, but not known.
    public var strangelyRequired: UInt64 { required & ~supported }

    /// What a reader lacks that it has to know: it must refuse, if there is any.
    public func missing(in reader: FeatureMasks) -> UInt64 { required & ~reader.supported }

    /// What is there and optional, which a reader does not know: it goes on without.
    public func lost(in reader: FeatureMasks) -> UInt64 { active & ~required & ~reader.supported }

    /// Whether a reader can take it at all.
    public func isReadable(by reader: FeatureMasks) -> Bool { missing(in: reader) == 0 }
}
