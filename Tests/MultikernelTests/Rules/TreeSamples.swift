import DeviceTree
import HandoverState

extension RuleSample {
    static let trees = [
        RuleSample(.valueLength, "a size of six bytes", in: .baseline) {
            $0.set("size", DeviceTreeValue([0, 0, 0, 0, 0x30, 0]), at: "/resources/memory@0")
        },
        RuleSample(.compatibleForeign, "another version", in: .pool) {
            $0.set("compatible", .strings(["multikernel-v9", "multikernel-v1"]))
        },
        RuleSample(.itemForeign, "a property that nobody reads", in: .host) {
            $0.set("colour", .string("blue"), at: "/instances/web/resources")
        },
        RuleSample(.itemMisspelt, "an underscore for a hyphen", in: .baseline) {
            $0.set("numa_node_id", .cells([0]), at: "/resources/memory@0")
        },
        RuleSample(.itemTwice, "two sizes", in: .baseline) {
            $0[at: "/resources/memory@0"].properties.append(.init("size", .wide(0x1000)))
        },
        RuleSample(.bytesLost, "a type without an end", in: .baseline) {
            $0.set("device-name", DeviceTreeValue([0x61, 0x62]), at: "/resources/devices/uart")
        },
    ]

    static let processors = [
        RuleSample(.cpusMissing, "no list", in: .baseline) { $0.set("cpus", nil, at: "/resources") },
        RuleSample(.cpuTwice, "processor 5 twice", in: .baseline) {
            $0.set("cpus", .wide(4, 5, 5, 6), at: "/resources")
        },
        RuleSample(.cpuOutsidePool, "processor 99", in: .host) {
            $0.set("cpus", .wide(4, 5, 99), at: "/instances/web/resources")
        },
        RuleSample(.cpuShared, "processor 6 in both", in: .host) {
            $0.set("cpus", .wide(4, 5, 6), at: "/instances/web/resources")
        },
        RuleSample(.cpuFreeOutsidePool, "processor 9 is free", in: .pool) {
            $0.set("cpus-available", .wide(4, 9), at: "/resources")
        },
        RuleSample(.cpuFreeAndLent, "processor 5 is free", in: .host) {
            $0.set("cpus-available", .wide(8, 5), at: "/resources")
        },
        RuleSample(.cpuUnaccounted, "nobody has processor 5", in: .host) {
            $0.set("cpus", .wide(4), at: "/instances/web/resources")
        },
        RuleSample(.cpuOfBoot, "processor 0", in: .baseline) { $0.set("cpus", .wide(0, 4, 5), at: "/resources") },
        RuleSample(.cpuImpossible, "all ones", in: .overlay) {
            $0.set("reg", .wide(.max), at: "/fragment@1/__overlay__/cpu-add/cpu@5")
        },
        RuleSample(.cpuUnlikely, "a number above all MPIDR numbers", in: .overlay) {
            $0.set("reg", .wide(0x100_0000_0004), at: "/fragment@1/__overlay__/cpu-add/cpu@5")
        },
        RuleSample(.cpuCellsNarrow, "three cells of 32 bits", in: .baseline) {
            $0.set("cpus", .cells([4, 5, 6]), at: "/resources")
        },
        RuleSample(.cpuCellsAssumed, "nothing tells the width", in: .host) {
            $0.set("cpus", .cells([50, 60]), at: numaNodes + "/node@0")
            $0.set("cpus", nil, at: numaNodes + "/node@1")
        },
    ]

    static let memory = [
        RuleSample(.memoryMissing, "no node", in: .baseline) { $0.remove("/resources/memory@0") },
        RuleSample(.memoryNothing, "no bytes", in: .baseline) { $0.set("size", .wide(0), at: "/resources/memory@0") },
        RuleSample(.memoryUnaligned, "a byte more", in: .baseline) {
            $0.set("size", .wide(0x3000_0001), at: "/resources/memory@0")
        },
        RuleSample(.memoryWraps, "past the end", in: .instance) {
            $0.set("memory-bytes", .wide(0xffff_ffff_ffff_f000), at: "/resources")
        },
        RuleSample(.chunksOverlap, "a chunk within another", in: .pool) {
            $0.add(
                DeviceTreeNode("memory@b0000000", ["reg": .wide(0xb000_0000, 0x1000_0000)]), to: "/resources")
        },
        RuleSample(.memoryOutsidePool, "between the chunks", in: .host) {
            $0.set("memory-base", .wide(0xc000_0000), at: "/instances/web/resources")
        },
        RuleSample(.memoryOutsidePool, "past the end of a chunk", in: .host) {
            $0.set("memory-base", .wide(0x9800_0000), at: "/instances/web/resources")
        },
        RuleSample(.memoryShared, "one base for both", in: .host) {
            $0.set("memory-base", .wide(0x1_0000_0000), at: "/instances/web/resources")
            for name in ["cpu-affinity", "memory-policy"] { $0.set(name, nil, at: "/instances/web/resources") }
        },
        RuleSample(.memoryExceedsPool, "more than there is", in: .kerfHost) {
            for name in ["web", "data-base"] {
                $0.set("memory-bytes", .wide(0x3000_0000), at: "/instances/\(name)/resources")
            }
        },
        RuleSample(.memoryNodeContradicted, "another node", in: .host) {
            $0.set("numa-node-id", .cells([1]), at: "/resources/memory@80000000")
        },
        RuleSample(.memoryNameContradicted, "another name", in: .pool) {
            $0.rename("/resources/memory@a8000000", "memory@a9000000")
        },
        RuleSample(.memoryLegacy, "base and bytes", in: .baseline) {
            $0.remove("/resources/memory@0")
            $0.set("memory-base", .wide(0x8000_0000), at: "/resources")
            $0.set("memory-bytes", .wide(0x3000_0000), at: "/resources")
        },
        RuleSample(.memoryTwoForms, "size and reg", in: .baseline) {
            $0.set("reg", .wide(0x8000_0000, 0x3000_0000), at: "/resources/memory@0")
        },
        RuleSample(.memoryNoForm, "a node alone", in: .baseline) { $0.set("size", nil, at: "/resources/memory@0") },
        RuleSample(.memoryAsked, "a size beside chunks", in: .pool) {
            $0.add(DeviceTreeNode("memory@0", ["size": .wide(0x1000_0000)]), to: "/resources")
        },
        RuleSample(.memoryPlaced, "an address in a baseline", in: .baseline) {
            $0.set("size", nil, at: "/resources/memory@0")
            $0.set("reg", .wide(0x8000_0000, 0x3000_0000), at: "/resources/memory@0")
            $0.rename("/resources/memory@0", "memory@80000000")
        },
        RuleSample(.memoryCellsNarrow, "bytes in one cell", in: .overlay) {
            $0.set(
                "memory-bytes", .cells([0x1000_0000]), at: "/fragment@0/__overlay__/instance-create/resources")
        },
        RuleSample(.memoryHalfTold, "a base alone", in: .host) {
            $0.set("memory-bytes", nil, at: "/instances/web/resources")
        },
        RuleSample(.memoryHalfTold, "a size alone", in: .instance) { $0.set("memory-base", nil, at: "/resources") },
        RuleSample(.memoryUnplaced, "an instance by its size", in: .host) {
            $0.set("memory-base", nil, at: "/instances/web/resources")
            for name in ["cpu-affinity", "memory-policy"] { $0.set(name, nil, at: "/instances/web/resources") }
        },
        RuleSample(.memoryUnplaced, "a chunk by its size", in: .host) {
            $0.add(DeviceTreeNode("memory@0", ["size": .wide(0x1000_0000)]), to: "/resources")
        },
    ]

