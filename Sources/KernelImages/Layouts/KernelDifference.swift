/// What two kernels hand over differently: version strings, structures, and where the two do not go together.
public struct KernelDifference: Sendable {
    /// The parts of the handover that either kernel has, with their version strings.
    public let components: [ComponentChange]
    /// The structures that either kernel's types have.
    public let structures: [StructureChange]
    /// Where strings and structures do not go together.
    public let mistakes: [VersionMistake]
    /// What could not be compared, and why.
    public let notes: [String]

    /// Whether there is no difference.
    public var isEmpty: Bool {
        components.allSatisfy { $0.old == $0.new } && structures.allSatisfy { $0.kind == .same }
    }

    /// Compares two kernels, the older one first.
    public init(from old: Kernel, to new: Kernel) {
        components = ComponentChange.all(from: old.knowledge, to: new.knowledge)
        structures = StructureChange.all(from: old.types, to: new.types)
        mistakes = VersionMistake.all(in: structures, from: old.knowledge, to: new.knowledge)
        notes = [(old, "old"), (new, "new")].compactMap { kernel, name in
            kernel.types == nil
                ? "\(kernel.path): the \(name) kernel says nothing of its types, structures are not compared" : nil
        }
    }
}

/// The version strings of one part in two kernels.
public struct ComponentChange: Hashable, Sendable {
    /// The part: `kho`, `memfd`.
    public let component: String
    /// The strings of the older kernel; none where it lacks the part.
    public let old: [String]
    /// The strings of the newer kernel; none where it lacks the part.
    public let new: [String]

    static func all(from old: KernelKnowledge, to new: KernelKnowledge) -> [ComponentChange] {
        var names: [String] = []
        for component in old.components + new.components where !names.contains(component.component) {
            names.append(component.component)
        }
        return names.map { name in
            ComponentChange(
                component: name, old: old.versions(of: name).map(\.version), new: new.versions(of: name).map(\.version))
        }
    }
}

/// One structure in two kernels.
public struct StructureChange: Hashable, Sendable {
    /// Its name, without `struct`.
    public let name: String
    /// What became of it.
    public let kind: Kind
    /// How it was laid out; `nil` where the older kernel does not have it.
    public let old: StructureDefinition?
    /// How it is laid out; `nil` where the newer kernel does not have it.
    public let new: StructureDefinition?
    /// What differs, a clause each.
    public let differences: [String]

    /// What became of a structure.
    public enum Kind: String, Hashable, Sendable {
        case same, changed, added, removed
    }

    static func all(from old: TypeInformation?, to new: TypeInformation?) -> [StructureChange] {
        guard let old, let new else { return [] }
        var names = ExpectedStructure.knownNames
        for types in [old, new] {
            names += types.structureNames(where: StructureOwner.isHandedOver).filter { !names.contains($0) }
        }
        return names.compactMap { name in
            let before = old.structures(named: name)
            let after = new.structures(named: name)
            // Of several definitions those are held against each other that agree, if any do.
            let pair = before.lazy.compactMap { one in after.first { $0.hasLayout(of: one) }.map { (one, $0) } }.first
            guard let one = pair?.0 ?? before.first else {
                return after.first.map { StructureChange(name, .added, nil, $0, []) }
            }
            guard let two = pair?.1 ?? after.first else { return StructureChange(name, .removed, one, nil, []) }
            if pair != nil { return StructureChange(name, .same, one, two, []) }
            return StructureChange(name, .changed, one, two, clauses(from: one, to: two))
        }
    }

    private init(
        _ name: String, _ kind: Kind, _ old: StructureDefinition?, _ new: StructureDefinition?, _ differences: [String]
    ) {
        self.name = name
        self.kind = kind
        self.old = old
        self.new = new
        self.differences = differences
    }

    private static func clauses(from old: StructureDefinition, to new: StructureDefinition) -> [String] {
        var result: [String] = []
        if old.size != new.size { result.append("\(new.size) bytes, was \(old.size)") }
        let before = leaves(old.members, "")
        let after = leaves(new.members, "")
        for (path, member) in before {
            guard let other = after.first(where: { $0.path == path })?.member else {
                result.append("\(path) at \(member.place) is gone")
                continue
            }
            if member.place != other.place { result.append("\(path) at \(other.place), was at \(member.place)") }
        }
        for (path, member) in after where !before.contains(where: { $0.path == path }) {
            result.append("\(path) at \(member.place) is new")
        }
        return result
    }

    private static func leaves(_ members: [StructureMember], _ prefix: String) -> [(
        path: String, member: StructureMember
    )] {
        members.flatMap { member in
            let path = prefix + (member.name.isEmpty ? "(unnamed)" : member.name)
            return member.members.isEmpty ? [(path, member)] : leaves(member.members, path + ".")
        }
    }
}
