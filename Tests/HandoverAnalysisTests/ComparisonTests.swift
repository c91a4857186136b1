import FixtureSupport
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

@Suite("Two handovers are compared by what they mean")
struct ComparisonTests {
    /// The changes between a capture's state and the same state edited.
    private func changes(
        in capture: String = "7.3.4", _ edit: (inout HandoverState) -> Void
    ) throws -> [Change] {
        let handover = try EditedCapture(capture).decoded.handover
        var edited = handover
        edit(&edited.state)
        return HandoverComparison(ComparedHandover(handover), ComparedHandover(edited)).changes
    }

    private func lines(_ changes: [Change]) -> [String] {
        changes.map { "\($0.kind.rawValue) \($0.path)" }
    }

    @Test("A state differs from itself in nothing", arguments: Fixture.all)
    func same(_ fixture: Fixture) throws {
        #expect(try lines(changes(in: fixture.name) { _ in }) == [])
    }

    @Test("A session more is one line")
    func sessionAdded() throws {
        let found = try changes { state in
            state.liveUpdate?.sessions?.append(Session(name: "new", fileCount: 0, files: []))
        }
        #expect(lines(found) == ["added /LUO/new"])
    }

    @Test("A grown file, a seal and a position are a line each")
    func file() throws {
        let found = try changes { state in
            state.liveUpdate?.sessions?[0].files[0].memfd?.size += 4096
            state.liveUpdate?.sessions?[0].files[1].memfd?.seals.insert(.write)
            state.liveUpdate?.sessions?[1].files[0].memfd?.position += 1
        }
        #expect(
            lines(found) == [
                "changed /LUO/vm-0/0x100/size", "changed /LUO/vm-0/0x101/seals",
                "changed /LUO/db-1/0x100000100/position",
            ])
    }

    @Test("A region that is gone is one line")
    func region() throws {
        let found = try changes { $0.reserveMem?.removeAll { $0.name == "trace" } }
        #expect(lines(found).filter { !$0.contains("/memory/") } == ["removed /memblock/trace"])
    }

    @Test("A session with the same files under another name is renamed")
    func renamed() throws {
        let found = try changes { $0.liveUpdate?.sessions?[0].name = "vm-zero" }
        #expect(lines(found) == ["renamed /LUO/vm-zero"])
        #expect(found.first?.old == .text("/LUO/vm-0"))
    }

    @Test("A file with the same contents in another session has moved")
    func moved() throws {
        let found = try changes { state in
            guard let file = state.liveUpdate?.sessions?[0].files.removeFirst() else { return }
            state.liveUpdate?.sessions?[1].files.append(file)
        }
        #expect(lines(found) == ["moved /LUO/db-1/0x100"])
        #expect(found.first?.old == .text("/LUO/vm-0/0x100"))
    }

    @Test("Counters, addresses and paths can be left out")
    func filter() throws {
        let found = try changes { state in
            state.liveUpdate?.number += 1
            state.reserveMem?[0].address = 0x1000_0000
            state.liveUpdate?.sessions?[0].files[0].memfd?.position += 1
        }
        var filter = ChangeFilter()
        filter.ignoredNatures = [.counter, .address]
        filter.ignoredPaths = ["/memory"]
        #expect(lines(found.filter(filter.passes)) == ["changed /LUO/vm-0/0x100/position"])
        filter.ignoredPaths.append("/LUO/vm-*")
        #expect(lines(found.filter(filter.passes)) == [])
        filter = ChangeFilter()
        filter.onlyPaths = ["/LUO/vm-0"]
        #expect(lines(found.filter(filter.passes)) == ["changed /LUO/vm-0/0x100/position"])
    }

    @Test("Preserved memory without an owner is told by range and order")
    func memory() throws {
        let found = try changes { state in
            guard let memory = state.memory else { return }
            var builder = PreservedMemory.Builder(pageShift: memory.pageShift)
            for range in memory.ranges {
                let first = range.start.value >> UInt64(memory.pageShift + range.order)
                _ = builder.add(blocks: range.blockCount, from: first, order: range.order)
            }
            _ = builder.add(block: 0x80000, order: 0)
            state.memory = builder.build()
        }
        #expect(lines(found) == ["added /memory/0x80000000-0x80000fff"])
    }
}
