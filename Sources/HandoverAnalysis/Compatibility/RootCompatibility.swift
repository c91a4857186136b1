import HandoverABI
import HandoverState
import PhysicalMemory

/// Whether a kernel takes the root tree and reads the map as it was written.
struct RootCompatibility {
    let handover: Handover
    let origin: Profile?
    let target: TargetKernel
    let flaws: Flaws
    /// The version strings of the root tree: kernels look for theirs among them.
    let versions: [String]

    /// The root, the map, and what the two mean for everything behind them.
    struct Result {
        let root: CheckedItem
        let map: CheckedItem?
        let fate: Fate?
    }

    private static let mapPath = "/" + RootTreeNames.map

    func outcome() -> Result {
        if let doubt = target.doubt { return inDoubt("the formats of \(target.name) are not known: \(doubt)") }
        guard let profile = target.profile else {
            let reason = target.reasonWithout ?? "it has no Kexec HandOver"
            return refused("\(target.name) takes no handover: \(reason)")
        }
        guard versions.contains(profile.compatible) else {
            if versions.isEmpty, handover.state.root == nil { return withoutRoot() }
            let found = versions.joined(separator: "\", \"")
            return refused(
                "\(target.name) expects \"\(profile.compatible)\" and finds \"\(found)\": "
                    + "it says \"disabling KHO revival\" and boots as if nothing were handed over")
        }
        if handover.abi.pageSize != profile.pageSize {
            return misread(
                "its pages are of \(profile.pageSize >> 10) KiB, those of the state \(handover.abi.pageSize >> 10) KiB")
        }
        guard let origin else { return inDoubt("it is not known which kernel wrote the state") }
        if let result = withoutMap(profile) { return result }
        if origin.map != profile.map { return misreadMap(origin, profile) }
        var (map, fate) = self.map(profile)
        // What is read after the page may have been given away: all but regions, which are looked up early.
        if fate == nil, let flaw = flaws.first(of: [.rootUnpreserved], at: "/") {
            fate = Fate(outcome: .unknown, reason: flaw.message, sparesWorse: true)
        }
        return Result(root: root(), map: map, fate: fate)
    }

    private func root() -> CheckedItem {
        let item = CheckedItem(.root, "/", .accepted, if: target.premises)
        // Areas are taken as they are handed over: no kernel tests them.
        let flaw = flaws.first(at: "/") ?? flaws.first(at: "/scratch")
        return flaw.map { item.atBest(.unknown, $0.message) } ?? item
    }

    /// Nothing can be said of anything.
    private func inDoubt(_ reason: String) -> Result {
        Result(
            root: CheckedItem(.root, "/", .unknown, reason), map: nil, fate: Fate(outcome: .unknown, reason: reason))
    }

    private func refused(_ reason: String) -> Result {
        Result(
            root: CheckedItem(.root, "/", .refused, reason, if: target.premises), map: nil,
            fate: Fate(outcome: .refused, reason: "the whole handover is refused"))
    }

    private func withoutRoot() -> Result {
        let reason = "the input has no root tree, so nothing tells whether it would be taken"
        return Result(root: CheckedItem(.root, "/", .unknown, reason), map: nil, fate: nil)
    }

    private func misread(_ reason: String) -> Result {
        let fate = Fate(outcome: .misread, reason: "the map is misread, so its memory is given away")
        return Result(
            root: root(), map: CheckedItem(.map, Self.mapPath, .misread, reason), fate: fate)
    }

    private func misreadMap(_ origin: Profile, _ profile: Profile) -> Result {
        switch (origin.map, profile.map) {
        case (.chunks(.fixed512), .chunks(.page)):
            return misread(
                "the state's bitmaps are of 512 bytes, \(target.name) reads a page for each under the same "
                    + "\"\(profile.compatible)\": it takes what lies behind them for preserved memory, and dies in "
                    + "early boot before its console")
        case (.chunks(.page), .chunks(.fixed512)):
            return misread(
                "the state's bitmaps are of a page, \(target.name) reads 512 bytes of each under the same "
                    + "\"\(profile.compatible)\": it drops the rest, says that it found and revived the handover, and "
                    + "gives that memory away")
        default:
            return misread("the state's map is in another form under the same \"\(profile.compatible)\"")
        }
    }

    // MARK: The map

    /// A map that the root tree does not name.
    private func withoutMap(_ profile: Profile) -> Result? {
        let isWritten = handover.state.root?.map.map { $0.value != 0 } ?? (handover.state.root == nil)
        if isWritten { return nil }
        let isZero = handover.state.root?.map != nil
        let what = isZero ? "the address of the map is 0" : "the root tree does not say where the map lies"
        guard flaws.first(of: [.mapMissing], at: Self.mapPath) != nil || flaws.first(of: [.mapMissing], at: "/") != nil
        else {
            let reason =
                "\(what), as long as the kernel that is to hand over has not written it: as it is, \(target.name) "
                + "would have nothing"
            return Result(
                root: root(), map: CheckedItem(.map, Self.mapPath, .unknown, reason), fate: nil)
        }
        if profile.liveUpdate == nil {
            let fate = Fate(outcome: .misread, reason: "no memory is kept, for want of a map")
            let reason = "\(what): \(target.name) says that it found the handover, and gives all of its memory away"
            return Result(root: root(), map: CheckedItem(.map, Self.mapPath, .misread, reason), fate: fate)
        }
        return refused(
            "\(what): \(target.name) says \"disabling KHO revival\" and boots as if nothing were handed over")
    }

    /// The map, and what it means for everything in it.
    private func map(_ profile: Profile) -> (CheckedItem, Fate?) {
        func item(_ outcome: Outcome, _ reason: String? = nil) -> CheckedItem {
            CheckedItem(.map, Self.mapPath, outcome, reason)
        }
        if case .chunks = profile.map, let loop = flaws.first(of: [.mapShared], at: Self.mapPath) {
            let reason = "\(loop.message): \(target.name) follows it all the same, and hangs in early boot"
            return (item(.panics, reason), Fate(outcome: .panics, reason: "the kernel does not survive the map"))
        }
        guard let memory = handover.state.memory else { return (item(.unknown, "the map could not be read"), nil) }
        if let largest = memory.blocksByOrder.last?.order, largest + profile.pageShift > profile.largestBlockShift {
            let reason =
                "a block of order \(largest) is preserved; \(target.name) computes its size in 32 bits and reserves "
                + "other memory than it"
            return (item(.misread, reason), Fate(outcome: .unknown, reason: "the map is misread", sparesWorse: true))
        }
        if let flaw = flaws.first(at: Self.mapPath) {
            return (
                item(.unknown, "the map is damaged: \(flaw.message)"),
                Fate(outcome: .unknown, reason: "the map is damaged", sparesWorse: true)
            )
        }
        return (item(.accepted), nil)
    }
}

extension Profile {
    /// The largest block whose size these kernels compute rightly when they read a map, as a power of two of bytes.
    fileprivate var largestBlockShift: Int { liveUpdate == .structure ? 62 : 30 }
}
