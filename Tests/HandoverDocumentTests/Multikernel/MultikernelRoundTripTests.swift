import HandoverState
import DeviceTree
import HandoverDocument
import HandoverState
import Multikernel
import Testing

@Suite("Documents of multikernel trees")
struct MultikernelRoundTripTests {
    private func read(_ bytes: [UInt8]) throws(DocumentError) -> MultikernelTree {
        try MultikernelDocumentReader().read(bytes)
    }

    @Test("A tree with one of everything is the same when it is written and read", arguments: DocumentFormat.allCases)
    func everything(format: DocumentFormat) throws {
        for tree in MultikernelTree.samples {
            let bytes = try tree.bytes(format)
            #expect(try read(bytes) == tree)
            #expect(MultikernelDocumentReader.isOne(bytes))
            #expect(try read(bytes).bytes(format) == bytes)
        }
    }

    @Test("Any tree at all is the same when it is written and read")
    func anything() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for round in 0..<600 {
            let tree = MultikernelTree.random(using: &generator)
            for format in DocumentFormat.allCases {
                #expect(try read(tree.bytes(format)) == tree, "seed \(seed), round \(round)")
            }
        }
    }

    @Test("The blob of a tree is the same after a document of it", arguments: DocumentFormat.allCases)
    func blobs(format: DocumentFormat) throws {
        for tree in MultikernelTree.samples {
            let blob = try tree.blob()
            let known = try MultikernelTree.read(FlattenedDeviceTree(blob: blob)).tree
            let again = try read(known.bytes(format))
            #expect(again == known)
            #expect(try again.blob() == known.blob())
        }
    }

    @Test("A large machine takes a few tens of milliseconds")
    func large() throws {
        var machine = Machine()
        machine.compatible = ["multikernel-v1"]
        var pool = ResourcePool()
        pool.cpus = CPUList((0..<4096).map { $0 * 2 })
        pool.devices = (0..<1024).map { index in
            var device = Device(
                name: "pci-\(index)", identity: .pci(PCIAddress(domain: 0, function: UInt16(index))))
            device.vendor = 0x8086
            device.product = 0x1572
            return device
        }
        machine.pool = pool
        machine.instances = (0..<256).map { index in
            var instance = Instance(name: "i\(index)", id: UInt32(index + 1))
            instance.resources?.cpus = CPUList((0..<16).map { UInt64(index) * 32 + $0 * 2 })
            instance.resources?.memory = SingleMemory(base: nil, size: 1 << 30)
            return instance
        }
        let tree = MultikernelTree.machine(machine)
        for format in DocumentFormat.allCases {
            let clock = ContinuousClock()
            var bytes: [UInt8] = []
            let writing = try clock.measure { bytes = try tree.bytes(format) }
            var again: MultikernelTree?
            let reading = try clock.measure { again = try read(bytes) }
            #expect(again == tree)
            print("multikernel document, \(format): \(bytes.count) bytes, written in \(writing), read in \(reading)")
            #expect(writing + reading < .seconds(2))
        }
    }
}
