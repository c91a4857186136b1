import HandoverAnalysis
import HandoverState
import Multikernel
import Testing

/// What kernels refuse, each with its error; and that what was done before stays done.
@Suite("Overlays that are refused")
struct RefusalTests {
    typealias Sample = SampleMachine

    /// An overlay, and how it ends.
    struct Refused: CustomTestStringConvertible, Sendable {
        let name: String
        let overlay: Overlay
        let rule: RuleID
        let errno: KernelError
        let place: String
        var state = RunningInstance.State.ready

        var testDescription: String { name }
    }

    private static func single(
        _ name: String, _ target: String, _ action: OverlayOperation.Action, _ rule: RuleID,
        _ errno: KernelError,
        _ item: String = "", state: RunningInstance.State = .ready
    ) -> Refused {
        Refused(
            name: name, overlay: Sample.overlay((target, [action])), rule: rule, errno: errno,
            place: "fragment@0/\(action.kind.rawValue)\(item)", state: state)
    }

    static let shapes: [Refused] = [
        Refused(
            name: "no fragment", overlay: Overlay(), rule: .applyFragment, errno: .EINVAL, place: "/"),
        Refused(
            name: "a number that is none",
            overlay: Overlay(fragments: [OverlayFragment(name: "fragment@zz", target: "/resources")]),
            rule: .applyFragment, errno: .EINVAL, place: "fragment@zz"),
        Refused(
            name: "no target",
            overlay: Overlay(fragments: [OverlayFragment(name: "fragment@0", target: nil)]),
            rule: .applyFragment, errno: .EINVAL, place: "fragment@0"),
        Refused(
            name: "no operations",
            overlay: Overlay(fragments: [
                OverlayFragment(name: "fragment@0", target: "/resources", operations: nil)
            ]),
            rule: .applyFragment, errno: .EINVAL, place: "fragment@0"),
        Refused(
            name: "a slash too many", overlay: Sample.overlay(("/resources/", [])), rule: .applyTarget,
            errno: .EINVAL,
            place: "fragment@0"),
        Refused(
            name: "the host by its empty name", overlay: Sample.overlay(("/instances/", [])),
            rule: .applyTarget,
            errno: .EINVAL, place: "fragment@0"),
        Refused(
            name: "an unknown instance", overlay: Sample.overlay(("/instances/red", [])),
            rule: .applyInstanceMissing,
            errno: .ENOENT, place: "fragment@0"),
        single("CPUs of all instances", "/instances", .addCPUs([]), .applyOperation, .EINVAL),
        single(
            "a creation in an instance", "/instances/blue", Sample.create("red"), .applyOperation, .EINVAL
        ),
        single(
            "a removal in the pool", "/resources", .removeInstance(name: "blue"), .applyOperation, .EINVAL
        ),
    ]

