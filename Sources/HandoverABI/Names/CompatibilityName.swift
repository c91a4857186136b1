/// The name by which kernels tell a format: a string with a version, a name alone, or several versions in one string.
///
/// Kernels compare strings as a whole. What is inside a string matters to people, and to tools that tell which part of
/// a format has changed. Names that carry no version have it in the structure: a word (``FormatVersion/word(_:)``), or
/// masks of features (``FormatVersion/features(_:)``).
public struct CompatibilityName: Hashable, Sendable {
    /// The string as it stands.
    public let text: String
    /// What comes first: the format's own name and version.
    public let base: Part
    /// The versions of what the format is made of, in the order of the string.
    public let subs: [Part]

    /// A name with a version, or without.
    public struct Part: Hashable, Sendable {
        /// The characters: `memfd-v2`.
        public let text: String
        /// The name: `memfd`, of `kvm_vm_luo_v1` `kvm_vm_luo`.
        public let name: String
        /// The number behind `-v` or `_v`; `nil` where there is none.
        public let version: UInt64?

        /// A part by its characters.
        public init(_ text: some StringProtocol) {
            self.text = String(text)
            let bytes = Array(text.utf8)
            let digits = bytes.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
            let start = bytes.count - digits
            guard digits > 0, start > 2, bytes[start - 1] == UInt8(ascii: "v"),
                bytes[start - 2] == UInt8(ascii: "-") || bytes[start - 2] == UInt8(ascii: "_"),
                let version = UInt64(String(decoding: bytes[start...], as: UTF8.self))
            else {
                name = String(text)
                version = nil
                return
            }
            name = String(decoding: bytes[..<(start - 2)], as: UTF8.self)
            self.version = version
        }
    }

    /// A name by its string; every string is one.
    public init(_ text: some StringProtocol) {
        self.text = String(text)
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map { Part($0) }
        base = parts.first ?? Part("")
        subs = Array(parts.dropFirst())
    }

    /// What is wrong with the order of the parts, a clause: kernels list them in ascending order of their bytes, once
    /// each; `nil` where nothing is.
    public var orderProblem: String? {
        if base.text.isEmpty || subs.contains(where: { $0.text.isEmpty }) { return "a part of it is empty" }
        for (first, second) in zip(subs, subs.dropFirst()) {
            if first.text == second.text { return "\(second.text) is there twice" }
            if !first.text.utf8.lexicographicallyPrecedes(second.text.utf8) {
                return "\(second.text) stands behind \(first.text), and comes before it"
            }
        }
        return nil
    }

    /// How two names differ, in the order of what matters: `nil` where they are the same string.
    public func difference(from other: CompatibilityName) -> Difference? {
        if text == other.text { return nil }
        if base.name != other.base.name { return .name }
        if base.version != other.base.version { return .version(base.version, other.base.version) }
        let ours = Set(subs.map { $0.text })
        let theirs = Set(other.subs.map { $0.text })
        let changed = ours.symmetricDifference(theirs).sorted()
        return changed.isEmpty ? .order : .subs(changed)
    }

    /// How two names differ. Kernels take any of these for another format.
    public enum Difference: Hashable, Sendable {
        /// They are names of different formats.
        case name
        /// The format itself has another version, or one of them none.
        case version(UInt64?, UInt64?)
        /// Parts have other versions, or only one has them.
        case subs([String])
        /// The same parts in another order.
        case order
    }
}

extension CompatibilityName: CustomStringConvertible {
    /// The string.
    public var description: String { text }
}

/// How a format tells its version.
public enum FormatVersion: Hashable, Sendable {
    /// By the string alone: `memfd-v2`.
    case string(CompatibilityName)
    /// By a number at the start of the structure, the name being without: `pci` and 1.
    case word(UInt64)
    /// By masks of features at the start of the structure.
    case features([String])
}

extension ComponentFormat {
    /// How the format tells its version.
    public var version: FormatVersion {
        guard let structure = structure(root), let first = structure.members.first, first.offset == 0 else {
            return .string(CompatibilityName(compatible))
        }
        if case .structure(let inner) = first.type, let masks = self.structure(inner),
            ["supp", "req", "active"].allSatisfy({ masks.member($0) != nil })
        {
            return .features((masks.member("supp")?.bits ?? []).map { $0.name })
        }
        if first.name == "version", case .constant(let version) = first.role { return .word(version) }
        return .string(CompatibilityName(compatible))
    }
}
