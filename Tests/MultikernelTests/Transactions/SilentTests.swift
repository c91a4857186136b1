import DeviceTree
import HandoverAnalysis
import HandoverState
import Multikernel
import Testing

/// What kernels do without a word, and khotool tells.
@Suite("What overlays do in silence")
struct SilentTests {
    typealias Sample = SampleMachine

    @Test(
        "A new instance whose CPUs are not all free comes without any, and that is an error to people")
    func fewerCPUs() {
        var machine = Sample.running
        let outcome = machine.apply(
            Sample.overlay(("/instances", [Sample.create("red") { $0.cpus = [5, 7] }])))
        #expect(outcome.refusal == nil)
        #expect(outcome.remarks.map(\.rule) == [.applyCreatedWithLess])
        #expect(outcome.remarks.first?.severity == .error)
        #expect(outcome.remarks.first?.message.contains("EBUSY") == true)
        #expect(machine["red"]?.cpus.isEmpty == true)
        #expect(machine.freeCPUs.contains(5))
    }

    @Test("A new instance whose devices are not all free comes without any")
    func fewerDevices() {
        var machine = Sample.running
        let devices = [Sample.device("nic", 0x41), Sample.device("other", 0x77)]
        let outcome = machine.apply(
            Sample.overlay(("/instances", [Sample.create("red") { $0.devices = devices }])))
        #expect(outcome.remarks.map(\.rule) == [.applyCreatedWithLess])
        #expect(machine["red"]?.devices.isEmpty == true)
    }

    @Test("CPUs in narrow cells are read in pairs, as wide ones")
    func narrowCPUs() {
        var machine = Sample.running
        let outcome = machine.apply(
            Sample.overlay(
                ("/instances", [Sample.create("red") { $0.cpus = CPUList([0, 5], width: .bits32) }])))
        #expect(outcome.refusal == nil)
        #expect(machine["red"]?.cpus.elements == [5])
    }

    @Test("A number that kernels take for a negative one lets them choose")
    func negative() {
        var machine = Sample.running
        let outcome = machine.apply(
            Sample.overlay(("/instances", [Sample.create("red", id: 0x8000_0000)])))
        #expect(outcome.remarks.map(\.rule) == [.applyCut])
        #expect(machine["red"]?.id == 1)
    }

    @Test("The base of memory for an instance that does not run is ignored")
    func base() {
        var machine = Sample.running
        let outcome = machine.apply(
            Sample.overlay(
                ("/instances/blue", [.addMemory(Sample.memory(Sample.low + (256 << 20), 64 << 20))])))
        #expect(outcome.remarks.map(\.rule) == [.applyBaseIgnored])
        #expect(machine["blue"]?.regions.last.flatMap { machine.memory.address(of: $0) } == Sample.high)
    }

    @Test("Sub-page bits of an address are cut off, and told")
    func cut() {
        var machine = Sample.running
        let outcome = machine.apply(
            Sample.overlay(("/instances/blue", [.addMemory(Sample.memory(Sample.high + 5, 4097))])))
        #expect(outcome.remarks.map(\.rule) == [.applyCut])
        #expect(machine["blue"]?.regions.last?.size == 4096)
    }

    @Test("The first operation of a kind runs, the second is passed over")
    func second() {
        var machine = Sample.running
        var overlay = Sample.overlay(
            ("/instances/blue", [.addCPUs(Sample.cpus(4)), .addCPUs(Sample.cpus(5))]))
        overlay.fragments[0].operations?[1].name = "cpu-add@1"
        let outcome = machine.apply(overlay)
        #expect(outcome.remarks.map(\.rule) == [.applySkipped])
        #expect(machine["blue"]?.cpus.elements == [7, 4])
    }

    @Test("Items and operations of other names are passed over")
    func names() {
        var machine = Sample.running
        var overlay = Sample.overlay(
            ("/instances/blue", [.addCPUs([OverlayCPU(name: "processor@4", id: 4)])]))
        overlay.fragments[0].otherOperations.nodes = [DeviceTreeNode("cpu-insert")]
        overlay.fragments[0].operations?[0].other.nodes = [DeviceTreeNode("note")]
        let outcome = machine.apply(overlay)
        #expect(outcome.refusal == nil)
        #expect(outcome.remarks.map(\.rule) == [.applySkipped, .applySkipped, .applySkipped])
        #expect(outcome.steps.isEmpty)
    }

