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
            state.liveUpdate?.sessions?[0].fileCount -= 1
            state.liveUpdate?.sessions?[1].files.append(file)
            state.liveUpdate?.sessions?[1].fileCount += 1
        }
        #expect(lines(found) == ["moved /LUO/db-1/0x100"])
        #expect(found.first?.old == .text("/LUO/vm-0/0x100"))
    }

    @Test("A file under another token has moved, and what else differs of it is told")
    func movedToken() throws {
        let found = try changes { state in
            state.liveUpdate?.sessions?[0].files[0].token = 0x777
            state.liveUpdate?.sessions?[0].files[0].memfd?.position = 7
        }
        #expect(lines(found) == ["moved /LUO/vm-0/0x777", "changed /LUO/vm-0/0x777/position"])
        #expect(found.first?.old == .text("/LUO/vm-0/0x100"))
    }

    @Test("Two sessions that swapped their names are renamed, each to the other")
    func swapped() throws {
        let found = try changes { state in
            state.liveUpdate?.sessions?[0].name = "db-1"
            state.liveUpdate?.sessions?[1].name = "vm-0"
        }
        #expect(lines(found) == ["renamed /LUO/db-1", "renamed /LUO/vm-0"])
        #expect(found.map(\.old) == [.text("/LUO/vm-0"), .text("/LUO/db-1")])
    }

    @Test("A session with most of its files under another name is renamed, and what changed in it is told")
    func renamedAndChanged() throws {
        let found = try changes { state in
            state.liveUpdate?.sessions?[0].name = "vm-zero"
            state.liveUpdate?.sessions?[0].files.removeLast()
            state.liveUpdate?.sessions?[0].fileCount -= 1
            state.liveUpdate?.sessions?[0].files[1].memfd?.seals.insert(.write)
        }
        #expect(
            lines(found).filter { !$0.contains("/memory/") } == [
                "renamed /LUO/vm-zero", "changed /LUO/vm-zero/0x101/seals", "removed /LUO/vm-0/0x103",
            ])
    }

    @Test("A session with few of its files under another name is another session, and those files have moved")
    func notRenamed() throws {
        let found = try changes { state in
            state.liveUpdate?.sessions?[0].name = "other"
            for index in [1, 2, 3] { state.liveUpdate?.sessions?[0].files[index].memfd?.size += 4096 }
        }
        #expect(
            lines(found) == ["removed /LUO/vm-0", "added /LUO/other", "moved /LUO/other/0x100"])
    }

    @Test("Sessions whose files have all changed keep their names")
    func allChanged() throws {
        let found = try changes { state in
            for session in 0...1 {
                for index in 0...3 { state.liveUpdate?.sessions?[session].files[index].memfd?.size += 4096 }
            }
        }
        #expect(found.count == 8)
        #expect(found.allSatisfy { $0.path.hasSuffix("/size") })
    }

    @Test("Ranges of a file's memory are told where they are asked for")
    func ranges() throws {
        let handover = try EditedCapture("7.3.4").decoded.handover
        var edited = handover
        let file = try #require(handover.state.liveUpdate?.sessions?[0].files[0])
        var folios = FolioTable(retaining: .every)
        for folio in try #require(file.memfd?.folios?.folios).dropLast() { folios.append(folio, pageShift: 12) }
        edited.state.liveUpdate?.sessions?[0].files[0].memfd?.folios = folios
        let (old, new) = (ComparedHandover(handover), ComparedHandover(edited))
        let found = HandoverComparison(old, new, tellingRanges: .every).changes
        let ranges = found.filter { $0.path.contains("/0x100/memory/0x") }
        #expect(ranges.map(\.kind) == [.removed])
        #expect(!HandoverComparison(old, new).changes.contains { $0.path.contains("/0x100/memory/") })
    }

    @Test("What a side could not read is neither gone nor the same")
    func damage() throws {
        let handover = try EditedCapture("7.3.4").decoded.handover
        var damaged = handover
        damaged.state.liveUpdate?.sessions?[1].files.removeLast(2)
        damaged.remarks = [Remark(.damage, .fileCountMismatch, path: "/LUO/db-1", "broken")]
        for (old, new) in [(handover, damaged), (damaged, handover), (damaged, damaged)] {
            let found = HandoverComparison(ComparedHandover(old), ComparedHandover(new)).changes
            #expect(lines(found) == ["unread /LUO/db-1"])
        }
        var absent = handover
        absent.state.liveUpdate?.sessions = nil
        let comparison = HandoverComparison(ComparedHandover(handover), ComparedHandover(absent))
        #expect(comparison.changes == [])
        #expect(comparison.uncompared == ["/LUO/sessions"])
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
