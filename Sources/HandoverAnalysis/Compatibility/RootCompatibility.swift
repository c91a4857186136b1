import HandoverABI
import HandoverState
import PhysicalMemory

/// Whether a kernel takes the root tree and reads the map as it was written.
struct RootCompatibility {
    let handover: Handover
    let origin: Profile?
    let target: TargetKernel

    /// The root, the map, and what the two mean for everything behind them.
    struct Result {
        let root: CheckedItem
        let map: CheckedItem?
        let fate: Fate?
    }

    private static let mapPath = "/" + RootTreeNames.map

    func outcome() -> Result {
        guard let profile = target.profile else {
            let reason = target.reasonWithout ?? "it has no Kexec HandOver"
            return refused("\(target.name) takes no handover: \(reason)")
        }
        let found = handover.abi.compatible
        guard found == profile.compatible else {
            if found == nil, handover.state.root == nil { return withoutRoot() }
            return refused(
                "\(target.name) expects \"\(profile.compatible)\" and finds \"\(found ?? "")\": it says "
                    + "\"disabling KHO revival\" and boots as if nothing were handed over")
        }
        if handover.abi.pageSize != profile.pageSize {
            return misread(
                "its pages are of \(profile.pageSize >> 10) KiB, those of the state \(handover.abi.pageSize >> 10) KiB")
        }
        guard let origin else {
            let item = CheckedItem(.root, "/", .unknown, "it is not known which kernel wrote the state")
            return Result(root: item, map: nil, fate: Fate(outcome: .unknown, reason: item.reason ?? ""))
        }
        if origin.map != profile.map { return misreadMap(origin, profile) }
        if handover.state.root?.map?.value == 0 { return unwritten(profile) }
        return Result(
            root: CheckedItem(.root, "/", .accepted), map: map(profile), fate: nil)
    }

    private func refused(_ reason: String) -> Result {
        Result(
            root: CheckedItem(.root, "/", .refused, reason), map: nil,
            fate: Fate(outcome: .refused, reason: "the whole handover is refused"))
    }

    private func withoutRoot() -> Result {
        let reason = "the input has no root tree, so nothing tells whether it would be taken"
        return Result(root: CheckedItem(.root, "/", .unknown, reason), map: nil, fate: nil)
    }

    private func misread(_ reason: String) -> Result {
        let fate = Fate(outcome: .misread, reason: "the map is misread, so its memory is given away")
        return Result(
            root: CheckedItem(.root, "/", .accepted), map: CheckedItem(.map, Self.mapPath, .misread, reason),
            fate: fate)
    }

    private func misreadMap(_ origin: Profile, _ profile: Profile) -> Result {
        switch (origin.map, profile.map) {
        case (.chunks(.fixed512), .chunks(.page)):
            return misread(
                "the state's bitmaps are of 512 bytes, \(target.name) reads a page for each under the same "
                    + "\"\(profile.compatible)\": it takes what lies behind them for preserved memory, and dies in early "
                    + "boot before its console")
        case (.chunks(.page), .chunks(.fixed512)):
            return misread(
                "the state's bitmaps are of a page, \(target.name) reads 512 bytes of each under the same "
                    + "\"\(profile.compatible)\": it drops the rest, says that it found and revived the handover, and "
                    + "gives that memory away")
        default:
            return misread("the state's map is in another form under the same \"\(profile.compatible)\"")
        }
    }

    /// A kernel that has not written its map yet does so in the reboot, except where somebody has to ask it to.
    private func unwritten(_ profile: Profile) -> Result {
        let reason = "the map was not written when the state was captured; the kernel writes it in the reboot itself"
        return Result(
            root: CheckedItem(.root, "/", .accepted), map: CheckedItem(.map, Self.mapPath, .unknown, reason), fate: nil)
    }

    private func map(_ profile: Profile) -> CheckedItem {
        guard let memory = handover.state.memory else {
            return CheckedItem(.map, Self.mapPath, .unknown, "the map could not be read")
        }
        if let reason = damage(at: Self.mapPath) {
            return CheckedItem(.map, Self.mapPath, .unknown, "the map is damaged: \(reason)")
        }
        if let largest = memory.blocksByOrder.last?.order, largest + profile.pageShift > profile.largestBlockShift {
            return CheckedItem(
                .map, Self.mapPath, .misread,
                "a block of order \(largest) is preserved; \(target.name) computes its size in 32 bits and reserves "
                    + "other memory than it")
        }
        return CheckedItem(.map, Self.mapPath, .accepted)
    }

    private func damage(at path: String) -> String? {
        handover.remarks.first { $0.severity == .damage && $0.path == path }?.message
    }
}

extension Profile {
    /// The largest block whose size these kernels compute rightly when they read a map, as a power of two of bytes.
    fileprivate var largestBlockShift: Int { liveUpdate == .structure ? 62 : 30 }
}
