public import HandoverABI
public import HandoverState
import PhysicalMemory

/// A machine with two guests, as its orchestrator hands it over: four PCI functions behind two bridges on one root port,
/// three domains of one IOMMU, memory in a memfd and in guest_memfd, and a processor that runs on through the kexec.
public struct Hypervisor {
    /// The formats that it is in, by component.
    public let formats: [String: ComponentFormat]
    /// Where structures lie: another place shall make no difference.
    public var base: UInt64 = 0x1000_0000
    /// Where tokens start.
    public var firstToken: UInt64 = 0x10

    /// A machine in some formats.
    public init(_ names: [String] = Hypervisor.earlier) {
        formats = Dictionary(
            names.compactMap { ComponentFormat.known.named($0) }.map { ($0.component, $0) }
        ) { first, _ in first }
    }

    /// Formats that say most.
    public static let earlier = [
        "pci@v2-tree", "vfio-pci@2026-02", "iommu@v1-intel", "iommufd@2026-09", "kvm-vm@rfc-v1", "kvm-vcpu@x86-2026-09",
        "guest-memfd@2026-07", "cpus@x86-2026-09", "cpu@2026-09", "hugetlb@2025-12", "huge-memfd@2025-12",
    ]
    /// The newest of each.
    public static let newest = [
        "pci@v9", "vfio-pci@2026-07", "iommu@2026-09", "iommufd@2026-09", "kvm-vm@orphanvm", "kvm-vcpu@x86-2026-09",
        "guest-memfd@2026-07", "cpus@x86-2026-09", "cpu@2026-09", "hugetlb@2025-12", "huge-memfd@2025-12",
    ]

    /// The functions and bridges, and what they count.
    public static let functions: [(address: String, count: UInt64)] = [
        ("0000:00:01.0", 4), ("0000:01:00.0", 2), ("0000:01:01.0", 2), ("0000:02:00.0", 1), ("0000:02:00.1", 1),
        ("0000:03:00.0", 1), ("0000:03:00.1", 1),
    ]

    private func format(_ component: String) -> ComponentFormat {
        formats[component] ?? ComponentFormat.known[0]
    }

    private func address(_ offset: UInt64) -> PhysicalAddress { PhysicalAddress(base + offset) }
    private func domain(_ index: UInt64) -> PhysicalAddress { address(0x2010 + 37 * index) }
    private var unit: PhysicalAddress { address(0x1010) }
    private var cpu: PhysicalAddress { address(0x5000) }

    /// The state of the orchestrator.
    public var liveUpdate: LiveUpdate {
        LiveUpdate(
            number: 1,
            sessions: [
                session("vm-0", 0, first(), ["0000:02:00.0", "0000:02:00.1"]),
                session("vm-1", 1, second(), ["0000:03:00.0", "0000:03:00.1"]),
            ],
            flbs: [
                flb("pci", pci, 4), flb("iommu", iommu, 2), flb("cpus", cpus, 1), flb("hugetlb", huge, 1),
            ])
    }

    private func flb(_ component: String, _ state: ComponentState, _ count: UInt64) -> FileLifecycleBound {
        FileLifecycleBound(
            name: format(component).compatible, data: state.root.address?.value ?? 0, count: count, component: state)
    }

    // MARK: Sessions

    private func session(_ name: String, _ guest: UInt64, _ files: [PreservedFile], _ devices: [String]) -> Session {
        let held = devices.enumerated().map { index, device in
            file(
                "vfio-pci", firstToken + 0x40 + UInt64(index), of: guest,
                function(device).merging(
                    formats["vfio-pci"]?.structure("vfio_iommufd_ser") == nil
                        ? [:]
                        : [
                            "iommufd_ser": .object(
                                format("vfio-pci").made("vfio_iommufd_ser", ["token": .number(firstToken + 0x30)])),
                            "reset_works": .number(1),
                        ]
                ) { first, _ in first })
        }
        return Session(name: name, fileCount: UInt64(files.count + held.count), files: files + held)
    }

    private func file(
        _ component: String, _ token: UInt64, of guest: UInt64, _ values: [String: ComponentValue],
        at address: PhysicalAddress? = nil
    ) -> PreservedFile {
        let place = address ?? self.address(0x10_0000 + guest << 24 + token << 12)
        return PreservedFile(
            token: token, handler: format(component).compatible, data: place.value,
            component: format(component).state(values, at: place))
    }

