internal import HandoverABI

extension KnowledgeReading {
    /// Why a kernel takes no part in handovers.
    func obstacles(_ knowledge: KernelKnowledge) -> [String] {
        var reasons: [String] = []
        let release = knowledge.release.flatMap { KernelRelease(parsing: $0.value) }
        if let release, release < KernelRelease(6, 16) {
            reasons.append("Linux \(release) has no KHO: it came with 6.16")
        }
        switch configuration?["KEXEC_HANDOVER"] {
        case "n": reasons.append("CONFIG_KEXEC_HANDOVER is not set (\(configuration?.source ?? ""))")
        case nil where configuration != nil && reasons.isEmpty:
            reasons.append("the configuration does not have CONFIG_KEXEC_HANDOVER (\(configuration?.source ?? ""))")
        default: break
        }
        // x86 compiles this message where KHO is left out.
        if strings.contains("Passed KHO data, but CONFIG_KEXEC_HANDOVER not set") {
            reasons.append("it warns of handovers as one built without CONFIG_KEXEC_HANDOVER does")
        }
        if reasons.isEmpty {
            reasons.append(
                "neither a version string kho-vN nor a message of KHO is in it: built without CONFIG_KEXEC_HANDOVER")
        }
        return reasons
    }

    /// What a kernel with KHO needs at boot, and which parts it was built without.
    func conditions(_ knowledge: KernelKnowledge) -> [String] {
        var result: [String] = []
        if configuration?.isSet("KEXEC_HANDOVER_ENABLE_DEFAULT") != true {
            result.append(
                configuration == nil
                    ? "KHO is off without kho=on, unless CONFIG_KEXEC_HANDOVER_ENABLE_DEFAULT is set"
                    : "KHO is off without kho=on on the command line")
        }
        if knowledge.versions(of: "luo").isEmpty {
            result.append(
                configuration?["LIVEUPDATE"] == "n"
                    ? "no sessions and files: CONFIG_LIVEUPDATE is not set"
                    : "no sessions and files: it has no Live Update Orchestrator")
        } else {
            result.append("LUO is off without liveupdate=on on the command line")
            if knowledge.versions(of: "memfd").isEmpty {
                result.append(
                    configuration?["LIVEUPDATE_MEMFD"] == "n"
                        ? "no memfd files: CONFIG_LIVEUPDATE_MEMFD is not set"
                        : "no memfd files: it has no handler for them")
            }
            result.append("handlers in modules are not in the image")
        }
        return result
    }
}
