import ComponentSupport
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState
import Testing

@Suite("What becomes of components in another kernel")
struct ComponentCompatibilityTests {
    /// A kernel that has the formats of the machine, some of them replaced or left out.
    private func kernel(
        without missing: String? = nil, replacing changes: [String: String] = [:]
    ) throws -> TargetKernel {
        var formats: [ComponentFormat] = []
        for name in HypervisorInput.formats {
            let component = String(name.prefix { $0 != "@" })
            if component == missing { continue }
            formats.append(try #require(ComponentFormat.known.named(changes[component] ?? name)))
        }
        return TargetKernel(Profile.linux72.with(components: formats))
    }

    private func items(
        _ target: TargetKernel, _ input: HypervisorInput = HypervisorInput()
    ) throws -> [String: CheckedItem] {
        let check = CompatibilityCheck(try input.subject(), for: target)
        return Dictionary(check.items.map { ($0.path, $0) }) { first, _ in first }
    }

    @Test("A kernel with all the formats takes everything")
    func accepted() throws {
        let items = try items(kernel())
        #expect(items.values.filter { $0.outcome != .accepted }.map { "\($0.path) \($0.reason ?? "")" } == [])
        #expect(items["/LUO/vm-0/0x50"] != nil)
        #expect(items["/LUO/pci-v2"] != nil)
    }

    @Test("Without the object of the PCI core its devices are lost, and nothing else")
    func withoutPCI() throws {
        let items = try items(kernel(without: "pci"))
        #expect(items["/LUO/pci-v2"]?.outcome == .lost)
        for path in ["/LUO/vm-0/0x50", "/LUO/vm-0/0x51", "/LUO/vm-1/0x50", "/LUO/vm-1/0x51"] {
            #expect(items[path]?.outcome == .lost)
            #expect(items[path]?.reason == "its handler depends on /LUO/pci-v2, which is lost")
        }
        #expect(items["/LUO/vm-0/0x10"]?.outcome == .accepted)
        #expect(items["/LUO/vm-0/0x40"]?.outcome == .accepted)
        #expect(items["/LUO/vm-0"]?.reason == "2 of its 7 files are not accepted")
    }

    @Test("What is lost takes along what depends on it, step by step")
    func steps() throws {
        let items = try items(kernel(without: "iommu"))
        #expect(items["/LUO/vm-0/0x40"]?.reason == "its handler depends on /LUO/iommu-liveupdate-v1, which is lost")
        #expect(items["/LUO/vm-0/0x50"]?.outcome == .lost)
        #expect(items["/LUO/vm-0/0x50"]?.reason?.hasSuffix("leads to /LUO/vm-0/0x40, which is lost") == true)
        #expect(items["/LUO/vm-0/0x10"]?.outcome == .accepted)
    }

    @Test("Without the handler of machines all is lost, and each file says for want of what")
    func withoutMachines() throws {
        let items = try items(kernel(without: "kvm-vm"))
        #expect(items["/LUO/vm-1/0x10"]?.reason?.contains("has no handler \"kvm_vm_luo_v1\"") == true)
        #expect(items["/LUO/vm-1/0x30"]?.reason == "its vm_token leads to /LUO/vm-1/0x10, which is lost")
        #expect(items["/LUO/vm-0/0x30"]?.reason?.contains("every open of /dev/liveupdate fails") == true)
        #expect(items["/LUO/pci-v2"]?.outcome == .accepted)
    }

    @Test("Another revision under the same string is misread, and why is said")
    func misread() throws {
        let items = try items(kernel(replacing: ["vfio-pci": "vfio-pci@2026-07"]))
        let item = try #require(items["/LUO/vm-0/0x50"])
        #expect(item.outcome == .misread)
        #expect(item.reason?.contains("written as vfio-pci@2026-02") == true)
        #expect(item.reason?.contains("vfio_pci_core_device_ser has 9 bytes, not 6") == true)
        #expect(items["/LUO/vm-0/0x10"]?.outcome == .accepted)
    }

    @Test("Another revision is no more than possible where the bytes fit it too")
    func doubtful() throws {
        var input = ComponentInput()
        input.object = nil
        input.file = ComponentInput.file("kvm-vm@2026-07", .init("kvm_luo_ser"))
        let subject = try input.subject()
        let format = try #require(ComponentFormat.known.named("kvm-vm@2026-07"))
        let check = CompatibilityCheck(subject, for: TargetKernel(Profile.linux72.with(components: [format])))
        let item = try #require(check.items.first { $0.kind == .file })
        #expect(item.outcome == .unknown)
        #expect(item.reason?.contains("kvm-vm@2026-07") == true)
    }

    @Test("What nobody named of a kernel is unknown in a release")
    func release() throws {
        let items = try items(TargetKernel(.linux72))
        #expect(items["/LUO/vm-0/0x50"]?.outcome == .unknown)
        #expect(items["/LUO/vm-0/0x50"]?.reason?.contains("a module may have one") == true)
    }

    @Test("A kernel that lists its handlers decides about each")
    func listed() throws {
        var target = TargetKernel(.linux72)
        target.handlers = ["memfd-v2", "vfio-pci-v1"]
        let items = try items(target)
        #expect(items["/LUO/vm-0/0x10"]?.outcome == .lost)
        #expect(items["/LUO/vm-0/0x10"]?.reason?.hasSuffix("has no handler \"kvm_vm_luo_v1\"") == true)
        target.handlers = Set(HypervisorInput.formats.compactMap { ComponentFormat.known.named($0)?.compatible })
        let all = try self.items(target)
        #expect(all["/LUO/vm-0/0x10"]?.outcome == .accepted)
        #expect(all["/LUO/pci-v2"]?.conditions.isEmpty == false)
    }

    @Test("The way back takes what a kernel wrote itself")
    func back() throws {
        let subject = try HypervisorInput().subject()
        let check = CompatibilityCheck(subject, for: try kernel())
        let back = try #require(check.rollback(of: subject.handover, to: .linux72))
        #expect(back.worst == .accepted)
    }

    // MARK: Features

    private func features(_ supported: UInt64, _ required: UInt64, _ active: UInt64) throws -> Subject {
        let masks = ComponentObject(
            "luo_feature_hdr",
            [.init("supp", .number(supported)), .init("req", .number(required)), .init("active", .number(active))])
        var input = ComponentInput()
        input.object = nil
        input.file = ComponentInput.file("memfd@features", .init("memfd_luo_ser", [.init("features", .object(masks))]))
        return try input.subject()
    }

    private func kernel(_ masks: FeatureMasks) -> TargetKernel {
        var target = TargetKernel(.linux72)
        target.handlers = ["memfd"]
        target.features = ["memfd": masks]
        return target
    }

    @Test(
        "A file is lost to a kernel that lacks a feature that it requires, or one that it uses",
        arguments: [
            (FeatureMasks(supported: 3, required: 3, active: 3), Outcome.accepted, nil),
            (FeatureMasks(supported: 2, required: 2, active: 2), .lost, "requires the features 0x1"),
            (FeatureMasks(supported: 1, required: 1, active: 1), .lost, "parts of the features 0x2 are lost"),
        ] as [(FeatureMasks, Outcome, String?)])
    func masks(_ masks: FeatureMasks, _ outcome: Outcome, _ reason: String?) throws {
        let check = CompatibilityCheck(try features(3, 1, 3), for: kernel(masks))
        let item = try #require(check.items.first { $0.kind == .file })
        #expect(item.outcome == outcome)
        #expect(reason.map { item.reason?.contains($0) == true } ?? (item.reason == nil))
    }

    @Test("On the way back the masks change their parts")
    func masksBack() throws {
        let subject = try features(3, 3, 3)
        let newer = kernel(FeatureMasks(supported: 7, required: 7, active: 7))
        let check = CompatibilityCheck(subject, for: newer)
        #expect(check.items.first { $0.kind == .file }?.outcome == .accepted)
        let format = try #require(ComponentFormat.known.named("memfd@features"))
        let back = try #require(
            check.rollback(of: subject.handover, to: Profile.linux72.with(components: [format])))
        let item = try #require(back.items.first { $0.kind == .file })
        #expect(item.outcome == .lost)
        #expect(item.reason?.contains("requires the features 0x4") == true)
    }
}
