import ComponentSupport
import HandoverABI
import HandoverAnalysis
import HandoverState
import PhysicalMemory

extension Sample {
    /// A whole hypervisor's handover, and a change to what it tells before it is encoded.
    private init(
        link rule: RuleID, _ deed: String, _ change: @escaping @Sendable (inout HypervisorInput) throws -> Void,
        sound: @escaping @Sendable (inout HypervisorInput) throws -> Void = { _ in }
    ) {
        self.init(rule, deed) {
            var input = HypervisorInput()
            try sound(&input)
            return try input.subject()
        } broken: {
            var input = HypervisorInput()
            try change(&input)
            return try input.subject()
        }
    }

    static let links =
        references + functions + devices + translations + guests + preservedCPUs + hugePages + formatNames

    private static let references = [
        Sample(link: .linkDangling, "a buffer is of a device that is not handed over") {
            let format = ComponentFormat.known.named("dmabuf@tree")
            $0.liveUpdate.sessions?[0].files.append(
                PreservedFile(
                    token: 0x99, handler: "dmabuf-v1", data: 0,
                    component: format?.state(["bdf": .number(0x4200)])))
            $0.liveUpdate.sessions?[0].fileCount += 1
        },
        Sample(link: .linkStranger, "a processor names a memfd as its machine") {
            try $0.change(0x11, of: .first) { $0["vm_token"] = .number(0x30) }
        },
        Sample(link: .objectMissing, "the object of the PCI core is gone") {
            $0.liveUpdate.flbs?.removeAll { $0.component?.abi.hasPrefix("pci@") == true }
        },
        Sample(link: .objectCount, "the object of the PCI core counts a file more") {
            $0.liveUpdate.flbs?[0].count += 1
        },
        Sample(
            .linkDoubtful, "a device could be of several revisions, and is not handed over",
            sound: { try ComponentInput().subject() },
            broken: {
                var input = ComponentInput()
                input.file = ComponentInput.file(
                    "vfio-pci@2026-07", .init("vfio_pci_core_device_ser", [.init("bdf", .number(0x400))]))
                return try input.subject()
            }),
    ]

    private static let functions = [
        Sample(link: .pciDuplicate, "a bridge has two entries") {
            try $0.change("pci") { try $0.append("devices", like: 1, [:]) }
        },
        Sample(link: .pciDeviceCount, "a device counts twice") {
            try $0.change("pci") { try $0.change("devices", 3) { $0["refcount"] = .number(2) } }
        },
        Sample(link: .pciBridgeCount, "a bridge counts forty devices") {
            try $0.change("pci") { try $0.change("devices", 0) { $0["refcount"] = .number(40) } }
        },
        Sample(link: .pciUnheld, "a device that no file stands for") {
            try $0.change("pci") { try $0.append("devices", like: 3, ["bdf": 0x0500]) }
        },
        Sample(link: .pciHoles, "a slot holds nothing") {
            try $0.change("pci") { try $0.append("devices", like: 3, ["domain": 0, "bdf": 0, "refcount": 0]) }
        },
    ]

    private static let devices = [
        Sample(link: .vfioUnlisted, "a file names a device that is not handed over") {
            try $0.change(0x50, of: .first) { $0["bdf"] = .number(0x0900) }
        },
        Sample(link: .vfioIOMMUFD, "a device names no file as its iommufd") {
            try $0.change(0x50, of: .first) {
                try $0.change("iommufd_ser") { $0["token"] = .number(0x77) }
            }
        },
        Sample(link: .vfioTokenCut, "the iommufd has a token of 33 bits") {
            if let index = $0.liveUpdate.sessions?[0].files.firstIndex(where: { $0.token == 0x40 }) {
                $0.liveUpdate.sessions?[0].files[index].token = 0x1_0000_0040
            }
        },
        Sample(link: .vfioDuplicate, "two files name one device") {
            try $0.change(0x51, of: .first) { $0["bdf"] = .number(0x0200) }
        },
    ]

    private static let translations = [
        Sample(link: .pageTableDangling, "a page table leads between two domains") {
            try $0.change(0x40, of: .first) {
                try $0.change("hwpt_array", 0) { $0["domain_data"] = .address(0x1000_2011) }
            }
        },
        Sample(link: .deletedReferred, "a domain in use is marked as deleted") {
            try $0.change("iommu") {
                try $0.change("iommu_domain_array_phys", 0) { try $0.change("hdr") { $0["flags"] = .number(1) } }
            }
        },
        Sample(link: .deviceDangling, "a device is behind no unit") {
            try $0.change("iommu") {
                try $0.change("device_array_phys", 0) {
                    try $0.change("domain_iommu_ser") { $0["iommu_phys"] = .address(0x1234_5010) }
                }
            }
        },
        Sample(link: .deviceUnlisted, "a device that the PCI core does not know") {
            try $0.change("iommu") { try $0.change("device_array_phys", 0) { $0["devid"] = .number(0x0900) } }
        },
        Sample(link: .domainUnused, "a domain without devices") {
            try $0.change("iommu") { try $0.append("iommu_domain_array_phys", like: 0, [:]) }
        },
    ]