    @Test("A device of the pool joins it again without a word, and keeps its alias")
    func again() {
        var machine = Sample.running
        let outcome = machine.apply(
            Sample.overlay(("/resources", [.addDevices(Sample.pci("0000:41:00.0", alias: "other"))])))
        #expect(outcome.refusal == nil)
        #expect(outcome.remarks.map(\.rule) == [.applySkipped])
        #expect(machine.devices.values.compactMap(\.alias) == ["ens1"])
    }

    @Test("A lent device joins the pool once more, which is told")
    func twice() {
        var machine = Sample.running
        _ = machine.apply(
            Sample.overlay(("/instances/blue", [.addDevices(Sample.pci("0000:41:00.0"))])))
        let outcome = machine.apply(
            Sample.overlay(("/resources", [.addDevices(Sample.pci("0000:41:00.0"))])))
        #expect(outcome.remarks.map(\.rule) == [.applyDeviceTwice])
    }

    @Test("A pci-id with something behind it is read as far as it goes")
    func junk() {
        var machine = Sample.running
        let outcome = machine.apply(
            Sample.overlay(("/instances/blue", [.addDevices(Sample.pci("0000:41:00.0-rear"))])))
        #expect(outcome.refusal == nil)
        #expect(outcome.remarks.map(\.rule) == [.applyCut])
        #expect(machine["blue"]?.devices.elements.map(\.description) == ["0000:41:00.0"])
    }

    @Test("An instance may be left without a CPU, which is told")
    func lastCPU() {
        var machine = Sample.running
        let outcome = machine.apply(Sample.overlay(("/instances/blue", [.removeCPUs(Sample.cpus(7))])))
        #expect(outcome.remarks.map(\.rule) == [.applyUnwise])
        #expect(machine.freeCPUs.elements == [4, 5, 6, 7])
    }

    @Test(
        "A grown chunk has no base, and a later fragment that names one is judged as not to be known")
    func grown() {
        var machine = Sample.running
        let outcome = machine.apply(
            Sample.overlay(
                ("/resources", [.addMemory(Sample.request(64 << 20))]),
                ("/resources", [.removeMemory(Sample.memory(0x3_0000_0000, 64 << 20))])))
        #expect(outcome.refusal == nil)
        #expect(
            outcome.remarks.contains {
                $0.rule == .applyUnknowable && $0.message.contains("cannot be known")
            })
        #expect(machine.memory.chunks.count == 2)
    }

    @Test(
        "Memory that is nowhere free in one piece comes in halves, and the first taken is listed last")
    func pieces() throws {
        var machine = Sample.running
        let size: UInt64 = 384 << 20
        let outcome = machine.apply(
            Sample.overlay(
                ("/instances", [Sample.create("red") { $0.memory = SingleMemory(base: nil, size: size) }])))
        #expect(outcome.refusal == nil)
        let regions = try #require(machine["red"]?.regions)
        #expect(regions.map(\.size) == [192 << 20, 192 << 20])
        #expect(
            regions.map { machine.memory.address(of: $0) } == [Sample.low + (256 << 20), Sample.high])
    }

    @Test(
        "Fragments run by their numbers, and operations in the order of kernels, wherever they stand")
    func order() {
        var machine = Sample.running
        var overlay = Sample.overlay(
            ("/instances/red", [.addCPUs(Sample.cpus(7))]),
            ("/instances/blue", [.addCPUs(Sample.cpus(4)), .removeCPUs(Sample.cpus(7))]),
            ("/instances", [Sample.create("red")]))
        for (index, name) in ["fragment@10", "fragment@a", "fragment@9"].enumerated() {
            overlay.fragments[index].name = name
        }
        let outcome = machine.apply(overlay)
        #expect(outcome.refusal == nil)
        #expect(
            outcome.steps.dropFirst().map(\.message) == [
                "CPU 7: blue -> pool", "CPU 4: pool -> blue", "CPU 7: pool -> red",
            ])
    }
}
