import DeviceTree
import HandoverState

extension RuleSample {
    private static let create = "/fragment@0/__overlay__/instance-create"

    static let instances = [
        RuleSample(.baselineInstances, "instances beside sizes", in: .kerfHost) {
            $0.set("compatible", .string("multikernel-v1"))
        },
        RuleSample(.instanceNameTwice, "one name for two", in: .list) {
            $0.rename("/instances/green", "blue")
        },
        RuleSample(.instanceNameless, "no model", in: .instance) { $0.set("model", nil) },
        RuleSample(.instanceNameless, "no name in a request", in: .overlay) {
            $0.set("instance-name", nil, at: create)
        },
        RuleSample(.instanceNameUnusable, "a slash", in: .instance) { $0.set("model", .string("blue/green")) },
        RuleSample(.instanceNameUnusable, "a slash in a request", in: .overlay) {
            $0.set("instance-name", .string("blue/green"), at: create)
        },
        RuleSample(.instanceIDTwice, "one id for two", in: .host) { $0.set("id", .cells([2]), at: "/instances/web") },
        RuleSample(.instanceIDOfHost, "0", in: .instance) { $0.set("id", .cells([0])) },
        RuleSample(.instanceIDImpossible, "a negative id", in: .overlay) {
            $0.set("id", .cells([0x8000_0000]), at: create)
        },
        RuleSample(.instanceIDMissing, "no id", in: .host) { $0.set("id", nil, at: "/instances/web") },
        RuleSample(.instanceResourceless, "no resources", in: .overlay) { $0.remove(create + "/resources") },
        RuleSample(.instanceWithoutCPUs, "no processors", in: .instance) { $0.set("cpus", nil, at: "/resources") },
        RuleSample(.instanceWithoutMemory, "no memory", in: .instance) {
            for name in ["memory-base", "memory-bytes"] { $0.set(name, nil, at: "/resources") }
        },
    ]

    static let boot = [
        RuleSample(.bootCompatible, "no version", in: .boot) { $0.set("compatible", nil) },
        RuleSample(.reservedMisplaced, "half in the instance's memory", in: .boot) {
            $0.set("multikernel,reserved-memory", .wide(0xa800_0000, 0x1_0000), at: "/chosen")
        },
        RuleSample(.reservedTooMany, "81 ranges", in: .boot) {
            let cells: [UInt32] = (0..<81).flatMap { (number: UInt32) -> [UInt32] in
                [0, 0x300_0000 + number * 0x2000, 0, 0x1000]
            }
            $0.set("multikernel,reserved-memory", .cells(cells), at: "/chosen")
        },
        RuleSample(.messagesOutside, "the buffer in somebody else's memory", in: .boot) {
            $0.set("multikernel,ipi-buffer", .wide(0x400_0000), at: "/chosen")
        },
        RuleSample(.hostMessagesInside, "the host's buffer in the instance's memory", in: .boot) {
            $0.set("multikernel,host-ipi-buffer", .wide(0xa820_0000), at: "/chosen")
        },
        RuleSample(.messagesUnaligned, "within a page", in: .boot) {
            $0.set("multikernel,ipi-buffer", .wide(0xa810_0010), at: "/chosen")
        },
        RuleSample(.messagesHalfTold, "no pages", in: .olderBoot) {
            $0.set("multikernel,ipi-pages", nil, at: "/chosen")
        },
        RuleSample(.messagesPages, "64 pages", in: .boot) {
            $0.set("multikernel,ipi-pages", .cells([64]), at: "/chosen")
        },
        RuleSample(.doorbellOwn, "the instance's own processor", in: .olderBoot) {
            $0.set("multikernel,host-ipi-cpu", .wide(6), at: "/chosen")
        },
        RuleSample(.cpusUnreachable, "no other processors", in: .boot) { $0.remove("/chosen/multikernel,host-tree") },
    ]

