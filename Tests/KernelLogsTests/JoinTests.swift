import Captures
import FixtureSupport
import HandoverCoding
import HandoverState
import KernelLogs
import PhysicalMemory
import Testing

@Suite("Messages beside the state that they are about")
struct JoinTests {
    private let capture = try? Joined("7.3.4")

    /// A capture, decoded.
    private struct Joined {
        let state: HandoverState
        let handover: Handover
        let join: StateJoin

        init(_ name: String) throws {
            guard case .handover(let capture) = try Capture.open(try Fixture.named(name).image) else {
                throw MissingFixture(path: name)
            }
            let decoded = try capture.decode()
            handover = decoded.handover
            state = decoded.handover.state
            join = StateJoin(handover, located: decoded.located ?? [])
        }

        func facts(about line: String, release: String = "7.3.4") throws -> String {
            let said = try #require(explain([banner(release), line]).boots.first?.messages.first)
            return join.facts(about: said).joined(separator: "; ")
        }
    }

    @Test("A region of another size is told with the size that the state has")
    func regions() throws {
        let capture = try #require(capture)
        let wrong = try capture.facts(about: "KHO reserve-mem 'trace' has wrong size (0x100000 != 0x200000)")
        #expect(wrong.contains("0x100000 bytes; all of it is preserved; ask for reserve_mem=1048576:ALIGN:trace"))
        let absent = try capture.facts(about: "FDT 'memblock' has no child 'tracer': -1")
        #expect(absent.contains("the state has no region tracer; it has trace, pstore"))
        #expect(absent.contains("version memblock-v1"))
    }

    @Test("A handler that is not there is told with the files that want it")
    func handlers() throws {
        let capture = try #require(capture)
        let used = try capture.facts(about: "luo: No registered handler for compatible 'memfd-v2'")
        #expect(used.contains("used by 12 files in 3 sessions: vm-0/0x100, "))
        #expect(used.hasSuffix("and 6 more"))
        let unused = try capture.facts(about: "luo: No registered handler for compatible 'memfd-v1'")
        #expect(unused == "no file of the state uses memfd-v1; they use memfd-v2")
        let token = try capture.facts(about: "luo: Freeze failed for token[0x102] handler[memfd-v2] err[-EBUSY]")
        #expect(token == "memfd-v2 is used by 1 file in 1 session: vm-0/0x102")
    }

    @Test("A session is told with its files")
    func sessions() throws {
        let facts = try #require(capture).facts(about: "luo: Failed to insert session [db-1] -EEXIST")
        #expect(facts.hasPrefix("session db-1 has 4 files: 0x100000100 (memfd-v2)"))
    }

    @Test("A refused version is told with the state's own and the kernels that take it")
    func versions() throws {
        let facts = try #require(capture).facts(
            about: "KHO: setup: handover FDT (0x4cc000) is incompatible with 'kho-v3': 1", release: "7.1.13")
        #expect(facts.contains("the root of the state says \"kho-v4\"; kernels that take it: 7.2, 7.3"))
    }

    @Test("An address is told with whose it is")
    func addresses() throws {
        let capture = try #require(capture)
        let session = try #require(capture.state.liveUpdate?.sessions?.first)
        let file = try #require(session.files.first { ($0.memfd?.folios?.count ?? 0) > 0 })
        let folio = try #require(file.memfd?.folios?.folios?.first)
        let address = String(folio.frame << 12, radix: 16)
        let facts = try capture.facts(about: "memfd_luo: Unable to restore folio at physical address: \(address)")
        let token = String(file.token, radix: 16)
        #expect(facts.contains("is the folio at page \(folio.index) of \(session.name)/0x\(token) (memfd-v2)"))
        #expect(facts.contains("it is preserved, order"))
        let record = String(file.data, radix: 16)
        let owner = try capture.facts(about: "memfd_luo: Unable to restore folio at physical address: \(record)")
        #expect(owner.contains("the record of /LUO/\(session.name)/0x\(token)"))
        let nobody = try capture.facts(about: "memfd_luo: Unable to restore folio at physical address: fffff000")
        #expect(nobody.contains("nothing in the state owns 0xfffff000; it is not preserved"))
        let root = try #require(capture.state.root?.address)
        let tree = try capture.facts(about: "KHO: setup: handover FDT (\(root)) is invalid: -9")
        #expect(tree.contains("is the root tree"))
    }

    @Test("A region that is called revived and was not preserved is a failure")
    func contradiction() throws {
        let capture = try #require(capture)
        let line = "Revived memory reservation 'trace' from KHO"
        let said = try #require(explain([banner("7.3.4"), line]).boots.first?.messages.first)
        #expect(!capture.join.contradicts(said))
        var handover = capture.handover
        var nothing = PreservedMemory.Builder(pageShift: 12)
        handover.state.memory = nothing.build()
        #expect(StateJoin(handover).contradicts(said))
    }
}
