import HandoverState
import PhysicalMemory

extension StateJoin {
    /// Whether the state shows that something went wrong where a message says that all is well.
    ///
    /// Kernels revive a region by its subtree alone; that its pages are kept is for the preserved-memory map to say.
    public func contradicts(_ said: ExplainedMessage) -> Bool {
        guard said.message.id == "RMEM-LOG-007", let name = said.value(.region)?.text, let memory = state.memory,
            let region = state.reserveMem?.first(where: { $0.name == name }),
            let range = region.range
        else { return false }
        return !memory.covers(range)
    }

    /// What the state says of a region of `reserve_mem=`.
    func facts(aboutRegion name: String, asked said: ExplainedMessage) -> [String] {
        guard let regions = state.reserveMem else { return ["the state has no regions that can be read"] }
        guard let region = regions.first(where: { $0.name == name }) else {
            let names = Self.list(regions.map(\.name))
            return ["the state has no region \(name); it has \(names.isEmpty ? "none" : names)"]
        }
        var facts = ["the state has \(name) at \(region.address), \(Self.hex(region.size)) bytes"]
        if let range = region.range, let memory = state.memory {
            facts.append(memory.covers(range) ? "all of it is preserved" : "not all of it is preserved")
        }
        switch said.message.id {
        case "RMEM-LOG-006":
            let isSame = said.value(.found)?.number == region.size
            facts.append(
                isSame
                    ? "ask for reserve_mem=\(region.size):ALIGN:\(name)"
                    : "the kernel was handed another size: the state is not the one of this boot")
        case "RMEM-LOG-005" where region.address.value != 0:
            facts.append("its largest alignment is \(Self.hex(1 << UInt64(region.address.value.trailingZeroBitCount)))")
        default: break
        }
        return facts
    }
}