    private func first() -> [PreservedFile] {
        let attributes = format("kvm-vm")
        let machine: [String: ComponentValue] =
            attributes.structure("kvm_mem_attr_ser") == nil
            ? ["type": .number(0)]
            : [
                "type": .number(0), "nr_mem_attrs": .number(1),
                "mem_attrs": .objects([
                    attributes.made("kvm_mem_attr_ser", ["gfn": .number(0x100), "attributes": .number(8)])
                ]),
            ]
        return [
            file("kvm-vm", firstToken, of: 0, machine), processor(0, firstToken + 1, of: 0),
            processor(1, firstToken + 2, of: 0),
            PreservedFile(
                token: firstToken + 0x20, handler: "memfd-v2", data: base + 0x9000,
                memfd: Memfd(
                    size: 0x40_0000, position: 0, seals: [.grow, .shrink], flags: 0, folioCount: 2,
                    folios: folios(frame: 0x4_0000, count: 2))),
            iommufd(of: 0, [(1, domain(0)), (2, domain(1))]),
        ]
    }

    private func second() -> [PreservedFile] {
        [
            file("kvm-vm", firstToken, of: 1, ["type": .number(0)]), processor(0, firstToken + 1, of: 1, onCPU: 3),
            file(
                "guest-memfd", firstToken + 0x20, of: 1,
                [
                    "size": .number(0x20_0000), "flags": .number(3), "vm_token": .number(firstToken),
                    "nr_folios": .number(1),
                    "folios": .folios(folios(frame: 0x5_0000, count: 1, flags: Folio.Flags(rawValue: 1))),
                ]),
            file(
                "huge-memfd", firstToken + 0x21, of: 1,
                [
                    "size": .number(0x4000_0000), "order": .number(18), "nr_folios": .number(1),
                    "folios": .folios(folios(frame: 0x8_0000, count: 1, order: 18, flags: [])),
                ]),
            file("cpu", firstToken + 0x28, of: 1, preserved, at: cpu),
            iommufd(of: 1, [(1, domain(2))]),
        ]
    }

    private func processor(_ number: UInt64, _ token: UInt64, of guest: UInt64, onCPU cpu: UInt64? = nil)
        -> PreservedFile
    {
        let format = format("kvm-vcpu")
        let general = format.made(
            "kvm_regs", ["rip": .number(0xffff_ffff_8100_0000 + number), "rsp": .number(0xffff_c900_0000_3e00)])
        var values: [String: ComponentValue] = [
            "vcpu_id": .number(number), "vm_token": .number(firstToken),
            "arch_state": .object(
                format.made(
                    "kvm_vcpu_arch_ser", at: address(0x20_0000 + guest << 24 + token << 13),
                    [
                        "regs": .object(general),
                        "msrs": .object(
                            format.made(
                                "kvm_msrs", at: address(0x40_0000 + guest << 24 + token << 12),
                                [
                                    "nmsrs": .number(1),
                                    "entries": .objects([
                                        format.made(
                                            "kvm_msr_entry", ["index": .number(0x10), "data": .number(0x1234)])
                                    ]),
                                ])),
                    ])),
        ]
        if let cpu {
            values["flags"] = .number(1)
            values["cb"] = .object(
                format.made(
                    "kvm_caretaker_cb_ser", at: address(0x60_0000 + guest << 24 + token << 12),
                    ["state": .number(1), "pcpu_id": .number(cpu), "vcpu_id": .number(number)]))
        }
        return file("kvm-vcpu", token, of: guest, values)
    }

    private func iommufd(of guest: UInt64, _ tables: [(token: UInt64, domain: PhysicalAddress)]) -> PreservedFile {
        file(
            "iommufd", firstToken + 0x30, of: guest,
            [
                "nr_hwpts": .number(UInt64(tables.count)),
                "hwpt_array": .objects(
                    tables.map {
                        format("iommufd").made(
                            "iommufd_hwpt_ser", ["token": .number($0.token), "domain_data": .address($0.domain)])
                    }),
            ])
    }

    private func folios(
        frame: UInt64, count: UInt64, order: Int = 9, flags: Folio.Flags = [.dirty, .upToDate]
    ) -> FolioTable {
        var table = FolioTable(retaining: .every)
        for index in 0..<count {
            table.append(
                Folio(
                    index: index << UInt64(order), frame: frame + index << UInt64(order), flags: flags, order: order
                ),
                pageShift: 12)
        }
        return table
    }

