import DeviceTree
import HandoverState

extension RuleSample {
    private static let nic = "/resources/devices/nic"
    private static let web = "/instances/web/resources"
    private static let other = "/instances/data-base/resources"
    private static let longName = String(repeating: "n", count: 32)

    static let devices = [
        RuleSample(.deviceUnknown, "a name that nothing has", in: .host) {
            $0.set("device-names", .string("eth9"), at: web)
        },
        RuleSample(.deviceUnknown, "a phandle that nothing has", in: .host) {
            $0.set("device-names", nil, at: web)
            $0.set("devices", .cells([77]), at: web)
        },
        RuleSample(.deviceUnknown, "a parent that is not there", in: .host) {
            $0.add(DeviceTreeNode("eth7_vf1", ["parent": .string("eth7"), "vf-id": .cells([1])]))
        },
        RuleSample(.deviceShared, "one device in both", in: .host) {
            $0.set("device-names", .string("eth0_vf1 eth0_vf2"), at: web)
        },
        RuleSample(.deviceShared, "a device in one, a part of it in the other", in: .host) {
            $0.set("device-names", .string("nvme0"), at: web)
        },
        RuleSample(.deviceTwice, "one device twice", in: .host) {
            $0.set("device-names", .string("eth0_vf1 eth0_vf1"), at: web)
        },
        RuleSample(.deviceAddress, "device 20", in: .baseline) { $0.set("pci-id", .string("0000:41:20.0"), at: nic) },
        RuleSample(.deviceAddress, "no address of an item", in: .overlay) {
            $0.set("pci-id", .string("eth0"), at: "/fragment@1/__overlay__/device-add/pci@0")
        },
        RuleSample(.deviceIncomplete, "no vendor", in: .baseline) { $0.set("vendor-id", nil, at: nic) },
        RuleSample(.deviceIncomplete, "half of a device below a bridge", in: .pool) {
            $0.set("device-id", nil, at: "/pci@40/pci@1,0/pci@0,0")
        },
        RuleSample(.platformNameless, "neither name nor identifier", in: .instance) {
            $0.set("device-name", nil, at: "/resources/devices/serial8250")
        },
        RuleSample(.deviceTypeless, "no kind", in: .baseline) {
            $0.set("device-type", nil, at: "/resources/devices/uart")
            $0.set("device-name", nil, at: "/resources/devices/uart")
        },
        RuleSample(.deviceAddressShared, "one address for two", in: .host) {
            $0.set("pci-id", .string("0000:3b:00.0"), at: "/resources/devices/nvme0")
        },
        RuleSample(.aliasDangling, "the path of nothing", in: .baseline) {
            $0.set("ens1", .string("/resources/devices/nic0"), at: "/aliases")
        },
        RuleSample(.aliasTwice, "one name for two", in: .host) {
            $0[at: "/aliases"].properties.append(.init("uplink0", .string("/resources/devices/nvme0")))
        },
        RuleSample(.deviceAliases, "two names for one", in: .host) {
            $0.set("uplink1", .string("/resources/devices/eth0"), at: "/aliases")
        },
        RuleSample(.nameCut, "an alias of 32 bytes", in: .host) {
            $0.set("uplink0", nil, at: "/aliases")
            $0.set(longName, .string("/resources/devices/eth0"), at: "/aliases")
        },
        RuleSample(.nameCut, "a platform device of 32 bytes", in: .baseline) {
            $0.set("device-name", .string(longName), at: "/resources/devices/uart")
        },
        RuleSample(.nameCut, "a driver of 64 bytes", in: .overlay) {
            $0.set("driver", .string(longName + longName), at: "/fragment@1/__overlay__/device-add/pci@0")
        },
        RuleSample(.phandleTwice, "one phandle for two", in: .host) {
            $0.set("phandle", .cells([1]), at: "/resources/devices/nvme0")
        },
    ]

