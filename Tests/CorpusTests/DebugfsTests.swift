import Captures
import FixtureSupport
import HandoverState
import PhysicalMemory
import Testing

/// The directories in which running kernels show their handover.
@Suite struct DebugfsTests {
    /// The kernels that serve the root tree with the length that it had at boot.
    private static let cutting = Fixture.all.filter { !["6.17.8", "6.18.15"].contains($0.name) }

    @Test("Nothing in what a running kernel shows is called damage", arguments: Fixture.all, ["boot1/out", "boot2/in"])
    func noDamage(_ fixture: Fixture, _ directory: String) throws {
        let decoded = try DecodedCapture(path: fixture.path(directory))
        let remarks = decoded.capture.remarks + decoded.handover.remarks
        #expect(remarks.filter { $0.severity == .damage } == [])
        #expect(remarks.contains { $0.severity == .unavailable && $0.path == "/preserved-memory-map" })
        #expect(decoded.state.memory == nil)
    }

    @Test(
        "What a running kernel shows names the kernel that shows it", arguments: Fixture.all, ["boot1/out", "boot2/in"])
    func identification(_ fixture: Fixture, _ directory: String) throws {
        let abi = try DecodedCapture(path: fixture.path(directory)).handover.abi
        #expect(abi.profile == fixture.profile)
        #expect(abi.compatible == (try fixture.knownFacts().compatible))
    }

    @Test("What the next kernel shows of its root is what was handed to it", arguments: Fixture.all)
    func incoming(_ fixture: Fixture) throws {
        let shown = try DecodedCapture(path: fixture.path("boot2/in")).state
        let handed = try DecodedCapture.of(fixture).state
        #expect(shown.root?.size == handed.root?.size)
        #expect(shown.root?.map == handed.root?.map)
        #expect(shown.subtrees.map(\.name) == handed.subtrees.map(\.name))
        #expect(shown.subtrees.map(\.address) == handed.subtrees.map(\.address))
        #expect(shown.reserveMem == handed.reserveMem)
        #expect(shown.kernel == handed.kernel)
        #expect(shown.test?.checksum == handed.test?.checksum)
        #expect(shown.test?.folioCount == handed.test?.folioCount)
        #expect(shown.scratch == nil)
    }

    @Test("What a kernel shows before it leaves is what it hands over", arguments: Fixture.all)
    func outgoing(_ fixture: Fixture) throws {
        let shown = try DecodedCapture(path: fixture.path("boot1/out")).state
        let handed = try DecodedCapture.of(fixture).state
        #expect(shown.root?.size == handed.root?.size)
        #expect(shown.subtrees.map(\.name).sorted() == handed.subtrees.map(\.name).sorted())
        #expect(shown.subtrees.map(\.kind).contains(.unknown) == false)
        #expect(shown.reserveMem == handed.reserveMem)
        #expect(shown.kernel == handed.kernel)
        #expect(shown.test?.checksum == handed.test?.checksum)
        #expect(shown.scratch == handed.scratch)
        #expect(shown.liveUpdate?.number == handed.liveUpdate?.number)
    }

    @Test("A root tree cut short is known for what it is, and told as far as it goes", arguments: cutting)
    func cut(_ fixture: Fixture) throws {
        let length = fixture.name == "6.19.11" ? 152 : 233
        #expect(try fixture.bytes("boot1/out/fdt").count == length)
        let decoded = try DecodedCapture(path: fixture.path("boot1/out"))
        let remark = try #require(
            decoded.handover.remarks.first { $0.path == "/" && $0.message.hasPrefix("the root tree is cut short") })
        #expect(remark.severity == .unavailable)
        #expect(remark.message.contains("the blob ends after \(length)"))
        let known = try fixture.knownFacts().subtrees
        let told = decoded.state.subtrees.filter { $0.address != nil }
        #expect(!told.isEmpty)
        for subtree in told { #expect(subtree.address == known[subtree.name].map { PhysicalAddress($0.address) }) }
    }

    @Test("A root tree cut short is known for what it is as a file of its own too", arguments: cutting)
    func cutFile(_ fixture: Fixture) throws {
        let decoded = try DecodedCapture(path: fixture.path("boot1/out/fdt"))
        #expect(decoded.handover.abi.compatible == (try fixture.knownFacts().compatible))
        #expect(decoded.handover.remarks.filter { $0.severity == .damage } == [])
        #expect(decoded.handover.remarks.contains { $0.message.hasPrefix("the root tree is cut short") })
    }

    @Test("Subtrees are told where a kernel that was handed over to shows no root", arguments: cutting)
    func withoutRoot(_ fixture: Fixture) throws {
        let decoded = try DecodedCapture(path: fixture.path("boot2/out"))
        #expect(decoded.state.root == nil)
        #expect(decoded.state.liveUpdate?.number == 2)
        #expect(decoded.state.scratch == (try DecodedCapture.of(fixture).state.scratch))
        #expect(decoded.handover.remarks.filter { $0.severity == .damage } == [])
        if fixture.profile == "linux-7.1" || fixture.profile == "linux-7.2" {
            #expect(decoded.state.kernel?.kexecCount == 2)
        }
    }

    @Test("A handover that was not finalized is refused with what to do", arguments: ["6.17.8", "6.18.15"])
    func notFinalized(_ name: String) throws {
        let path = try Fixture.named(name).path("boot2/out")
        let error = #expect(throws: CaptureError.self) { try DecodedCapture(path: path) }
        #expect(error?.description.contains("is not finalized; write 1 to the file finalize") == true)
    }
}
