import HandoverABI
import HandoverState
import PhysicalMemory

/// Finds out which kernel ABI a handover was written in.
///
/// The version string of the root decides where it can. `kho-v1` cannot: its bitmaps grew from 512 bytes to a page
/// without a new string, and nothing says how large a page is. There every possible reading is tried on the memory, and
/// the one that makes sense of it is taken.
struct ProfileIdentifier<Memory: PhysicalMemory> {
    let root: RootTreeReader
    let memory: Memory
    let claims: ClaimedMemory
    /// Ranges that the kernel preserves whatever its ABI: the root tree, the subtrees' data, reserved regions.
    let knownPreserved: [MemoryRange]
    let release: String?
    /// The form in which the kernel's own test wrote its list of folios, where there is one.
    let testForm: Profile.TestFolios?
    /// The form in which the orchestrator's state is written, where there is any.
    let liveUpdate: LiveUpdateABI?
    let pageShifts: [Int]

    /// A reading of the handover, and the map as it gives it.
    struct Choice {
        let profile: Profile?
        let identification: ABIIdentification
        let map: MapReading?
    }

    /// Takes a profile as given.
    func take(_ profile: Profile) -> Choice {
        var evidence = ["given by the caller"]
        if root.compatible != profile.compatible {
            evidence.append(
                "the root tree says \"\(root.compatible ?? "")\", \(profile.name) writes \"\(profile.compatible)\"")
        }
        return choice(profile, .given, evidence, map: read(profile))
    }

    /// Finds the profile by the evidence.
    func identify() -> Choice {
        if root.isAbsent { return bySubtrees() }
        let named = Profile.all.filter { $0.compatible == root.compatible }
        guard !named.isEmpty else {
            let identification = ABIIdentification(
                profile: nil, compatible: root.compatible, pageSize: 1 << (pageShifts.first ?? 12),
                confidence: .unknown, evidence: ["no known kernel writes this version string"])
            return Choice(profile: nil, identification: identification, map: nil)
        }
        var evidence = ["the root tree says \"\(root.compatible ?? "")\""]
        let told = byNames(named, &evidence)
        let candidates = told.flatMap { profile in pageShifts.flatMap { Self.readings(of: profile, pageShift: $0) } }
        if let only = candidates.first, candidates.count == 1 {
            return choice(only, .certain, evidence, map: read(only))
        }
        return byMemory(candidates, evidence)
    }

    /// Leaves out what the names in the trees and the data of subtrees rule out.
    private func byNames(_ profiles: [Profile], _ evidence: inout [String]) -> [Profile] {
        var left = profiles
        func narrow(_ clause: String, _ fits: (Profile) -> Bool) {
            let fitting = left.filter(fits)
            if !fitting.isEmpty, fitting.count < left.count {
                left = fitting
                evidence.append(clause)
            }
        }
        if root.subtrees.contains(where: { $0.kind == .liveUpdate }) {
            narrow("there is a Live Update Orchestrator") { $0.liveUpdate != nil }
        }
        if let liveUpdate {
            let objects = liveUpdate.hasFLBs ? "with" : "without"
            narrow("its state is \"\(liveUpdate.compatible)\" \(objects) objects bound to files") {
                $0.liveUpdate == liveUpdate
            }
        }
        if root.subtrees.contains(where: { $0.kind == .kexecMetadata }) {
            narrow("there is kexec-metadata") { $0.hasKexecMetadata }
        }
        switch root.writer {
        case .onePass: narrow("the tree was written in one pass, as up to 6.18") { $0.rootWriter == .onePass }
        case .incremental: narrow("subtrees were added one by one, as since 6.19") { $0.rootWriter == .incremental }
        case nil: break
        }
        if let testForm {
            narrow(
                testForm == .inline
                    ? "kho_test lists its folios in place" : "kho_test lists its folios in a kho_vmalloc"
            ) {
                $0.testFolios == testForm
            }
        }
        if let release, let number = KernelRelease(parsing: release) {
            narrow("the release is \(release)") { $0.releases.contains(number) }
        }
        return left
    }

    /// Without a root tree the subtrees tell what they can.
    private func bySubtrees() -> Choice {
        var evidence = ["there is no root tree"]
        let left = byNames(Profile.all, &evidence)
        guard let only = left.first, left.count == 1 else {
            let identification = ABIIdentification(
                profile: nil, compatible: nil, pageSize: 1 << (pageShifts.first ?? 12), confidence: .unknown,
                evidence: evidence + ["the subtrees fit \(names(of: left))"])
            return Choice(profile: nil, identification: identification, map: nil)
        }
        return choice(only.withPageShift(pageShifts.first ?? 12), .likely, evidence, map: nil)
    }

