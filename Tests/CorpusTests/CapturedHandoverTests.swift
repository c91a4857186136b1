import Captures
import FixtureSupport
import HandoverABI
import HandoverState
import PhysicalMemory
import Testing

/// What is decoded from the memory of real kernels, against what another reader found there.
@Suite struct CapturedHandoverTests {
    @Test("The kernel that wrote a handover is told without being asked for", arguments: Fixture.all)
    func identification(_ fixture: Fixture) throws {
        let abi = try DecodedCapture.of(fixture).handover.abi
        #expect(abi.profile == fixture.profile)
        #expect(abi.pageSize == 4096)
        #expect(abi.confidence == .certain)
        #expect(abi.compatible == (try fixture.knownFacts().compatible))
        #expect(!abi.evidence.isEmpty)
    }

    @Test("The root lies where the kernel was told it lies", arguments: Fixture.all)
    func root(_ fixture: Fixture) throws {
        let root = try #require(try DecodedCapture.of(fixture).state.root)
        let facts = try fixture.knownFacts()
        #expect(root.address == PhysicalAddress(facts.root))
        #expect(root.size == facts.rootSize)
        #expect(root.unknownProperties.isEmpty)
    }

    @Test("Every scratch area is told, in the kernel's order", arguments: Fixture.all)
    func scratch(_ fixture: Fixture) throws {
        let areas = try #require(try DecodedCapture.of(fixture).state.scratch)
        #expect(areas.map { [$0.start.value, $0.size] } == (try fixture.knownFacts().scratch))
    }

    @Test("The preserved blocks are exactly those that another reader found", arguments: Fixture.all)
    func blocks(_ fixture: Fixture) throws {
        let memory = try #require(try DecodedCapture.of(fixture).state.memory)
        let facts = try fixture.knownFacts()
        var found: [[UInt64]] = []
        for range in memory.ranges {
            let size = memory.size(ofOrder: range.order)
            for block in 0..<range.blockCount {
                found.append([range.start.value + block * size, UInt64(range.order)])
            }
        }
        found.sort { ($0[0], $0[1]) < ($1[0], $1[1]) }
        #expect(found == facts.blocks.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) })
        #expect(memory.byteCount == facts.preservedBytes)
        #expect(memory.blockCount == UInt64(facts.blocks.count))
    }

    @Test("Every subtree is told with its place, size and version", arguments: Fixture.all)
    func subtrees(_ fixture: Fixture) throws {
        let subtrees = try DecodedCapture.of(fixture).state.subtrees
        let facts = try fixture.knownFacts().subtrees
        #expect(subtrees.map(\.name).sorted() == facts.keys.sorted())
        for subtree in subtrees {
            let fact = try #require(facts[subtree.name])
            #expect(subtree.address == PhysicalAddress(fact.address), "\(subtree.name)")
            #expect(subtree.compatible == fact.compatible, "\(subtree.name)")
            if let size = fact.size { #expect(subtree.size == size, "\(subtree.name)") }
            #expect(subtree.kind != .unknown, "\(subtree.name)")
        }
    }

    @Test("The regions of reserve_mem are told by name", arguments: Fixture.all)
    func regions(_ fixture: Fixture) throws {
        let regions = try DecodedCapture.of(fixture).state.reserveMem
        let facts = try fixture.knownFacts().subtrees["memblock"]?.regions
        let found = regions.map { Dictionary(uniqueKeysWithValues: $0.map { ($0.name, [$0.address.value, $0.size]) }) }
        #expect(found == facts)
    }

    @Test("What a kernel says of itself is told, where it does", arguments: Fixture.all)
    func metadata(_ fixture: Fixture) throws {
        let kernel = try DecodedCapture.of(fixture).state.kernel
        let fact = try fixture.knownFacts().subtrees["kexec-metadata"]
        #expect(kernel?.release == fact?.release)
        #expect(kernel?.kexecCount == fact?.count)
        #expect(kernel?.version == fact?.version)
    }

    @Test("The kernel's own test is told folio by folio, and its sum is right", arguments: Fixture.all)
    func test(_ fixture: Fixture) throws {
        let test = try #require(try DecodedCapture.of(fixture).state.test)
        let fact = try #require(try fixture.knownFacts().subtrees["kho_test"])
        #expect(test.folios?.map { [$0.address.value, UInt64($0.order)] } == fact.folios)
        #expect(Int(test.folioCount) == fact.folios?.count)
        #expect(test.checksum == fact.csum)
        #expect(test.magic == 0x4b48_4f21)
        if fixture.hasContents {
            #expect(test.computedChecksum == fact.csum)
            #expect(test.matches == true)
        } else {
            #expect(test.matches == nil)
        }
    }

    @Test("An undamaged handover gives no remark, one without contents says what it lacks", arguments: Fixture.all)
    func remarks(_ fixture: Fixture) throws {
        let decoded = try DecodedCapture.of(fixture)
        let remarks = decoded.capture.remarks + decoded.handover.remarks
        if fixture.hasContents {
            #expect(remarks == [])
        } else {
            #expect(remarks.map(\.severity) == [.unavailable])
            #expect(remarks.first?.path == "/kho_test")
        }
    }
}