    private static let guests = [
        Sample(link: .machineMissing, "a processor names no machine") {
            try $0.change(0x11, of: .first) { $0["vm_token"] = .number(0x77) }
        },
        Sample(link: .vcpuDuplicate, "both processors are the first") {
            try $0.change(0x12, of: .first) { $0["vcpu_id"] = .number(0) }
        },
        Sample(
            link: .vcpuStale, "a caretaker runs a processor", { _ in },
            sound: { try $0.change(0x11, of: .second) { try $0.change("cb") { $0["state"] = .number(0) } } }),
        Sample(link: .caretakerCPU, "a caretaker runs on a CPU that is not preserved") {
            try $0.change(0x11, of: .second) { try $0.change("cb") { $0["pcpu_id"] = .number(7) } }
        },
        Sample(link: .guestFlags, "guest memory has a flag that nobody knows") {
            try $0.change(0x30, of: .second) { $0["flags"] = .number(7) }
        },
        Sample(link: .guestFolios, "a folio lies behind the end of guest memory") {
            try $0.change(0x30, of: .second) { $0["folios"] = .folios(folios([(0x200, 0x5_0000)])) }
        },
        Sample(link: .guestFolioOrder, "folios of guest memory are in no order") {
            try $0.change(0x30, of: .second) {
                $0["size"] = .number(0x40_0000)
                $0["nr_folios"] = .number(2)
                $0["folios"] = .folios(folios([(0x200, 0x5_0000), (0, 0x5_0200)]))
            }
        },
    ]

    private static func folios(_ places: [(index: UInt64, frame: UInt64)]) -> FolioTable {
        var table = FolioTable(retaining: .every)
        for place in places {
            table.append(Folio(index: place.index, frame: place.frame, flags: .upToDate, order: 9), pageShift: 12)
        }
        return table
    }

    /// Puts another CPU before the one of the list.
    private static func addCPU(_ input: inout HypervisorInput, hardwareID: UInt64) throws {
        try input.change("cpus") {
            try $0.append("cpus", like: 0, ["cpu": 4, "hwid": hardwareID])
            guard case .objects(var list)? = $0["cpus"] else { return }
            list.swapAt(0, 1)
            list[0].address = 0x1055_0000
            list[0]["session"] = .absent
            $0["cpus"] = .objects(list)
        }
    }

    private static let preservedCPUs = [
        Sample(link: .cpuUnlisted, "the list of CPUs is empty") {
            try $0.change("cpus") { $0["cpus"] = .objects([]) }
            try $0.change(0x11, of: .second) { try $0.change("cb") { $0["state"] = .number(0) } }
        },
        Sample(link: .cpuUnheld, "the list has a CPU without a file") { try addCPU(&$0, hardwareID: 8) },
        Sample(link: .cpuDuplicate, "two CPUs are one to the hardware") { try addCPU(&$0, hardwareID: 6) },
    ]

    private static let hugePages = [
        Sample(link: .hugeCount, "more huge pages are counted than files have") {
            try $0.change("hugetlb") { try $0.change("hstates", 0) { $0["nr_pages"] = .number(2) } }
        },
        Sample(link: .hugeOrder, "a huge page is larger than its file's") {
            try $0.change("hugetlb") { try $0.change("hstates", 0) { $0["order"] = .number(17) } }
            try $0.change(0x31, of: .second) { $0["order"] = .number(17) }
        },
        Sample(link: .hugeSize, "an empty file has a huge page") {
            try $0.change(0x31, of: .second) { $0["size"] = .number(0) }
        },
    ]

    /// A memfd with masks of features.
    private static func features(_ rule: RuleID, _ deed: String, required: UInt64, active: UInt64) -> Sample {
        @Sendable func subject(_ required: UInt64, _ active: UInt64) throws -> Subject {
            var input = ComponentInput()
            let masks = ComponentObject(
                "luo_feature_hdr",
                [.init("supp", .number(3)), .init("req", .number(required)), .init("active", .number(active))])
            input.object = nil
            input.file = ComponentInput.file(
                "memfd@features", .init("memfd_luo_ser", [.init("features", .object(masks))]))
            return try input.subject()
        }
        return Sample(rule, deed, sound: { try subject(3, 3) }, broken: { try subject(required, active) })
    }

    private static let formatNames = [
        features(.featuresActive, "a feature is used that is not known", required: 3, active: 7),
        features(.featuresRequired, "a feature is required that is not known", required: 7, active: 3),
        Sample(
            .subVersions, "the parts of a handler's version are not in order",
            sound: { try ComponentInput().subject() },
            broken: {
                var input = ComponentInput()
                input.object = nil
                input.file = PreservedFile(token: 1, handler: "memfd-v2;vmalloc-v1;block-v1", data: 0x1000)
                return try input.subject()
            }),
    ]
}