    static let numa = [
        RuleSample(.numaNodeUnknown, "node 7", in: .host) {
            $0.set("numa-nodes", .cells([0, 7]), at: "/instances/web/resources")
        },
        RuleSample(.numaNodeTwice, "one number for two", in: .kerfHost) {
            $0.rename(numaNodes + "/node@1", "node@2")
            $0.set("node-id", .cells([0]), at: numaNodes + "/node@2")
            for name in ["numa-nodes", "cpu-affinity", "memory-policy"] {
                $0.set(name, nil, at: "/instances/data-base/resources")
            }
            $0.set("numa-node-id", nil, at: "/resources/memory@100000000")
            $0.set("numa-node", nil, at: "/resources/devices/nvme0")
        },
        RuleSample(.numaNodeNumberless, "a name without a number", in: .host) {
            $0.add(DeviceTreeNode("node@first", ["memory-type": .string("dram")]), to: numaNodes)
            for node in ["node@0", "node@1"] { $0.set("distance-matrix", nil, at: numaNodes + "/" + node) }
        },
        RuleSample(.numaDistances, "three distances of two nodes", in: .host) {
            $0.set("distance-matrix", .cells([10, 21, 31]), at: numaNodes + "/node@1")
        },
        RuleSample(.numaDistancesContradicted, "there and back", in: .host) {
            $0.set("distance-matrix", .cells([31, 10]), at: numaNodes + "/node@1")
        },
        RuleSample(.numaDistancesContradicted, "a node away from itself", in: .host) {
            $0.set("distance-matrix", .cells([21, 20]), at: numaNodes + "/node@1")
        },
        RuleSample(.numaCPUShared, "processor 5 in both", in: .host) {
            $0.set("cpus", .cells([5, 6, 7]), at: numaNodes + "/node@1")
        },
        RuleSample(.numaMemoryShared, "one base for both", in: .host) {
            $0.set("memory-base", .wide(0xc000_0000), at: numaNodes + "/node@1")
        },
        RuleSample(.placementUnknown, "another word", in: .host) {
            $0.set("cpu-affinity", .string("dense"), at: "/instances/web/resources")
        },
        RuleSample(.placementContradicted, "spread over one node", in: .host) {
            $0.set("cpu-affinity", .string("spread"), at: "/instances/web/resources")
        },
        RuleSample(.placementContradicted, "bound to no node", in: .host) {
            $0.set("numa-nodes", nil, at: "/instances/data-base/resources")
        },
        RuleSample(.numaNodesIgnored, "two nodes", in: .overlay) {
            $0.set("numa-nodes", .cells([0, 1]), at: "/fragment@0/__overlay__/instance-create/resources")
        },
    ]

    private static let numaNodes = "/resources/topology/numa-nodes"

    static let caches = [
        RuleSample(.cacheWaysNone, "no bit", in: .host) {
            $0.set("llc-way-mask", .cells([0]), at: "/instances/web/resources")
        },
        RuleSample(.cacheWaysOutside, "a bit that the pool lacks", in: .host) {
            $0.set("llc-way-mask", .cells([0xf8]), at: "/instances/web/resources")
        },
        RuleSample(.cacheWaysShared, "a bit of the other", in: .host) {
            $0.set("llc-way-mask", .cells([0x1f0]), at: "/instances/web/resources")
        },
        RuleSample(.cacheWaysScattered, "a gap", in: .host) {
            $0.set("llc-way-mask", .cells([0x90]), at: "/instances/web/resources")
        },
        RuleSample(.cacheClassGiven, "a class in a baseline", in: .baseline) {
            $0.set("linux,resctrl-closid", .cells([1]), at: "/resources")
        },
    ]
}
