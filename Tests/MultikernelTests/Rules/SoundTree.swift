import DeviceTree
import Multikernel

/// A tree of each kind that breaks no rule.
enum SoundTree: String, CaseIterable, Sendable {
    case baseline, pool, host, kerfHost, list, instance, boot, olderBoot, overlay

    var kind: MultikernelTree.Kind {
        switch self {
        case .baseline: .baseline
        case .pool: .pool
        case .host, .kerfHost: .host
        case .list: .instanceList
        case .instance: .instance
        case .boot, .olderBoot: .boot
        case .overlay: .overlay
        }
    }

    var root: DeviceTreeNode {
        switch self {
        case .baseline: Self.baselineRoot
        case .pool: Self.poolRoot
        case .host: Self.hostRoot
        case .kerfHost: Self.kerfRoot
        case .list: Self.listRoot
        case .instance: Self.instanceRoot
        case .boot: Self.bootRoot(older: false)
        case .olderBoot: Self.bootRoot(older: true)
        case .overlay: Self.overlayRoot
        }
    }

    private static let version: DeviceTreeValue = .string("multikernel-v1")

    private static let baselineRoot = DeviceTreeNode(
        "", ["compatible": version],
        DeviceTreeNode(
            "resources", ["cpus": .wide(4, 5, 6)],
            DeviceTreeNode("memory@0", ["size": .wide(0x3000_0000), "numa-node-id": .cells([0])]),
            DeviceTreeNode(
                "devices", [:],
                DeviceTreeNode(
                    "nic",
                    [
                        "device-type": .string("pci"), "pci-id": .string("0000:41:00.0"),
                        "vendor-id": .cells([0x8086]), "device-id": .cells([0x1572]),
                    ]),
                DeviceTreeNode("uart", ["device-type": .string("platform"), "device-name": .string("serial8250")]))),
        DeviceTreeNode("aliases", ["ens1": .string("/resources/devices/nic")]))

    private static let poolRoot = DeviceTreeNode(
        "",
        [
            "compatible": version, "#address-cells": .cells([2]), "#size-cells": .cells([2]), "id": .cells([0]),
        ],
        DeviceTreeNode(
            "resources", ["cpus": .wide(4, 5, 6), "cpus-available": .wide(4, 5)],
            DeviceTreeNode(
                "memory@a8000000",
                ["device_type": .string("memory"), "reg": .wide(0xa800_0000, 0x1000_0000), "numa-node-id": .cells([0])]
            ),
            DeviceTreeNode(
                "devices", [:],
                DeviceTreeNode(
                    "serial8250", ["device-type": .string("platform"), "device-name": .string("serial8250")])
            )),
        DeviceTreeNode("aliases", ["ens1": .string("/pci@40/pci@1,0/pci@0,0")]), hostBridge)

    private static let hostBridge = DeviceTreeNode(
        "pci@40",
        [
            "compatible": .string("multikernel,pci-host-bridge"), "device_type": .string("pci"),
            "#address-cells": .cells([3]), "#size-cells": .cells([2]), "linux,pci-domain": .cells([0]),
            "bus-range": .cells([0x40, 0x5f]), "reg": .wide(0xe400_0000, 0x200_0000),
            "ranges": .cells([0x0200_0000, 0, 0xc000_0000, 0, 0xc000_0000, 0, 0x800_0000]),
        ],
        DeviceTreeNode(
            "pci@1,0",
            [
                "device_type": .string("pci"), "#address-cells": .cells([3]), "#size-cells": .cells([2]),
                "reg": .cells([0x40_0800, 0, 0, 0, 0]), "bus-range": .cells([0x41, 0x41]),
            ],
            DeviceTreeNode(
                "pci@0,0",
                ["reg": .cells([0x41_0000, 0, 0, 0, 0]), "vendor-id": .cells([0x8086]), "device-id": .cells([0x1572])]
            )))

    private static func instance(
        _ name: String, _ id: UInt32, cpus: DeviceTreeValue, base: UInt64, _ more: (String, DeviceTreeValue)...
    ) -> DeviceTreeNode {
        var resources = DeviceTreeNode(
            "resources", ["cpus": cpus, "memory-base": .wide(base), "memory-bytes": .wide(0x1000_0000)])
        for (name, value) in more { resources.set(name, value) }
        var node = DeviceTreeNode(name, ["id": .cells([id])])
        node.children = [resources]
        return node
    }

