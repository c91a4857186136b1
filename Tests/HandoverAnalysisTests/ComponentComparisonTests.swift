import ComponentSupport
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState
import Testing

@Suite("Differences of components")
struct ComponentComparisonTests {
    private func handover(_ liveUpdate: LiveUpdate) -> ComparedHandover {
        var state = HandoverState(root: nil)
        state.liveUpdate = liveUpdate
        let abi = ABIIdentification(
            profile: "linux-7.2", compatible: "kho-v4", pageSize: 4096, confidence: .given, evidence: [])
        return ComparedHandover(Handover(abi: abi, state: state))
    }

    private func changes(_ old: LiveUpdate, _ new: LiveUpdate) -> [Change] {
        HandoverComparison(handover(old), handover(new)).changes
    }

    private func meanings(_ old: LiveUpdate, _ new: LiveUpdate) -> [String] {
        changes(old, new).filter { $0.nature == .meaning }.map { "\($0.kind) \($0.path)" }
    }

    /// A machine with a change to one file's structure.
    private func machine(
        _ session: Int, _ token: UInt64, _ change: (inout ComponentObject) -> Void
    ) throws -> LiveUpdate {
        var state = Hypervisor().liveUpdate
        let place = try #require(state.sessions?[session].files.firstIndex { $0.token == token })
        var object = try #require(state.sessions?[session].files[place].component?.root)
        change(&object)
        state.sessions?[session].files[place].component?.root = object
        return state
    }

    @Test("A machine is like itself")
    func isLikeItself() {
        #expect(changes(Hypervisor().liveUpdate, Hypervisor().liveUpdate).isEmpty)
    }

    @Test("Where structures lie is told, and means nothing")
    func takesAddressesLightly() {
        var moved = Hypervisor()
        moved.base = 0x4000_0000
        let changes = changes(Hypervisor().liveUpdate, moved.liveUpdate)
        #expect(!changes.isEmpty)
        #expect(changes.filter { $0.nature != .address }.map(\.path).isEmpty)
    }

    @Test("A link to another file is told by what it leads to")
    func tellsOtherFile() throws {
        let old = Hypervisor().liveUpdate
        let new = try machine(0, 0x50) { object in
            if var inner = object.object(at: "iommufd_ser") {
                inner["token"] = .number(0x41)
                object["iommufd_ser"] = .object(inner)
            }
        }
        let change = try #require(changes(old, new).first { $0.nature == .meaning })
        #expect(change.path == "/LUO/vm-0/0x50/iommufd")
        #expect(change.old == .text("/LUO/vm-0/0x40"))
        #expect(change.new == .text("nothing (0x41)"))
        #expect(changes(old, new).count == 1)
    }

    @Test("A register of a processor is told by its name")
    func tellsRegisters() throws {
        let new = try machine(0, 0x12) { object in
            guard var state = object.object(at: "arch_state"), var general = state.object(at: "regs") else { return }
            general["rax"] = .number(7)
            state["regs"] = .object(general)
            object["arch_state"] = .object(state)
        }
        let changes = changes(Hypervisor().liveUpdate, new)
        #expect(changes.map(\.path) == ["/LUO/vm-0/0x12/arch_state/regs/rax"])
        #expect(changes.first?.new == .number(7))
    }

    @Test("A function that came, and a count that went up, are told by address")
    func tellsFunctions() throws {
        var new = Hypervisor().liveUpdate
        let place = try #require(new.flbs?.firstIndex { $0.name == "pci-v2" })
        guard case .objects(var entries)? = new.flbs?[place].component?.root["devices"] else {
            Issue.record("no devices")
            return
        }
        var added = entries[6]
        added["bdf"] = .number(0x302)
        entries[2]["refcount"] = .number(3)
        entries.insert(added, at: 0)
        new.flbs?[place].component?.root["devices"] = .objects(entries)
        #expect(
            meanings(Hypervisor().liveUpdate, new).sorted() == [
                "added /LUO/pci-v2/0000:03:00.2", "changed /LUO/pci-v2/0000:01:01.0/refcount",
            ])
    }

    @Test("A device that is attached to another domain is told")
    func tellsAttachments() throws {
        var new = Hypervisor().liveUpdate
        let place = try #require(new.flbs?.firstIndex { $0.name == "iommu-liveupdate-v1" })
        guard case .objects(var devices)? = new.flbs?[place].component?.root["device_array_phys"],
            let other = devices[2].object(at: "domain_iommu_ser")?["domain_phys"],
            var map = devices[0].object(at: "domain_iommu_ser")
        else {
            Issue.record("no devices")
            return
        }
        map["domain_phys"] = other
        devices[0]["domain_iommu_ser"] = .object(map)
        new.flbs?[place].component?.root["device_array_phys"] = .objects(devices)
        let changes = changes(Hypervisor().liveUpdate, new)
        #expect(changes.map(\.nature) == [.meaning])
        #expect(changes.first?.new == .text("/LUO/iommu-liveupdate-v1/iommu_domain_array_phys/2"))
    }

    @Test("A translation differs in what was lost alone")
    func tellsLosses() {
        let old = Hypervisor().liveUpdate
        let targets = Hypervisor.newest.compactMap { ComponentFormat.known.named($0) }
        let new = LiveUpdateTranslation(of: old, to: targets, knowing: ComponentFormat.known).liveUpdate
        #expect(
            Set(meanings(old, new)) == [
                "removed /LUO/vm-0/0x50/reset_works", "removed /LUO/vm-0/0x51/reset_works",
                "removed /LUO/vm-1/0x50/reset_works", "removed /LUO/vm-1/0x51/reset_works",
                "removed /LUO/vm-0/0x50/iommufd", "removed /LUO/vm-0/0x51/iommufd",
                "removed /LUO/vm-1/0x50/iommufd", "removed /LUO/vm-1/0x51/iommufd",
                "removed /LUO/vm-0/0x10/mem_attrs", "removed /LUO/iommu-liveupdate/iommu_array_phys/0/intel",
            ])
    }
}