    /// The ways in which a kernel of a profile may have been built: development trees of 7.1 made a radix tree that
    /// differs at one page size.
    private static func readings(of profile: Profile, pageShift: Int) -> [Profile] {
        let profile = profile.withPageShift(pageShift)
        guard case .radix(let depth) = profile.map else { return [profile] }
        let other: MapABI.Depth = depth == .keyWidth ? .orderZeroPosition : .keyWidth
        let levels = RadixGeometry(depth, pageShift: pageShift).levels
        if RadixGeometry(other, pageShift: pageShift).levels == levels { return [profile] }
        return [profile, profile.withMap(.radix(other))]
    }

    private func choice(
        _ profile: Profile, _ confidence: ABIIdentification.Confidence, _ evidence: [String], map: MapReading?
    ) -> Choice {
        let identification = ABIIdentification(
            profile: profile.name, compatible: root.compatible, pageSize: profile.pageSize, confidence: confidence,
            evidence: evidence)
        return Choice(profile: profile, identification: identification, map: map)
    }

    private func read(_ profile: Profile) -> MapReading? {
        guard let map = root.map, map.value != 0, !memory.present.isEmpty else { return nil }
        return MapReader.read(map, as: profile, from: memory, claims: claims)
    }
}

// MARK: - Evidence in memory

extension ProfileIdentifier {
    /// One reading of the map and how well it fits.
    private struct Trial {
        let profile: Profile
        let map: MapReading
        let damage: Int
        let contained: Int

        func isBetter(than other: Trial) -> Bool {
            if damage != other.damage { return damage < other.damage }
            return contained > other.contained
        }

        func fitsAs(_ other: Trial) -> Bool {
            damage == other.damage && contained == other.contained
        }
    }

    private func byMemory(_ candidates: [Profile], _ evidence: [String]) -> Choice {
        let trials = candidates.compactMap { profile in
            read(profile).map { map in
                Trial(
                    profile: profile, map: map, damage: map.log.count(of: .damage),
                    contained: knownPreserved.count { map.memory.covers($0) })
            }
        }
        guard let first = trials.first else {
            guard let assumed = candidates.first else { return choice(.linux618, .assumed, evidence, map: nil) }
            let clause = "nothing in the input tells \(names(of: candidates)) apart"
            return choice(assumed, .assumed, evidence + [clause], map: nil)
        }
        let best = trials.dropFirst().reduce(first) { $1.isBetter(than: $0) ? $1 : $0 }
        let equal = trials.filter { $0.fitsAs(best) }
        let clauses = evidence + [fit(of: best)]
        if equal.count == 1 {
            let others = trials.filter { $0.profile != best.profile }.map {
                "read as \(label($0.profile)): \(misfit(of: $0))"
            }
            return choice(best.profile, .certain, clauses + others, map: best.map)
        }
        return byShape(equal, clauses)
    }

    /// Readings that fit alike are told apart by how bitmaps lie, or make no difference.
    private func byShape(_ trials: [Trial], _ evidence: [String]) -> Choice {
        guard let first = trials.first else { return choice(.linux618, .assumed, evidence, map: nil) }
        // A 512-byte bitmap takes an eighth of a page and is seldom alone in it; a bitmap of a page always is.
        let pages = trials.first { $0.profile.map == .chunks(.page) }
        let likely = pages ?? first
        if trials.allSatisfy({ $0.map.memory == first.map.memory }) {
            let clause = "read as any of \(names(of: trials.map { $0.profile })) the preserved memory is the same"
            return choice(likely.profile, .likely, evidence + [clause], map: likely.map)
        }
        if let pages, trials.allSatisfy({ $0.profile.pageShift == pages.profile.pageShift }) {
            let clause = "every bitmap starts a page, and bits are set beyond its first 512 bytes"
            return choice(pages.profile, .likely, evidence + [clause], map: pages.map)
        }
        let clause = "the memory does not tell \(names(of: trials.map { $0.profile })) apart"
        return choice(likely.profile, .assumed, evidence + [clause], map: likely.map)
    }

    private func fit(of trial: Trial) -> String {
        "read as \(label(trial.profile)) the map is \(trial.damage == 0 ? "sound" : "the least broken") and holds "
            + "\(trial.contained) of \(knownPreserved.count) ranges known to be preserved"
    }

    private func misfit(of trial: Trial) -> String {
        trial.damage > 0
            ? "\(trial.damage) places are broken"
            : "it holds \(trial.contained) of \(knownPreserved.count) ranges known to be preserved"
    }

    private func label(_ profile: Profile) -> String {
        var label = profile.name
        if pageShifts.count > 1 { label += " with pages of \(profile.pageSize >> 10) KiB" }
        if case .radix(let depth) = profile.map, profile.pageShift == 14 {
            label += " and \(RadixGeometry(depth, pageShift: 14).levels) levels"
        }
        return label
    }

    private func names(of profiles: [Profile]) -> String {
        profiles.map(label).joined(separator: ", ")
    }
}