    static let instances: [Refused] = [
        single("no name", "/instances", Sample.create(nil), .applyRequest, .EINVAL),
        single("a slash in a name", "/instances", Sample.create("a/b"), .applyRequest, .EINVAL),
        single(
            "no resources", "/instances", .createInstance(InstanceRequest(name: "red", resources: nil)),
            .applyRequest,
            .EINVAL),
        single(
            "a name that is taken", "/instances", Sample.create("blue"), .applyInstanceExists, .EEXIST),
        single(
            "an id that is taken", "/instances", Sample.create("red", id: 3), .applyInstanceExists,
            .EEXIST),
        single(
            "the id of the host", "/instances", Sample.create("red", id: 0), .applyInstanceExists, .EEXIST
        ),
        single(
            "half a page", "/instances",
            Sample.create("red") { $0.memory = SingleMemory(base: nil, size: 2048) },
            .applyRequest, .EINVAL),
        single(
            "memory in one cell", "/instances",
            Sample.create("red") { $0.memory = SingleMemory(base: nil, size: 4096, sizeWidth: .bits32) },
            .applyRequest, .EINVAL),
        single(
            "no memory at all", "/instances",
            Sample.create("red") { $0.memory = SingleMemory(base: nil, size: 0) },
            .applyRequest, .EINVAL),
        single(
            "empty CPUs", "/instances", Sample.create("red") { $0.cpus = [] }, .applyRequest, .EINVAL),
        single(
            "an odd number of narrow CPUs", "/instances",
            Sample.create("red") { $0.cpus = CPUList([4, 5, 6], width: .bits32) }, .applyRequest, .EINVAL),
        single(
            "names of devices", "/instances",
            Sample.create("red") { $0.deviceReferences = .names(["nic"]) },
            .applyRequest, .EINVAL),
        single(
            "more memory than there is", "/instances",
            Sample.create("red") { $0.memory = SingleMemory(base: nil, size: 4 << 30) }, .applyNoMemory,
            .ENOMEM),
        single(
            "the removal of nobody", "/instances", .removeInstance(name: "red"), .applyInstanceMissing,
            .ENOENT),
        single(
            "the removal of who runs", "/instances", .removeInstance(name: "blue"), .applyInstanceBusy,
            .EBUSY,
            state: .active),
        single(
            "the removal of who is loaded", "/instances", .removeInstance(name: "blue"),
            .applyInstanceBusy, .EBUSY,
            state: .loaded),
    ]

    static let items: [Refused] = [
        single(
            "a CPU that another has", "/instances/blue", .addCPUs(Sample.cpus(7)), .applyCPUTaken, .EBUSY,
            "/cpu@7"),
        single(
            "a CPU that nobody has", "/instances/blue", .addCPUs(Sample.cpus(9)), .applyCPUTaken, .EBUSY,
            "/cpu@9"),
        single(
            "a CPU without reg", "/instances/blue", .addCPUs([OverlayCPU(name: "cpu@5", id: nil)]),
            .applyItem,
            .EINVAL, "/cpu@5"),
        single(
            "a node that no kernel has", "/instances/blue",
            .addCPUs([OverlayCPU(name: "cpu@5", id: 5, numaNode: 4096)]), .applyItem, .EINVAL, "/cpu@5"),
        single(
            "somebody else's CPU", "/instances/blue", .removeCPUs(Sample.cpus(5)), .applyCPUForeign,
            .EINVAL, "/cpu@5"),
        single(
            "somebody else's CPU from who runs", "/instances/blue", .removeCPUs(Sample.cpus(5)),
            .applyCPUForeign,
            .ENODEV, "/cpu@5", state: .active),
        single(
            "the CPU that it was started on", "/instances/blue", .removeCPUs(Sample.cpus(7)),
            .applyBootCPU, .EINVAL,
            "/cpu@7", state: .active),
        single(
            "a CPU that is in the pool", "/resources", .addCPUs(Sample.cpus(4)), .applyCPUAbsent, .EINVAL,
            "/cpu@4"),
        single(
            "a CPU that is lent", "/resources", .addCPUs(Sample.cpus(7)), .applyCPUAbsent, .EINVAL,
            "/cpu@7"),
        single(
            "a lent CPU for the host", "/resources", .removeCPUs(Sample.cpus(7)), .applyCPUTaken, .EBUSY,
            "/cpu@7"),
        single(
            "a base for the pool", "/resources", .addMemory(Sample.memory(0x4000_0000, 4096)), .applyItem,
            .EINVAL,
            "/memory@0"),
        single(
            "half a page for the pool", "/resources", .addMemory(Sample.request(2048)), .applyItem,
            .EINVAL,
            "/memory@0"),
        single(
            "a part of a chunk", "/resources", .removeMemory(Sample.memory(Sample.high, 128 << 20)),
            .applyMemoryPart, .ENOENT, "/memory@0"),
        single(
            "a chunk in use", "/resources", .removeMemory(Sample.memory(Sample.low, 512 << 20)),
            .applyChunkUsed,
            .EBUSY, "/memory@0"),
        single(
            "more memory than is free in one piece", "/instances/blue",
            .addMemory(Sample.memory(0, 512 << 20)),
            .applyNoMemory, .ENOMEM, "/memory@0"),
        single(
            "a size for an instance", "/instances/blue", .addMemory(Sample.request(4096)), .applyItem,
            .EINVAL,
            "/memory@0"),
        single(
            "a part of a region", "/instances/blue", .removeMemory(Sample.memory(Sample.low, 128 << 20)),
            .applyMemoryPart, .ENOENT, "/memory@0"),
        single(
            "a part of a block", "/instances/blue", .addMemory(Sample.memory(Sample.high, 64 << 20)),
            .applyBlock,
            .EINVAL, "/memory@0", state: .active),
        single(
            "a device without address", "/instances/blue",
            .addDevices([OverlayDevice(name: "pci@0", pciID: nil)]),
            .applyItem, .EINVAL, "/pci@0"),
        single(
            "an address that is none", "/instances/blue", .addDevices(Sample.pci("eth0")), .applyItem,
            .EINVAL,
            "/pci@0"),
        single(
            "a device that is not there", "/instances/blue", .addDevices(Sample.pci("0000:77:00.0")),
            .applyDeviceTaken, .ENOENT, "/pci@0"),
        single(
            "a device that is not there for the host", "/resources",
            .removeDevices(Sample.pci("0000:77:00.0")),
            .applyDeviceTaken, .EBUSY, "/pci@0"),
        single(
            "somebody else's device", "/instances/blue", .removeDevices(Sample.pci("0000:41:00.0")),
            .applyDeviceForeign, .ENOENT, "/pci@0"),
    ]