    private static let hostRoot = DeviceTreeNode(
        "", ["compatible": version],
        DeviceTreeNode(
            "resources",
            ["cpus": .wide(4, 5, 6, 7, 8), "cpus-available": .wide(8), "llc-way-mask": .cells([0xff0])],
            DeviceTreeNode("memory@80000000", ["reg": .wide(0x8000_0000, 0x2000_0000), "numa-node-id": .cells([0])]),
            DeviceTreeNode(
                "memory@100000000", ["reg": .wide(0x1_0000_0000, 0x2000_0000), "numa-node-id": .cells([1])]),
            DeviceTreeNode(
                "devices", [:],
                DeviceTreeNode(
                    "eth0",
                    [
                        "device-type": .string("pci"), "compatible": .string("intel,i40e"),
                        "pci-id": .string("0000:3b:00.0"), "vendor-id": .cells([0x8086]),
                        "device-id": .cells([0x1572]), "sriov-vfs": .cells([4]), "host-reserved-vf": .cells([0]),
                        "available-vfs": .cells([1, 2, 3]), "phandle": .cells([1]),
                    ]),
                DeviceTreeNode(
                    "nvme0",
                    [
                        "device-type": .string("pci"), "pci-id": .string("0000:3c:00.0"), "vendor-id": .cells([0x144d]),
                        "device-id": .cells([0xa808]), "namespaces": .cells([4]), "host-reserved-ns": .cells([1]),
                        "available-ns": .cells([2, 3, 4]), "numa-node": .cells([1]), "phandle": .cells([2]),
                    ])),
            DeviceTreeNode(
                "topology", [:],
                DeviceTreeNode(
                    "numa-nodes", [:], numaNode(0, cpus: [4, 5, 8], base: 0x8000_0000, [10, 21]),
                    numaNode(1, cpus: [6, 7], base: 0x1_0000_0000, [21, 10])))),
        DeviceTreeNode(
            "instances", [:],
            instance(
                "web", 1, cpus: .wide(4, 5), base: 0x8000_0000, ("llc-way-mask", .cells([0xf0])),
                ("device-names", .string("eth0_vf1")), ("numa-nodes", .cells([0])),
                ("cpu-affinity", .string("compact")), ("memory-policy", .string("local"))),
            instance(
                "data-base", 2, cpus: .wide(6, 7), base: 0x1_0000_0000, ("llc-way-mask", .cells([0xf00])),
                ("device-names", .string("eth0_vf2 nvme0_ns2")), ("numa-nodes", .cells([1])),
                ("cpu-affinity", .string("local")), ("memory-policy", .string("bind")))),
        DeviceTreeNode("aliases", ["uplink0": .string("/resources/devices/eth0")]),
        DeviceTreeNode("eth0_vf1", ["parent": .string("eth0"), "vf-id": .cells([1]), "phandle": .cells([3])]),
        DeviceTreeNode("nvme0_ns2", ["parent": .string("nvme0"), "namespace-id": .cells([2])]))

    private static func numaNode(
        _ number: UInt32, cpus: [UInt32], base: UInt64, _ distances: [UInt32]
    ) -> DeviceTreeNode {
        DeviceTreeNode(
            "node@\(number)",
            [
                "node-id": .cells([number]), "memory-base": .wide(base), "memory-size": .wide(0x8000_0000),
                "memory-type": .string("dram"), "cpus": .cells(cpus), "distance-matrix": .cells(distances),
            ])
    }

    /// As kerf describes a host before there are addresses: sizes and instances side by side.
    private static let kerfRoot: DeviceTreeNode = {
        var root = hostRoot
        root.set("compatible", .string("linux,multikernel-host"))
        root.set("cpus-available", nil, at: "/resources")
        for chunk in ["memory@80000000", "memory@100000000"] {
            root.set("reg", nil, at: "/resources/" + chunk)
            root.set("size", .wide(0x2000_0000), at: "/resources/" + chunk)
        }
        return root
    }()

