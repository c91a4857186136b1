import FixtureSupport
import Foundation
import Multikernel
import Pictures
import Testing

/// Trees of several kernels, drawn.
@Suite struct DrawingTests {
    private func svg(_ tree: MultikernelTree) -> String {
        SVGDrawing(MultikernelMap(tree).picture(columns: SVGDrawing.columns)).text
    }

    @Test(
        "A drawing is well-formed, and every owner is in it",
        arguments: [
            Examples.baseline, Examples.boot, Examples.overlay,
            Examples.machine(nodes: 4, cpus: 128, devices: 40, instances: 6),
        ])
    func wellFormed(_ tree: MultikernelTree) throws {
        let picture = MultikernelMap(tree).picture(columns: SVGDrawing.columns)
        let document = try #require(WellFormed(SVGDrawing(picture).text))
        for owner in picture.owners where owner.isListed {
            #expect(document.texts.contains(owner.name), "\(owner.name) is not drawn")
        }
        #expect(document.elements["script"] == nil)
        #expect(document.elements["svg"] == 1)
        #expect(!document.texts.contains { $0.hasPrefix("http") && $0 != "http://www.w3.org/2000/svg" })
    }

    @Test("A drawing is the same bytes each time")
    func deterministic() {
        let tree = Examples.machine(nodes: 4, cpus: 128, devices: 40, instances: 6)
        let first = svg(tree)
        for _ in 0..<4 { #expect(svg(tree) == first) }
    }

    @Test("A name that means harm is text, in drawings and on terminals")
    func hostileNames() throws {
        let name = "</title><script>alert(1)</script>&\"'\u{1b}[2J\n\u{202e}\u{0}"
        var instance = Instance(name: name, id: 1)
        instance.resources?.cpus = [1]
        instance.resources?.memory = SingleMemory(base: 0x1_0000_0000, size: 0x4000_0000)
        instance.resources?.devices = [Device(name: name, identity: .unknown(type: name, pciID: name))]
        var machine = Machine()
        machine.instances = [instance]
        var overlay = Overlay(fragments: [
            OverlayFragment(
                name: name, target: "/instances/" + name,
                operations: [OverlayOperation(.addDevices([OverlayDevice(name: name, pciID: name, alias: name)]))])
        ])
        overlay.label = name
        for tree in [MultikernelTree.machine(machine), .instance(InstanceTree(instance)), .overlay(overlay)] {
            let text = svg(tree)
            let document = try #require(WellFormed(text))
            #expect(document.elements["script"] == nil)
            #expect(!text.contains("\u{1b}") && !text.contains("\u{202e}"))
            let lines = TextDrawing(MultikernelMap(tree).picture(columns: 98)).lines()
            #expect(lines.contains { $0.contains("u{1b}[2J") })
            #expect(lines.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202e}" } })
        }
    }

    @Test("Sizes and addresses at the end of the address space stop no drawing")
    func extremes() throws {
        let numbers: [UInt64] = [0, 1, 0xfff, 1 << 63, .max - 1, .max]
        for base in numbers {
            for size in numbers {
                var instance = Instance(name: "a", id: .max)
                instance.resources?.cpus = [base, size, base]
                instance.resources?.memory = SingleMemory(base: base, size: size)
                var pool = ResourcePool()
                pool.memory = [
                    PoolMemory(name: "memory@0", extent: .chunk(base: base, size: size)),
                    PoolMemory(name: "memory@1", extent: .request(size: size)),
                    PoolMemory(name: "memory@2", extent: .request(size: base)),
                ]
                var machine = Machine()
                machine.pool = pool
                machine.instances = [instance, instance]
                var boot = InstanceTree(instance)
                var chosen = BootInformation()
                chosen.messages = BootInformation.MessageBuffer(address: base, pages: .max)
                chosen.reservedMemory = [BootInformation.Region(base: size, size: base)]
                boot.chosen = chosen
                for tree in [MultikernelTree.machine(machine), .instance(boot)] {
                    let picture = MultikernelMap(tree).picture(columns: SVGDrawing.columns)
                    #expect(WellFormed(SVGDrawing(picture).text) != nil)
                    #expect(!TextDrawing(MultikernelMap(tree).picture(columns: 38), width: 40).lines().isEmpty)
                }
            }
        }
    }

    @Test("4096 processors, 1024 devices and 256 instances are drawn in less than a second and 600 KiB")
    func many() throws {
        let tree = Examples.machine(nodes: 8, cpus: 4096, devices: 1024, instances: 256)
        let clock = ContinuousClock()
        var text = ""
        let time = clock.measure { text = svg(tree) }
        print("4096 processors: \(text.utf8.count) bytes in \(time)")
        #expect(text.utf8.count < 600 << 10)
        #expect(time < .seconds(10), "a build without optimisation on a busy machine")
        let document = try #require(WellFormed(text))
        for index in 0..<256 { #expect(document.texts.contains("instance-\(index)")) }
    }

    @Test("xmllint agrees", .enabled(if: hasProgram("xmllint"), "xmllint is not here"))
    func xmllint() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array(svg(Examples.boot).utf8), to: "boot.svg")
        let outcome = try Launch("/bin/sh", ["-c", "xmllint --noout \"$0\"", path]).run()
        #expect(outcome.status == 0)
    }
}