    @Test("An overlay is refused with its error, where it is", arguments: shapes + instances + items)
    func refusal(_ refused: Refused) throws {
        var machine = Sample.running
        machine["blue"]?.state = refused.state
        let before = machine
        let outcome = machine.apply(refused.overlay)
        let refusal = try #require(outcome.refusal)
        #expect(refusal.finding.rule == refused.rule)
        #expect(refusal.errno == refused.errno)
        #expect(refusal.finding.path == refused.place)
        #expect(refusal.finding.message.hasSuffix(": \(refused.errno.rawValue)"))
        #expect(outcome.status == "failed")
        #expect(machine == before, "nothing else was done")
    }

    @Test("A kernel without a pool refuses to change it with EPERM")
    func noPool() {
        var machine = RunningMachine.assembled(from: Machine()).machine
        let outcome = machine.apply(Sample.overlay(("/resources", [.addCPUs(Sample.cpus(1))])))
        #expect(outcome.refusal?.errno == .EPERM)
    }

    @Test("A blob above 1 MiB is refused with EFBIG, one above a page is told")
    func blobSize() {
        var machine = Sample.running
        let overlay = Sample.overlay(("/resources", []))
        #expect(machine.apply(overlay, size: (1 << 20) + 1).refusal?.errno == .EFBIG)
        #expect(machine.apply(overlay, size: 4097).remarks.map(\.rule) == [.applyUnknowable])
        #expect(machine.apply(overlay, size: 4096) == machine.apply(overlay))
    }

    @Test("What was done before a refusal stays done, and what comes after is not tried")
    func partial() {
        var machine = Sample.running
        let outcome = machine.apply(
            Sample.overlay(
                ("/instances/blue", [.addCPUs(Sample.cpus(5, 9, 6))]),
                ("/resources", [.removeCPUs(Sample.cpus(4))])))
        #expect(outcome.steps.map(\.message) == ["CPU 5: pool -> blue"])
        #expect(outcome.refusal?.finding.path == "fragment@0/cpu-add/cpu@9")
        #expect(machine["blue"]?.cpus.elements == [7, 5])
        #expect(machine.freeCPUs.elements == [4, 6])
    }
}