    static let parts = [
        RuleSample(.partUnknown, "virtual function 9", in: .host) {
            $0.set("device-names", .string("eth0_vf9"), at: web)
        },
        RuleSample(.partUnknown, "namespace 5 of a reference", in: .host) {
            $0.rename("/nvme0_ns2", "nvme0_ns5")
            $0.set("namespace-id", .cells([5]), at: "/nvme0_ns5")
        },
        RuleSample(.partOfHost, "virtual function 0", in: .host) {
            $0.set("device-names", .string("eth0_vf0"), at: web)
        },
        RuleSample(.partsContradicted, "a list longer than the count", in: .host) {
            $0.set("available-vfs", .cells([1, 2, 3, 4]), at: "/resources/devices/eth0")
        },
        RuleSample(.partsContradicted, "the host's own in the list", in: .host) {
            $0.set("available-vfs", .cells([0, 1, 2, 3]), at: "/resources/devices/eth0")
        },
        RuleSample(.partContradicted, "vf1 with the number 3", in: .host) {
            $0.set("vf-id", .cells([3]), at: "/eth0_vf1")
        },
    ]

    static let hierarchies = [
        RuleSample(.busOutside, "bus 42 below a bridge to 41", in: .pool) {
            $0.set("reg", .cells([0x42_0000, 0, 0, 0, 0]), at: "/pci@40/pci@1,0/pci@0,0")
        },
        RuleSample(.busesOutside, "buses that the host bridge lacks", in: .pool) {
            $0.set("bus-range", .cells([0x41, 0x60]), at: "/pci@40/pci@1,0")
        },
        RuleSample(.busesMissing, "a bridge without buses", in: .pool) {
            $0.set("bus-range", nil, at: "/pci@40/pci@1,0")
        },
        RuleSample(.busesMissing, "buses the wrong way round", in: .instance) {
            $0.set("bus-range", .cells([0x42, 0x41]), at: "/pci@40/pci@1,0")
            $0.remove("/pci@40/pci@1,0/pci@0,0")
            $0.remove("/aliases")
        },
        RuleSample(.functionNameContradicted, "another function in the name", in: .instance) {
            $0.rename("/pci@40/pci@1,0/pci@0,0", "pci@0,1")
            $0.set("ens1", .string("/pci@40/pci@1,0/pci@0,1"), at: "/aliases")
        },
        RuleSample(.nodeNameTwice, "two domains that begin with one bus", in: .pool) {
            var second = $0[at: "/pci@40"]
            second.properties.removeAll { ["reg", "ranges"].contains($0.name) }
            if let index = second.properties.firstIndex(where: { $0.name == "linux,pci-domain" }) {
                second.properties[index].value = .cells([1])
            }
            $0.children.append(second)
        },
        RuleSample(.functionMissing, "a device without reg", in: .instance) {
            $0.set("reg", nil, at: "/pci@40/pci@1,0/pci@0,0")
        },
        RuleSample(.configurationSize, "16 MiB for 32 buses", in: .pool) {
            $0.set("reg", .wide(0xe400_0000, 0x100_0000), at: "/pci@40")
        },
        RuleSample(.configurationInPool, "configuration space in a chunk", in: .pool) {
            $0.set("reg", .wide(0xb000_0000, 0x200_0000), at: "/pci@40")
        },
        RuleSample(.windowsOverlap, "a window over configuration space", in: .pool) {
            $0.set("reg", .wide(0xc400_0000, 0x200_0000), at: "/pci@40")
        },
        RuleSample(.windowKind, "no kind", in: .pool) {
            $0.set("ranges", .cells([0, 0, 0xc000_0000, 0, 0xc000_0000, 0, 0x800_0000]), at: "/pci@40")
        },
        RuleSample(.windowNothing, "no bytes", in: .pool) {
            $0.set("ranges", .cells([0x0200_0000, 0, 0xc000_0000, 0, 0xc000_0000, 0, 0]), at: "/pci@40")
        },
        RuleSample(.windowTooHigh, "32 bits beyond 4 GiB", in: .pool) {
            $0.set("ranges", .cells([0x0200_0000, 0, 0xf800_0000, 1, 0, 0, 0x1000_0000]), at: "/pci@40")
        },
        RuleSample(.bridgeUnmarked, "no mark", in: .instance) {
            $0.set("compatible", nil, at: "/pci@40")
            $0.remove("/aliases")
        },
        RuleSample(.hierarchyTooLarge, "seventeen bridges on a bus", in: .instance) {
            for device in 2...17 {
                let name = "pci@\(String(device, radix: 16)),0"
                let reg: DeviceTreeValue = .cells([0x40_0000 | UInt32(device) << 11, 0, 0, 0, 0])
                $0.add(DeviceTreeNode(name, ["reg": reg, "bus-range": .cells([0x42, 0x42])]), to: "/pci@40")
            }
        },
    ]
}
