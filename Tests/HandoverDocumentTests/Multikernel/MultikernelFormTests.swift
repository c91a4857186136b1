import HandoverState
import HandoverDocument
import HandoverState
import Multikernel
import Testing

/// What people write for what the tool writes.
@Suite("Forms of multikernel documents that people write")
struct MultikernelFormTests {
    private func tree(_ kind: String, _ text: String) throws(DocumentError) -> MultikernelTree {
        try MultikernelDocumentReader().read(
            Array("schema: \(MultikernelDocument.schema)\nkind: \(kind)\n\(text)\n".utf8))
    }

    private func cpus(_ text: String) throws -> CPUList? {
        guard case .machine(let machine) = try tree("baseline", "resources:\n  cpus: \(text)") else { return nil }
        return machine.pool?.cpus
    }

    @Test(
        "Processors are numbers, ranges, or lists of both",
        arguments: [
            ("4-7,12", [4, 5, 6, 7, 12]), ("[4, 5, 6]", [4, 5, 6]), ("[0x100, 0x102]", [0x100, 0x102]), ("7", [7]),
            ("0x10", [16]), ("\"0x10-0x12\"", [16, 17, 18]), ("12, 4-5", [12, 4, 5]), ("[4-5, 4]", [4, 5, 4]),
            ("[]", []), ("1024-1026", [1024, 1025, 1026]), ("\"3 - 4 , 9\"", [3, 4, 9]), ("4-4", [4]),
            ("18446744073709551615", [.max]), ("18446744073709551614-18446744073709551615", [.max - 1, .max]),
            ("[\"0xffffffffffffffff\", 2, 2]", [.max, 2, 2]),
        ] as [(String, [UInt64])])
    func processors(text: String, ids: [UInt64]) throws {
        #expect(try cpus(text) == CPUList(ids))
    }

    @Test("Cells of 32 bits are asked for by their width")
    func widths() throws {
        #expect(try cpus("{ids: [4, 5], cells: 32}") == CPUList([4, 5], width: .bits32))
        #expect(try cpus("{ids: \"4-5\", assumed: true}") == CPUList([4, 5], isAssumed: true))
    }

    @Test(
        "Processors are written as ranges where they ascend and some follow each other",
        arguments: [
            ([4, 5, 6, 7, 12], "cpus: \"4-7,12\""), ([4], "cpus: [4]"), ([4, 6], "cpus: [4, 6]"), ([], "cpus: []"),
            ([5, 4], "cpus: [5, 4]"), ([4, 4], "cpus: [4, 4]"), ([4, 5], "cpus: 4-5"),
            ([.max - 1, .max], "cpus: 18446744073709551614-18446744073709551615"),
            ([.max], "cpus: [\"0xffffffffffffffff\"]"),
        ] as [([UInt64], String)])
    func ranges(ids: [UInt64], written: String) throws {
        var machine = Machine()
        machine.pool = ResourcePool()
        machine.pool?.cpus = CPUList(ids)
        #expect(try MultikernelTree.machine(machine).text(.yaml).contains(written + "\n"))
    }

    @Test("A baseline needs sizes and no names of nodes")
    func baseline() throws {
        let tree = try tree(
            "baseline",
            """
            resources:
              cpus: 4-7
              memory: [2GiB, {size: 512MiB, numaNode: 1}]
              devices: [{name: nic, pci: "0000:3b:00.1", vendor: 0x8086, product: 0x1572}]
            """)
        var expected = Machine()
        expected.compatible = ["multikernel-v1"]
        var pool = ResourcePool()
        pool.cpus = [4, 5, 6, 7]
        pool.memory = [
            PoolMemory(name: "memory@0", extent: .request(size: 2 << 30)),
            PoolMemory(name: "memory@1", extent: .request(size: 512 << 20), numaNode: 1),
        ]
        var nic = Device(name: "nic", identity: .pci(PCIAddress(domain: 0, function: 0x3b01)))
        nic.vendor = 0x8086
        nic.product = 0x1572
        pool.devices = [nic]
        expected.pool = pool
        #expect(tree == .machine(expected))
    }

    @Test("Memory of a pool may stand without a list around it")
    func singlePieces() throws {
        func memory(_ text: String) throws -> [PoolMemory]? {
            guard case .machine(let machine) = try tree("pool", "id: 0\nresources:\n  memory: \(text)") else {
                return nil
            }
            return machine.pool?.memory
        }
        let chunk = PoolMemory(name: "memory@100000000", extent: .chunk(base: 0x1_0000_0000, size: 16 << 30))
        #expect(try memory("{ base: 0x100000000, size: 16GiB }") == [chunk])
        #expect(try memory("16 GiB") == [PoolMemory(name: "memory@0", extent: .request(size: 16 << 30))])
    }

    @Test("Instances of a host take their resources beside their names")
    func host() throws {
        let tree = try tree(
            "host",
            """
            resources: {cpus: "4-7", memory: 4GiB}
            instances: [{name: web, cpus: 4-7, memory: 2GiB, devices: [eth0]}, {name: db, memory: {base: 0x1000, size: 1}}]
            """)
        guard case .machine(let machine) = tree else { return #expect(Bool(false), "a host is a machine") }
        let web = try #require(machine.instances?.first?.resources)
        #expect(web.cpus == [4, 5, 6, 7])
        #expect(web.memory == SingleMemory(base: nil, size: 2 << 30))
        #expect(web.deviceReferences == .texts(["eth0"]))
        #expect(machine.instances?[1].resources?.memory == SingleMemory(base: 0x1000, size: 1))
        #expect(machine.instances?[1].id == nil)
    }

    @Test("An overlay is given its fragments' numbers and its items' names")
    func overlay() throws {
        let tree = try tree(
            "overlay",
            """
            fragments:
              - target: /instances
                operations: [instance-create: {name: web, cpus: 4-5, memory: 2GiB}]
              - target: /instances/web
                operations:
                  - cpu-add: 0x10-0x11
                  - cpu-remove: [4, {id: 5, numaNode: 1}]
                  - memory-add: {base: 0x100000000, size: 1GiB}
                  - device-add: ["0000:3b:00.0", {pci: "0000:3b:00.1", driver: vfio-pci}]
                  - instance-remove: old
            """)
        var request = InstanceRequest(name: "web")
        request.resources?.cpus = [4, 5]
        request.resources?.memory = SingleMemory(base: nil, size: 2 << 30)
        let expected = Overlay(fragments: [
            OverlayFragment(
                name: "fragment@0", target: "/instances", operations: [OverlayOperation(.createInstance(request))]),
            OverlayFragment(
                name: "fragment@1", target: "/instances/web",
                operations: [
                    OverlayOperation(
                        .addCPUs([OverlayCPU(name: "cpu@10", id: 16), OverlayCPU(name: "cpu@11", id: 17)])),
                    OverlayOperation(
                        .removeCPUs([OverlayCPU(name: "cpu@4", id: 4), OverlayCPU(name: "cpu@5", id: 5, numaNode: 1)])),
                    OverlayOperation(
                        .addMemory([
                            OverlayMemory(
                                name: "memory@100000000", extent: .chunk(base: 0x1_0000_0000, size: 1 << 30))
                        ])),
                    OverlayOperation(
                        .addDevices([
                            OverlayDevice(name: "pci@0", pciID: "0000:3b:00.0"),
                            OverlayDevice(name: "pci@1", pciID: "0000:3b:00.1", driver: "vfio-pci"),
                        ])),
                    OverlayOperation(.removeInstance(name: "old")),
                ]),
        ])
        #expect(tree == .overlay(expected))
    }
}
