import HandoverABI
import HandoverState

/// What a kernel makes of what a handler or object stored: whether it has a format for it, and whether that is the one.
struct ComponentCompatibility {
    let target: TargetKernel
    private let formats: [String: ComponentFormat]
    /// The strings of files and of objects in series that are not merged.
    private let unmerged: [ComponentFormat.Place: Set<String>]

    init(target: TargetKernel) {
        self.target = target
        let known = (target.profile?.components ?? []) + ComponentFormat.known
        formats = Dictionary(known.map { ($0.name, $0) }) { first, _ in first }
        unmerged = Dictionary(known.map { ($0.place, [$0.compatible]) }) { $0.union($1) }
    }

    /// Whether a string is that of a series that is not merged, and the target is said to have others of them.
    func isAbsent(_ compatible: String, at place: ComponentFormat.Place) -> Bool {
        target.profile?.components.isEmpty == false && !has(compatible, at: place)
            && unmerged[place]?.contains(compatible) == true
    }

    /// Whether the target is said to have a format of a string.
    func has(_ compatible: String, at place: ComponentFormat.Place) -> Bool {
        target.profile?.components.contains { $0.place == place && $0.compatible == compatible } == true
    }

    /// Why the target does not read what was stored as it was meant, although it has its string; `nil` where nothing
    /// speaks against it, or nothing is known.
    func misreading(of state: ComponentState) -> Fate? {
        guard let origin = formats[state.abi] else { return nil }
        if let fate = features(of: state.root, origin) { return fate }
        guard let format = target.profile?.format(of: origin.component), format.compatible == origin.compatible,
            !format.isLaidOut(as: origin)
        else { return nil }
        let found = "it was written as \(origin.name), \(target.name) reads \(format.name) under the same string"
        if state.confidence == .assumed || state.alternatives.contains(format.name) {
            return Fate(
                outcome: .unknown,
                reason: state.alternatives.contains(format.name)
                    ? "its bytes fit \(origin.name) and \(format.name), which \(target.name) reads"
                    : found + ", if it is rightly read: " + (state.evidence.first ?? "nothing decides"))
        }
        if case .word(let version) = origin.version, case .word(let other) = format.version, version != other {
            // A word that the reader does not know is noticed; what a reader does then is its own.
            return Fate(
                outcome: origin.component == "pci" ? .panics : .lost,
                reason: "its version is \(version), \(target.name) reads \(other)")
        }
        return Fate(outcome: .misread, reason: found + Self.sizes(origin, format))
    }

    private static func sizes(_ origin: ComponentFormat, _ format: ComponentFormat) -> String {
        guard let old = origin.structure(origin.root)?.size, let new = format.structure(format.root)?.size, old != new
        else { return "" }
        return ": \(origin.root) has \(old) bytes, not \(new)"
    }

    /// What the masks of features decide, where both kernels tell them.
    private func features(of root: ComponentObject, _ format: ComponentFormat) -> Fate? {
        guard let object = root.object(at: "features"), let supported = object.raw("supp"),
            let required = object.raw("req"), let active = object.raw("active"),
            let reader = target.features?[format.compatible]
        else { return nil }
        let masks = FeatureMasks(supported: supported, required: required, active: active)
        let missing = masks.missing(in: reader)
        if missing != 0 {
            return Fate(
                outcome: .lost, reason: "it requires the features \(missing.hex), which \(target.name) does not know")
        }
        let lost = masks.lost(in: reader)
        if lost == 0 { return nil }
        return Fate(
            outcome: .lost, reason: "its parts of the features \(lost.hex) are lost: \(target.name) does not know them")
    }
}

extension ComponentFormat {
    /// Whether a kernel of this format reads what one of the other wrote: the same structures behind the same string.
    func isLaidOut(as other: ComponentFormat) -> Bool {
        name == other.name || root == other.root && structures == other.structures
    }
}
