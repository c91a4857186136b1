import HandoverABI
import HandoverAnalysis
import KernelImages

extension TargetKernel {
    /// A kernel as far as its image tells of it.
    ///
    /// - Parameter stateShift: The page size of the state, which the kernel is taken to have where nothing tells.
    init(_ knowledge: KernelKnowledge, name: String, stateShift: Int) {
        if knowledge.hasHandover == false {
            self.init(without: knowledge.obstacles.first ?? "nothing of Kexec HandOver is in it", name: name)
            return
        }
        guard let found = knowledge.profile else {
            self.init(inDoubt: knowledge.profileDoubt ?? "nothing tells them", name: name)
            return
        }
        self.init(found.value.withPageShift(knowledge.pageShift?.value ?? stateShift), name: name)
        if found.certainty != .certain {
            premises.append(
                "\(name) is of \(found.value.name), which is \(found.certainty.rawValue): "
                    + found.evidence.joined(separator: ", "))
        }
        if knowledge.pageShift == nil {
            premises.append("the pages of \(name) are of \(1 << (stateShift - 10)) KiB, as those of the state")
        }
        hasOrchestrator = knowledge.has("luo", option: "LIVEUPDATE")
        hasMemfd = knowledge.has("memfd", option: "LIVEUPDATE_MEMFD")
        hasTest = knowledge.has("kho-test", option: "TEST_KEXEC_HANDOVER")
        isOnByDefault = knowledge.configuration.map { $0.isSet("KEXEC_HANDOVER_ENABLE_DEFAULT") }
        handlers = knowledge.listedHandlers
        if !knowledge.features.isEmpty {
            features = Dictionary(
                knowledge.features.map {
                    (
                        $0.name,
                        FeatureMasks(supported: $0.supported, required: $0.required, active: $0.active)
                    )
                }
            ) { first, _ in first }
        }
        knownHandlers = Set(
            knowledge.components.filter { $0.isReadable && $0.certainty == .certain }.map(\.version))
    }
}

extension KernelKnowledge {
    /// Whether a part is built in; `nil` where nothing tells, or it is a module that may or may not be loaded.
    fileprivate func has(_ component: String, option: String) -> Bool? {
        switch configuration?[option] {
        case "y": return true
        case "m": return nil
        case "n": return false
        default: break
        }
        let found = versions(of: component)
        // Types have no version strings: what was made up for them tells nothing.
        if components.allSatisfy({ $0.certainty == .assumed }) { return nil }
        if found.contains(where: \.isReadable) { return true }
        // A test may be a module, which is not in the image.
        return component == "kho-test" && configuration == nil ? nil : false
    }
}
