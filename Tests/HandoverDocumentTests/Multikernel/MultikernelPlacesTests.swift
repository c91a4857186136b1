import HandoverAnalysis
import HandoverDocument
import Multikernel
import Testing

@Suite("Places in multikernel documents")
struct MultikernelPlacesTests {
    private func place(of path: String, property: String? = nil, in text: String) throws -> Finding.Position {
        let whole = "schema: \(MultikernelDocument.schema)\n" + text
        return try MultikernelDocumentReader().readPlaced(Array(whole.utf8)).places.place(of: path, property: property)
    }

    private static let host = """
        kind: host
        resources:
          cpus: 4-7
          memory:
            - {size: 2GiB, numaNode: 1}
            - {base: 0x100000000, size: 1GiB}
          devices: [{name: nic, pci: "0000:3b:00.1"}]
        instances:
          - name: web
            id: 3
            cpus: 4-5
            memory: 2GiB
            regions: 1GiB
          - {name: db, memory: {base: 0x1000, size: 1}}
        aliases: [{name: eth0, path: /resources/devices/nic}]
        hostBridges:
          - buses: {first: 0x40, last: 0x5f}
            children: [{name: "pci@1,0", reg: [1]}]
        """

    @Test(
        "A node or property has the place where the document speaks of it",
        arguments: [
            ("/", 1, 1), ("/resources", 4, 3), ("/resources/cpus", 4, 9), ("/resources/memory@0", 6, 7),
            ("/resources/memory@0/numa-node-id", 6, 30), ("/resources/memory@100000000/reg", 7, 14),
            ("/resources/devices/nic", 8, 13), ("/resources/devices/nic/pci-id", 8, 30),
            ("/resources/devices/nic/vendor-id", 8, 13), ("/instances/web", 10, 5), ("/instances/web/id", 11, 9),
            ("/instances/web/resources/cpus", 12, 11), ("/instances/web/resources/memory-bytes", 13, 13),
            ("/instances/web/resources/memory@0", 14, 14), ("/instances/db/resources/memory-base", 15, 31),
            ("/instances/db/resources/cpus", 15, 5), ("/instances/other", 10, 3), ("/aliases/eth0", 16, 11),
            ("/pci@40/bus-range", 18, 12), ("/pci@40/pci@1,0/reg", 19, 39), ("/nowhere", 1, 1), ("", 1, 1),
        ] as [(String, Int, Int)])
    func places(path: String, line: Int, column: Int) throws {
        #expect(try place(of: path, in: Self.host) == Finding.Position(line: line, column: column))
    }

    @Test(
        "An item of an overlay has a place of its own, as long as it is not one of a range",
        arguments: [
            ("/fragment@0/target-path", 4, 13), ("/fragment@0/__overlay__/cpu-add/cpu@5", 6, 18),
            ("/fragment@0/__overlay__/cpu-remove/cpu@5", 7, 25), ("/fragment@0/__overlay__/memory-add/memory@0", 8, 21),
            ("/fragment@0/__overlay__/device-add/pci@1/driver", 9, 55),
            ("/fragment@1/__overlay__/instance-create", 11, 18),
            ("/fragment@1/__overlay__/instance-create/resources/cpus", 11, 54),
            ("/fragment@2/__overlay__", 1, 1),
        ] as [(String, Int, Int)])
    func overlays(path: String, line: Int, column: Int) throws {
        let text = """
            kind: overlay
            fragments:
              - target: /instances/web
                operations:
                  - cpu-add: 4-7
                  - cpu-remove: [4, 5]
                  - memory-add: 1GiB
                  - device-add: ["0000:3b:00.0", {pci: x, driver: vfio-pci}]
              - target: /instances
                operations: [{instance-create: {name: web, cpus: 4}}]
            """
        let found = try place(of: path, in: text)
        #expect(found == Finding.Position(line: line, column: column), "\(found)")
    }

    @Test("A property may be named beside its node")
    func property() throws {
        #expect(try place(of: "/resources", property: "cpus", in: Self.host).line == 4)
        #expect(try place(of: "/", property: "compatible", in: Self.host).line == 1)
    }
}
