import HandoverABI
import HandoverState
import PhysicalMemory

// MARK: - Doubts about a reading

extension ProfileIdentifier {
    private var mapPath: String { "/" + RootTreeNames.map }

    /// What speaks against a reading: other evidence than was asked, and the shapes that the map does not have.
    func doubts(about choice: Choice) -> [Remark] {
        guard let profile = choice.profile else { return [] }
        var result: [Remark] = []
        if choice.identification.confidence == .given, let doubt = doubt(aboutGiven: profile) { result.append(doubt) }
        if let doubt = doubtByRelease(about: profile) { result.append(doubt) }
        if let doubt = doubtByDepth(about: choice, profile) { result.append(doubt) }
        return result
    }

    /// Holds what the caller says against what the data shows.
    private func doubt(aboutGiven profile: Profile) -> Remark? {
        let seen = identify()
        guard let found = seen.profile, found.name != profile.name, seen.identification.confidence != .assumed
        else { return nil }
        let isCertain = seen.identification.confidence == .certain && !Self.readAlike(profile, found)
        let reason = seen.identification.evidence.joined(separator: "; ")
        return Remark(
            .note, isCertain ? .profileContradicted : .profileUncertain, path: mapPath, address: root.map,
            "read as \(profile.name) as the caller says, but the data is that of \(found.name): \(reason)")
    }

    /// Holds the release that the input names against the data. It may be that of the kernel that was handed over to.
    private func doubtByRelease(about profile: Profile) -> Remark? {
        guard let release, let told = Profile.named(release), told.name != profile.name,
            !Self.readAlike(profile, told)
        else { return nil }
        return Remark(
            .note, .profileContradicted, path: mapPath, address: root.map,
            "the input names the release \(release), whose handovers are those of \(told.name); the data is that of "
                + profile.name)
    }

    /// Whether the kernels of two profiles accept each other's root and read each other's map.
    private static func readAlike(_ one: Profile, _ other: Profile) -> Bool {
        one.compatible == other.compatible && one.map == other.map
    }

    /// Whether a radix tree is of another depth than the kernels of its version give it.
    private func doubtByDepth(about choice: Choice, _ profile: Profile) -> Remark? {
        guard let map = choice.map, let address = root.map, case .radix(let depth) = profile.map else { return nil }
        let levels = RadixGeometry(depth, pageShift: profile.pageShift).levels
        if let released = Profile.named(profile.name), case .radix(let expected) = released.map,
            case let usual = RadixGeometry(expected, pageShift: profile.pageShift).levels, usual != levels
        {
            return Remark(
                .damage, .mapDepth, path: mapPath, address: address,
                "the tree has \(levels) levels, released kernels of \(profile.name) read \(usual)")
        }
        // Sound, and holding any of what is always preserved: the tree is what it is taken for.
        let holdsSome = knownPreserved.isEmpty || knownPreserved.contains { map.memory.covers($0) }
        if map.log.count(of: .damage) == 0, holdsSome { return nil }
        for other in 2...8 where other != levels {
            var reader = StructureReader(memory: memory, pageShift: profile.pageShift)
            reader.claims = claims
            let geometry = RadixGeometry(levels: other, pageShift: profile.pageShift)
            var tree = RadixMapReader(reader: reader, geometry: geometry)
            let trial = tree.read(address)
            // Of the wrong depth, a tree seems to hold blocks of half a terabyte and more.
            guard trial.log.count(of: .damage) == 0, !knownPreserved.isEmpty,
                let largest = trial.memory.blocksByOrder.last?.order, largest < 39 - profile.pageShift,
                knownPreserved.allSatisfy({ trial.memory.covers($0) })
            else { continue }
            return Remark(
                .damage, .mapDepth, path: mapPath, address: address,
                "read with \(other) levels the tree is sound, kernels of \(profile.name) read \(levels)")
        }
        return nil
    }
}