    // MARK: Objects

    private func function(_ text: String) -> [String: ComponentValue] {
        let address = PCIAddress(text)
        return [
            "domain": .number(UInt64(address?.domain ?? 0)), "bdf": .number(UInt64(address?.function ?? 0)),
        ]
    }

    private var pci: ComponentState {
        let format = format("pci")
        let entries = Self.functions.map { entry in
            format.made("pci_dev_ser", function(entry.address).merging(["refcount": .number(entry.count)]) { $1 })
        }
        return format.state(
            [
                "max_nr_devices": .number(UInt64(entries.count)), "nr_devices": .number(UInt64(entries.count)),
                "devices": .objects(entries),
            ], at: address(0))
    }

    private var iommu: ComponentState {
        let format = format("iommu")
        let header = ComponentValue.object(format.made("iommu_hdr_ser", ["ref_count": .number(1)]))
        let domains = (0..<3).map { index in
            format.made(
                "iommu_domain_ser", at: domain(UInt64(index)),
                [
                    "hdr": header, "top_table_phys": .address(PhysicalAddress(0x6000_0000 + UInt64(index) << 12)),
                    "top_level": .number(4), "vasz": .number(48),
                ])
        }
        let attached: [(String, UInt64)] = [
            ("0000:02:00.0", 0), ("0000:02:00.1", 1), ("0000:03:00.0", 2), ("0000:03:00.1", 2),
        ]
        let devices = attached.enumerated().map { index, device in
            let place = function(device.0)
            let map = format.made(
                "iommu_dev_map_ser",
                [
                    "attachment_id": .number(UInt64(index) + 1), "domain_phys": .address(domain(device.1)),
                    "iommu_phys": .address(unit),
                ])
            return format.made(
                "iommu_device_ser", at: address(0x3010 + 64 * UInt64(index)),
                [
                    "hdr": header, "pci_domain_nr": place["domain"] ?? .number(0), "devid": place["bdf"] ?? .number(0),
                    "domain_iommu_ser": .object(map),
                ])
        }
        let intel =
            format.structure("iommu_intel_ser") == nil
            ? nil
            : format.made(
                "iommu_intel_ser",
                ["phys_addr": .address(0xfed9_0000), "root_table": .address(PhysicalAddress(0x6010_0000))])
        let units = [
            format.made(
                "iommu_hw_ser", at: unit,
                [
                    "hdr": header, "token": .number(0xfed9_0000), "type": .number(1),
                ].merging(intel.map { ["intel": .object($0)] } ?? [:]) { $1 })
        ]
        return format.state(
            [
                "iommu_array_phys": .objects(units), "iommu_domain_array_phys": .objects(domains),
                "device_array_phys": .objects(devices),
            ], at: address(0x4000))
    }

    private var preserved: [String: ComponentValue] {
        let format = format("cpu")
        let space = format.made(
            "cpu_preserved_as_ser", at: address(0x7000),
            [
                "pgd_pa": .address(0x6200_0000), "nr_pgtable_pages": .number(1),
                "pg_tables": .objects([format.made("page_pa", ["pa": .address(0x6200_0000)])]),
                "direct_map_offset": .number(0xffff_8880_0000_0000),
            ])
        return [
            "cpu": .number(3), "state": .number(5), "stack_pa": .address(0x6300_0000), "hwid": .number(6),
            "session": .object(
                format.made("cpu_preserved_session_ser", at: address(0x6000), ["as": .object(space)])),
        ]
    }

    private var cpus: ComponentState {
        format("cpus").state(
            [
                "text_runtime_pa": .address(0x6400_0000), "text_size": .number(0x2000),
                "data_runtime_pa": .address(0x6401_0000), "data_size": .number(0x1000), "arch_mode": .number(1),
                "cpus": .objects([format("cpus").made("cpu_preserved_ser", at: cpu, preserved)]),
            ], at: address(0x8000))
    }

    private var huge: ComponentState {
        let format = format("hugetlb")
        var sizes = [ComponentObject](repeating: format.made("hugetlb_hstate_ser"), count: 4)
        sizes[0] = format.made("hugetlb_hstate_ser", ["nr_pages": .number(1), "order": .number(18)])
        return format.state(["hstates": .objects(sizes), "nr_hstates": .number(1)], at: address(0xa000))
    }
}
