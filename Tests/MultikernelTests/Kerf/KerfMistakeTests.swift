import DeviceTree
import FixtureSupport
import HandoverAnalysis
import HandoverState
import Multikernel
import Testing

/// Where kerf goes wrong, and what we make of the same tree.
@Suite(.enabled(if: Kerf.isInstalled, "kerf is not installed: pip install kerf-multikernel"))
struct KerfMistakeTests {
    private func tree(_ sound: SoundTree, _ change: (inout DeviceTreeNode) -> Void = { _ in }) throws -> Both {
        var root = sound.root
        change(&root)
        let blob = try root.blob()
        let reading = try MultikernelTree.read(FlattenedDeviceTree(blob: blob))
        return Both(
            kerf: try #require(try Kerf.verdict(blob, reading.tree.kind)), reading: reading,
            rules: try RuleSample.findings(in: blob).map(\.rule))
    }

    private struct Both {
        let kerf: Kerf.Verdict
        let reading: MultikernelTree.Reading
        let rules: [RuleID]

        var machine: Machine? { if case .machine(let machine) = reading.tree { machine } else { nil } }
    }

    private let web = "/instances/web/resources"

    @Test("An even number of cells of 32 bits is read as what it is, and not as half as many processors")
    func evenCells() throws {
        let tree = try tree(.baseline) { $0.set("cpus", .cells([4, 5, 6, 7]), at: "/resources") }
        #expect(tree.kerf.shape?.cpus == [0x4_0000_0005, 0x6_0000_0007])
        #expect(tree.machine?.pool?.cpus?.ids == [4, 5, 6, 7])
        #expect(tree.rules == [.cpuCellsNarrow])
    }

    @Test("Two devices of one instance are both read")
    func twoDevices() throws {
        let tree = try tree(.host) { $0.set("device-names", .strings(["eth0_vf1", "eth0_vf3"]), at: web) }
        #expect(tree.kerf.shape?.instances["web"]?.devices.count != 2)
        #expect(tree.machine?.instances?[0].resources?.deviceReferences == .names(["eth0_vf1", "eth0_vf3"]))
        #expect(tree.rules == [])
    }

    @Test("Affinity and policy are read")
    func policy() throws {
        let tree = try tree(.host)
        #expect(tree.kerf.shape?.instances["web"]?.affinity == nil)
        #expect(tree.kerf.shape?.instances["web"]?.policy == nil)
        #expect(tree.machine?.instances?[0].resources?.cpuAffinity == "compact")
        #expect(tree.machine?.instances?[0].resources?.memoryPolicy == "local")
    }

    @Test("An overlay that changes an instance is not empty")
    func update() throws {
        let tree = try tree(.overlay) { $0.remove("/fragment@0") }
        #expect(tree.kerf.shape?.instances.isEmpty == true)
        guard case .overlay(let overlay) = tree.reading.tree else { return #expect(Bool(false)) }
        #expect(overlay.fragments.first?.operations?.count == 3)
    }

    @Test("A device of two instances is found")
    func sharedDevice() throws {
        let tree = try tree(.host) { $0.set("device-names", .string("eth0_vf2"), at: web) }
        #expect(tree.kerf.errors == [])
        #expect(tree.rules == [.deviceShared])
    }

    @Test("A reference to a device that is not there is found")
    func danglingReference() throws {
        let tree = try tree(.host) {
            $0.add(DeviceTreeNode("eth7_vf1", ["parent": .string("eth7"), "vf-id": .cells([1])]))
        }
        #expect(tree.kerf.errors == [])
        #expect(tree.rules == [.deviceUnknown])
    }

    @Test("A conflict is told once")
    func once() throws {
        let tree = try tree(.host) { $0.set("cpus", .wide(4, 5, 6), at: web) }
        #expect(tree.kerf.errors.filter { $0.contains("CPU overlap") }.count == 2)
        #expect(tree.rules.filter { $0 == .cpuShared }.count == 1)
    }

    @Test("The verdict is the same on every machine")
    func machine() throws {
        let tree = try tree(.host)
        #expect(tree.kerf.errors == [])
        #expect(tree.kerf.elsewhere?.isEmpty == false)
        #expect(tree.rules == [])
    }

    @Test("A device whose name has _vf in it is a device")
    func name() throws {
        let tree = try tree(.host) {
            $0.rename("/resources/devices/nvme0", "my_vfio")
            $0.set("parent", .string("my_vfio"), at: "/nvme0_ns2")
            $0.set("device-names", .string("my_vfio"), at: "/instances/data-base/resources")
        }
        #expect(tree.kerf.errors != [])
        #expect(tree.rules == [])
    }
}