    static let overlays = [
        RuleSample(.fragmentsNone, "nothing", in: .overlay) {
            $0.children = []
            $0.set("compatible", .string("linux,multikernel-overlay"))
        },
        RuleSample(.fragmentNumber, "a word for a number", in: .overlay) { $0.rename("/fragment@3", "fragment@last") },
        RuleSample(.fragmentNumberTwice, "3 and 03", in: .overlay) {
            var second = $0[at: "/fragment@3"]
            second.name = "fragment@03"
            $0.add(second)
        },
        RuleSample(.targetMissing, "a phandle alone", in: .overlay) {
            $0.set("target-path", nil, at: "/fragment@1")
            $0.set("target", .cells([1]), at: "/fragment@1")
        },
        RuleSample(.targetUnsupported, "a slash too many", in: .overlay) {
            $0.set("target-path", .string("/resources/"), at: "/fragment@2")
            $0.remove("/fragment@2/__overlay__/memory-add")
        },
        RuleSample(.targetTooEarly, "change before creation", in: .overlay) { $0.rename("/fragment@0", "fragment@9") },
        RuleSample(.operationsMissing, "a target alone", in: .overlay) { $0.remove("/fragment@3/__overlay__") },
        RuleSample(.operationMisplaced, "processors of all instances", in: .overlay) {
            $0.set("target-path", .string("/instances"), at: "/fragment@1")
            $0.remove("/fragment@1/__overlay__/memory-add")
            $0.remove("/fragment@1/__overlay__/device-add")
        },
        RuleSample(.operationTwice, "two additions", in: .overlay) {
            $0.add(
                DeviceTreeNode("cpu-add@1", [:], DeviceTreeNode("cpu@9", ["reg": .wide(9)])),
                to: "/fragment@1/__overlay__")
        },
        RuleSample(.operationForeign, "no operation", in: .overlay) {
            $0.add(DeviceTreeNode("cpu-move"), to: "/fragment@1/__overlay__")
        },
        RuleSample(.overlayTooLarge, "a megabyte of padding", in: .overlay) {
            $0.set("mk,resources", .string(String(repeating: "x", count: 1 << 20)))
        },
        RuleSample(.overlayOverPage, "a page of padding", in: .overlay) {
            $0.set("mk,resources", .string(String(repeating: "x", count: 4096)))
        },
        RuleSample(.overlayOld, "the instance beside the items", in: .overlay) {
            $0.set("mk,instance", .string("blue"), at: "/fragment@1/__overlay__/cpu-add")
        },
    ]

    static let overlayItems = [
        RuleSample(.operationForeign, "no item", in: .overlay) {
            $0.rename("/fragment@1/__overlay__/device-add/pci@0", "nic@0")
        },
        RuleSample(.operationEmpty, "no items", in: .overlay) {
            $0.remove("/fragment@1/__overlay__/device-add/pci@0")
        },
        RuleSample(.poolMemoryPlaced, "an address in the pool", in: .overlay) {
            let item = "/fragment@2/__overlay__/memory-add/memory@0"
            $0.set("size", nil, at: item)
            $0.set("reg", .wide(0xc000_0000, 0x800_0000), at: item)
        },
        RuleSample(.itemIncomplete, "memory without an address", in: .overlay) {
            let item = "/fragment@1/__overlay__/memory-add/memory@0"
            $0.set("reg", nil, at: item)
            $0.set("size", .wide(0x800_0000), at: item)
        },
        RuleSample(.itemIncomplete, "a processor without reg", in: .overlay) {
            $0.set("reg", nil, at: "/fragment@1/__overlay__/cpu-add/cpu@5")
        },
        RuleSample(.itemIncomplete, "a device without pci-id", in: .overlay) {
            $0.set("pci-id", nil, at: "/fragment@1/__overlay__/device-add/pci@0")
        },
        RuleSample(.memoryUnaligned, "parts of pages", in: .overlay) {
            $0.set("reg", .wide(0xc000_0000, 0x800_0800), at: "/fragment@1/__overlay__/memory-add/memory@0")
        },
        RuleSample(.cpuMovedTwice, "processor 5 twice", in: .overlay) {
            $0.add(DeviceTreeNode("cpu@15", ["reg": .wide(5)]), to: "/fragment@1/__overlay__/cpu-add")
        },
        RuleSample(.deviceNamesInRequest, "devices of a request", in: .overlay) {
            $0.set("device-names", .string("ens1"), at: create + "/resources")
        },
        RuleSample(.chosenRefused, "a command line", in: .overlay) {
            $0.set("bootargs", .string("quiet"), at: create + "/chosen")
        },
    ]
}
