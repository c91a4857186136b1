internal import HandoverABI
internal import MemoryDumps

/// Gathers what a kernel tells of itself, in order of worth.
struct KnowledgeReading {
    let kernel: UnfoldedKernel
    let types: TypeInformation?
    let strings: KernelStrings
    let configuration: KernelConfiguration?

    func make() -> KernelKnowledge {
        var knowledge = KernelKnowledge()
        knowledge.configuration = configuration
        if let banner = strings.banner() {
            knowledge.release = Finding(
                banner.release, evidence: ["banner \"Linux version \(banner.release)\""], .certain)
        }
        knowledge.machine = machine
        knowledge.pageShift = pageShift()
        switch kernel.form {
        case .typeInformation: readTypesAlone(into: &knowledge)
        case .elf, .raw: readImage(into: &knowledge)
        }
        return knowledge
    }

    private var machine: String? {
        switch kernel.form {
        case .elf(let elf): elf.machine.description
        case .raw: Machine.aarch64.description
        case .typeInformation: nil
        }
    }

    // MARK: The image

    private func readImage(into knowledge: inout KernelKnowledge) {
        let sections = LiveUpdateSections(kernel)
        knowledge.notes += sections.notes
        let marked = ComponentMark.released.flatMap { $0.components(in: strings) }
        let listed = (sections.versions ?? []).map {
            ComponentABI(KernelNames.component(of: $0), $0, evidence: "section .liveupdate_versions", .certain)
        }
        knowledge.features = sections.features ?? []
        let featured = knowledge.features.map {
            ComponentABI(
                $0.name, $0.name, isWritable: $0.active != 0, evidence: "section .liveupdate_features", .certain)
        }
        // Both sections name the orchestrator itself beside the handlers.
        if sections.versions != nil || sections.features != nil {
            knowledge.listedHandlers = Set(
                (listed + featured).filter { $0.component != "luo" }.map(\.version))
        }
        // What the kernel lists itself is worth more than a string found in it.
        knowledge.components = listed + featured
        let isListed = Set((listed + featured).map(\.version))
        knowledge.components += marked.filter { !isListed.contains($0.version) }
        if strings.contains("kexec-metadata version %u not supported") {
            knowledge.components.append(
                ComponentABI(
                    "kexec-metadata", "version 1", evidence: "message of its reader; the number is assumed", .likely))
        }
        let hasRoot = marked.contains { $0.component == "kho" }
        if hasRoot {
            knowledge.components += ComponentMark.proposed.flatMap { $0.components(in: strings) }
                .filter { !isListed.contains($0.version) }
        }
        // Strings of what is not built stay in images: `memblock-v1` means nothing without the root.
        knowledge.hasHandover = hasRoot
        guard hasRoot else {
            knowledge.components = listed + featured
            knowledge.obstacles = obstacles(knowledge)
            return
        }
        knowledge.components.sort { rank($0) < rank($1) }
        knowledge.conditions = conditions(knowledge)
        (knowledge.profile, knowledge.profileDoubt) = ProfileGuess(knowledge: knowledge, types: types).make()
    }

    /// The root first, then in the order of the table, then what it does not have.
    private func rank(_ component: ComponentABI) -> Int {
        ComponentMark.released.firstIndex { $0.component == component.component } ?? ComponentMark.released.count
    }

    // MARK: Types alone

    /// Types have no version strings: these are the ones of the profile that the types fit.
    private func readTypesAlone(into knowledge: inout KernelKnowledge) {
        guard let types, ExpectedStructure.handoverNames.contains(where: { !types.structureNumbers(named: $0).isEmpty })
        else {
            knowledge.hasHandover = false
            knowledge.obstacles = [
                "the types have none of the handover's structures: a kernel without CONFIG_KEXEC_HANDOVER"
            ]
            return
        }
        knowledge.hasHandover = true
        (knowledge.profile, knowledge.profileDoubt) = ProfileGuess(knowledge: knowledge, types: types).make()
        guard let profile = knowledge.profile?.value else { return }
        let evidence = "types fit \(profile.name); they hold no version strings"
        var versions = [("kho", profile.compatible)]
        if let liveUpdate = profile.liveUpdate { versions.append(("luo", liveUpdate.compatible)) }
        if profile.liveUpdate == .tree || profile.liveUpdate == .treeWithFLBs {
            versions.append(("luo-session", LiveUpdateTreeNames.sessionsCompatible))
        }
        if profile.liveUpdate == .treeWithFLBs { versions.append(("luo-flb", LiveUpdateTreeNames.flbsCompatible)) }
        if let memfd = profile.memfd { versions.append(("memfd", memfd.rawValue)) }
        knowledge.components = versions.map { ComponentABI($0.0, $0.1, evidence: evidence, .assumed) }
    }

    // MARK: Page size

    private func pageShift() -> Finding<Int>? {
        if let shift = kernel.pageShift { return Finding(shift, evidence: ["header of the Image"], .certain) }
        if let configuration, let shift = configuration.pageShift {
            return Finding(shift, evidence: ["configuration"], .certain)
        }
        if let types {
            for name in ExpectedStructure.pageSized {
                for definition in types.structures(named: name) {
                    let shift = definition.size.trailingZeroBitCount
                    if Profile.pageShifts.contains(shift), definition.size == 1 << shift {
                        return Finding(shift, evidence: ["size of struct \(name)"], .certain)
                    }
                }
            }
        }
        if case .elf(let elf) = kernel.form, elf.machine == .x86_64 {
            return Finding(12, evidence: ["x86-64 has no other"], .certain)
        }
        return nil
    }
}

extension ExpectedStructure {
    /// Structures that fill a page at every page size.
    static let pageSized = ["kho_vmalloc_chunk", "khoser_mem_chunk", "kho_radix_node", "kho_radix_leaf"]

    /// Structures that no kernel without handover has.
    static let handoverNames = knownNames.filter { $0 != "setup_data" && $0 != "kho_data" }
}
