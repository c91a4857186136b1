import HandoverABI

/// Finds the profile that fits what is known of a kernel.
struct ProfileGuess {
    let knowledge: KernelKnowledge
    let types: TypeInformation?

    /// The profile and what it rests on, or why there is none.
    func make() -> (profile: Finding<Profile>?, doubt: String?) {
        let candidates = Profile.all.filter(agreesWithVersions).map { profile in
            knowledge.pageShift.map { profile.withPageShift($0.value) } ?? profile
        }
        if candidates.isEmpty { return (nil, "no known profile has " + versionList) }
        if let types, let result = byTypes(types, among: candidates) { return (result, nil) }
        if candidates.count == 1, let only = candidates.first {
            return (Finding(only, evidence: [versionList + " are of this profile alone"], .certain), nil)
        }
        let release = knowledge.release.flatMap { KernelRelease(parsing: $0.value) }
        guard let release, let profile = candidates.first(where: { $0.releases.contains(release) }) else {
            let names = candidates.map(\.name).joined(separator: ", ")
            return (nil, "\(versionList) are of \(names), and the release is none of theirs")
        }
        return (
            Finding(
                profile, evidence: ["\(versionList), and release \(release): strings do not tell the rest"], .likely),
            nil
        )
    }

    /// Whether every version string that was found is the one of the profile. A part that was not found may have been
    /// left out of the kernel.
    private func agreesWithVersions(_ profile: Profile) -> Bool {
        func agrees(_ component: String, _ version: String?) -> Bool {
            let found = knowledge.versions(of: component)
            return found.isEmpty || found.contains { $0.version == version }
        }
        let hasFLBs = profile.liveUpdate == .treeWithFLBs
        let hasTree = !knowledge.versions(of: "luo-session").isEmpty
        return agrees("kho", profile.compatible) && agrees("luo", profile.liveUpdate?.compatible)
            && agrees("memfd", profile.memfd?.rawValue)
            && (!hasTree || hasFLBs == !knowledge.versions(of: "luo-flb").isEmpty)
            && (knowledge.versions(of: "kexec-metadata").isEmpty || profile.hasKexecMetadata)
    }

    private var versionList: String {
        let versions = ["kho", "luo", "luo-flb", "memfd"].flatMap(knowledge.versions).map(\.version)
        return versions.isEmpty ? "the types" : versions.joined(separator: ", ")
    }

    /// The candidate whose structures the kernel's types have, no others and no different ones.
    private func byTypes(_ types: TypeInformation, among candidates: [Profile]) -> Finding<Profile>? {
        let present = ExpectedStructure.knownNames.filter { !types.structureNumbers(named: $0).isEmpty }
        guard !present.isEmpty else { return nil }
        let fits = candidates.map { profile in
            let verification = LayoutVerification(of: profile, with: types)
            let expected = Set(verification.comparisons.map(\.expected.name))
            return Fit(
                profile: profile, equal: verification.comparisons(.equal).count,
                different: verification.comparisons(.different).count,
                unexpected: present.filter { !expected.contains($0) }.count,
                missing: verification.comparisons(.notFound).count)
        }
        let best = fits.map(\.distance).min()
        let closest = fits.filter { $0.distance == best }
        guard let first = closest.first, first.equal > 0 else { return nil }
        let release = knowledge.release.flatMap { KernelRelease(parsing: $0.value) }
        let chosen = closest.first { fit in release.map(fit.profile.releases.contains) ?? false } ?? first
        var evidence = ["types: \(chosen.equal) structures as in this profile"]
        if chosen.different > 0 { evidence.append("\(chosen.different) otherwise") }
        if chosen.unexpected > 0 { evidence.append("\(chosen.unexpected) that it does not have") }
        let isCertain = closest.count == 1 && chosen.different == 0 && chosen.unexpected == 0
        return Finding(chosen.profile, evidence: evidence, isCertain ? .certain : .likely)
    }

    private struct Fit {
        let profile: Profile
        let equal: Int
        let different: Int
        let unexpected: Int
        let missing: Int

        /// What differs weighs twice: what is missing may have been compiled away.
        var distance: Int { 2 * different + unexpected + missing }
    }
}
