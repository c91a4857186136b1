import ComponentSupport
import HandoverAnalysis
import HandoverState
import Testing

/// A hypervisor beside itself after another live update: other tokens, other addresses, the same machine.
@Suite struct HypervisorDifferenceTests {
    private func changes(_ old: Hypervisor, _ new: Hypervisor) -> [Change] {
        func side(_ hypervisor: Hypervisor) -> ComparedHandover {
            var state = HandoverState(root: nil)
            state.liveUpdate = hypervisor.liveUpdate
            let abi = ABIIdentification(
                profile: "linux-7.2", compatible: "kho-v4", pageSize: 4096, confidence: .given, evidence: [])
            return ComparedHandover(Handover(abi: abi, state: state))
        }
        return HandoverComparison(side(old), side(new)).changes
    }

    @Test("Renumbered tokens and moved structures pair files, devices and machines by what they mean")
    func renumbered() {
        var new = Hypervisor()
        new.firstToken = 0x100
        new.base = 0x4000_0000
        let changes = changes(Hypervisor(), new)
        #expect(changes.filter { $0.kind == .added || $0.kind == .removed }.map(\.path) == [])
        let moved = changes.filter { $0.kind == .moved }.map(\.path)
        #expect(
            Set(moved).isSuperset(of: [
                "/LUO/vm-0/0x100", "/LUO/vm-0/0x101", "/LUO/vm-1/0x120", "/LUO/vm-0/0x130", "/LUO/vm-0/0x140",
            ]), "\(moved)")
        let meanings = changes.filter { $0.nature == .meaning && $0.kind == .changed }.map(\.path)
        #expect(meanings == [])
    }
}