    private static let listRoot = DeviceTreeNode(
        "", ["compatible": version],
        DeviceTreeNode(
            "instances", [:],
            DeviceTreeNode(
                "blue", ["id": .cells([3])],
                DeviceTreeNode("resources", ["cpus": .cells([6]), "memory-bytes": .wide(0x1000_0000)])),
            DeviceTreeNode(
                "green", ["id": .cells([4])],
                DeviceTreeNode("resources", ["cpus": .cells([7]), "memory-bytes": .wide(0x1000_0000)]))))

    private static let instanceRoot = DeviceTreeNode(
        "",
        [
            "compatible": version, "model": .string("blue"), "#address-cells": .cells([2]), "#size-cells": .cells([2]),
            "id": .cells([3]),
        ],
        DeviceTreeNode(
            "resources",
            ["memory-base": .wide(0xa800_9000), "memory-bytes": .wide(0x1000_0000), "cpus": .wide(6, 7)],
            DeviceTreeNode(
                "devices", [:],
                DeviceTreeNode(
                    "serial8250", ["device-type": .string("platform"), "device-name": .string("serial8250")])
            )),
        DeviceTreeNode("aliases", ["ens1": .string("/pci@40/pci@1,0/pci@0,0")]), hostBridge)

    private static func bootRoot(older: Bool) -> DeviceTreeNode {
        var chosen = DeviceTreeNode(
            "chosen",
            [
                "multikernel,reserved-memory": .wide(0x300_0000, 0x4_1000),
                "multikernel,host-ipi-buffer": .wide(0x300_0000), "multikernel,host-ipi-pages": .cells([65]),
                "multikernel,ipi-buffer": .wide(0xa810_0000), "multikernel,ipi-pages": .cells([65]),
            ])
        if older {
            chosen.set("multikernel,pool-cpus", .wide(4, 5, 9))
            chosen.set("multikernel,host-ipi-cpu", .wide(0))
        } else {
            chosen.set("multikernel,pool-slot", .wide(0xa800_0000))
            chosen.add(DeviceTreeNode("multikernel,host-tree", ["cpus": .wide(0, 1, 4, 5)]))
        }
        var root = instanceRoot
        root.add(chosen)
        return root
    }

    private static func fragment(
        _ number: Int, _ target: String, _ operations: DeviceTreeNode...
    ) -> DeviceTreeNode {
        var fragment = DeviceTreeNode("fragment@\(number)", ["target-path": .string(target)])
        fragment.children = [DeviceTreeNode("__overlay__", children: operations)]
        return fragment
    }

    private static let overlayRoot = DeviceTreeNode(
        "", ["mk,resources": .string("blue: create and feed")],
        fragment(
            0, "/instances",
            DeviceTreeNode(
                "instance-create", ["instance-name": .string("blue"), "id": .cells([3])],
                DeviceTreeNode(
                    "resources",
                    ["memory-bytes": .wide(0x1000_0000), "cpus": .wide(6, 8), "numa-nodes": .cells([0])]),
                DeviceTreeNode(
                    "chosen", [:], DeviceTreeNode("multikernel,host-tree", ["cpus": .wide(4, 5)])))),
        fragment(
            1, "/instances/blue",
            DeviceTreeNode(
                "cpu-add", [:], DeviceTreeNode("cpu@5", ["reg": .wide(5), "numa-node-id": .cells([0])])),
            DeviceTreeNode(
                "device-add", [:],
                DeviceTreeNode("pci@0", ["pci-id": .string("0000:41:00.0"), "driver": .string("vfio-pci")])),
            DeviceTreeNode(
                "memory-add", [:], DeviceTreeNode("memory@0", ["reg": .wide(0xc000_0000, 0x800_0000)]))),
        fragment(
            2, "/resources",
            DeviceTreeNode("memory-add", [:], DeviceTreeNode("memory@0", ["size": .wide(0x800_0000)])),
            DeviceTreeNode("cpu-add", [:], DeviceTreeNode("cpu@7", ["reg": .wide(7)])),
            DeviceTreeNode(
                "device-add", [:],
                DeviceTreeNode("pci@0", ["pci-id": .string("0000:42:00.0"), "alias": .string("ens2")]))),
        fragment(3, "/instances", DeviceTreeNode("instance-remove", ["instance-name": .string("green")])))
}
