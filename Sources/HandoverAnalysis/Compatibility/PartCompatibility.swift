import HandoverABI
import HandoverState
import PhysicalMemory

/// What becomes of everything behind the root, in a kernel that takes the root and reads the map rightly.
struct PartCompatibility {
    let handover: Handover
    let origin: Profile?
    let target: TargetKernel
    let flaws: Flaws

    private var state: HandoverState { handover.state }

    func items() -> [CheckedItem] {
        var items: [CheckedItem] = []
        for subtree in state.subtrees {
            switch subtree.kind {
            case .reserveMem: items += regions(subtree).map(flaws.applied)
            case .kexecMetadata: items.append(flaws.applied(to: metadata(subtree)))
            case .test: items.append(flaws.applied(to: test(subtree)))
            case .liveUpdate:
                items += LiveUpdateCompatibility(
                    handover: handover, origin: origin, target: target, flaws: flaws
                ).items(subtree)
            case .unknown:
                items.append(
                    CheckedItem(
                        .subtree, "/" + subtree.name, .unknown,
                        "no known kernel reads this subtree; whether \(target.name) does is for its owner to say"))
            }
        }
        return items + state.subtrees.flatMap { untold($0, items) }
    }

    /// What is wrong with something that could not even be read as an item.
    private func untold(_ subtree: Subtree, _ items: [CheckedItem]) -> [CheckedItem] {
        let kind: CheckedItem.Kind =
            switch subtree.kind {
            case .reserveMem: .region
            case .liveUpdate: .session
            case .kexecMetadata, .test, .unknown: .subtree
            }
        return flaws.untold(by: items, under: "/" + subtree.name).map {
            CheckedItem(kind, $0.path, flaws.effect(of: $0) ?? .unknown, $0.message)
        }
    }

    private func regions(_ subtree: Subtree) -> [CheckedItem] {
        guard let regions = state.reserveMem else {
            return [CheckedItem(.region, "/" + subtree.name, .unknown, "the regions could not be read")]
        }
        return regions.map { region in
            let path = "/\(subtree.name)/\(region.name)"
            let range = region.range
            if let range, state.scratch?.contains(where: range.overlaps) == true {
                return CheckedItem(
                    .region, path, .misread,
                    "its memory lies in a scratch area, in which \(target.name) boots: it says that it revived the "
                        + "region, and has written over it")
            }
            if let memory = state.memory, let range, !memory.covers(range) {
                return CheckedItem(
                    .region, path, .misread,
                    "its memory is not preserved: \(target.name) says that it revived the region and gives the "
                        + "memory away")
            }
            return CheckedItem(
                .region, path, .accepted,
                if: ["its command line asks for reserve_mem=\(region.size):ALIGN:\(region.name)"])
        }
    }

    private func metadata(_ subtree: Subtree) -> CheckedItem {
        let path = "/" + subtree.name
        guard target.profile?.hasKexecMetadata == true else {
            return CheckedItem(
                .metadata, path, .lost, "\(target.name) does not read it; its count of kexecs starts anew")
        }
        if let flaw = flaws.first(of: [.metadataSize], at: path) {
            return CheckedItem(.metadata, path, .lost, "\(flaw.message): \(target.name) passes over it")
        }
        guard let kernel = state.kernel else {
            return CheckedItem(
                .metadata, path, subtree.content == nil ? .unknown : .lost,
                subtree.content == nil
                    ? "it could not be read" : "\(target.name) reads version 1 and passes over others")
        }
        return kernel.version == 1
            ? CheckedItem(.metadata, path, .accepted)
            : CheckedItem(.metadata, path, .lost, "\(target.name) reads version 1 and passes over \(kernel.version)")
    }

    private func test(_ subtree: Subtree) -> CheckedItem {
        let path = "/" + subtree.name
        if target.hasTest == false {
            return CheckedItem(.test, path, .lost, "\(target.name) is built without the handover test")
        }
        if let origin, let profile = target.profile, origin.testFolios != profile.testFolios {
            return CheckedItem(
                .test, path, .lost, "\(target.name) keeps the test's list of folios in another form and fails the test")
        }
        guard let test = state.test, let folios = test.folios else {
            return CheckedItem(.test, path, .unknown, "the test's folios could not be read")
        }
        if let memory = state.memory, let folio = folios.first(where: { !memory.contains($0.address, order: $0.order) })
        {
            // 6.16 and 6.17 mark no pages as preserved, and take what they find.
            let crash = target.profile?.testFolios == .inline ? ": \(target.name) may crash over it" : ""
            return CheckedItem(
                .test, path, .lost, "the folio at \(folio.address) is not preserved with its order" + crash)
        }
        return CheckedItem(
            .test, path, .accepted,
            if: target.hasTest == true ? [] : ["\(target.name) is built with CONFIG_TEST_KEXEC_HANDOVER"])
    }
}
