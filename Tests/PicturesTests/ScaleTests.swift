import HandoverState
import Multikernel
import Pictures
import PhysicalMemory
import Testing

/// Bars to scale.
@Suite struct ScaleTests {
    private func bars(_ picture: Picture) -> [MemoryBar] {
        picture.parts.flatMap { part in if case .memory(_, let bars) = part { bars } else { [MemoryBar]() } }
    }

    @Test("Runs begin and end within a column of where their bytes do")
    func scale() throws {
        let tree = Examples.machine(nodes: 4, cpus: 128, devices: 40, instances: 6)
        let all = bars(MultikernelMap(tree).picture(columns: SVGDrawing.columns))
        #expect(all.count == 5)
        for bar in all {
            guard case .addresses(let from, let to) = bar.axis else {
                Issue.record("a bar without addresses")
                continue
            }
            #expect(!bar.runs.isEmpty || !bar.grounds.isEmpty)
            for run in bar.runs + bar.grounds {
                let scale = Double(bar.columns) / Double(to - from)
                #expect(abs(Double(run.columns.lowerBound) - Double(run.first - from) * scale) <= 1)
                #expect(abs(Double(run.columns.upperBound) - Double(run.last + 1 - from) * scale) <= 1)
            }
        }
    }

    @Test("Runs do not overlap, and hold as many bytes as the owners have")
    func sums() {
        let tree = Examples.machine(nodes: 4, cpus: 128, devices: 40, instances: 6)
        let all = bars(MultikernelMap(tree).picture(columns: SVGDrawing.columns))
        for bar in all {
            for (run, next) in zip(bar.runs, bar.runs.dropFirst()) {
                #expect(run.columns.upperBound <= next.columns.lowerBound)
            }
        }
        // Of columns that two share, the one that has less is not drawn.
        let bytes = all.dropFirst().flatMap(\.runs).reduce(0 as UInt64) { $0 + $1.bytes }
        #expect(bytes <= 120 << 30)
        #expect(bytes > 119 << 30)
    }

    @Test("A hole that takes much of the memory divides it, and the first bar has all")
    func strips() {
        var machine = Machine()
        machine.pool = ResourcePool()
        machine.pool?.memory = [
            PoolMemory(name: "memory@0", extent: .chunk(base: 0x1000_0000, size: 0x100_0000)),
            PoolMemory(name: "memory@1", extent: .chunk(base: 0x40_0000_0000, size: 0x100_0000)),
        ]
        let all = bars(MultikernelMap(.machine(machine)).picture(columns: 1000))
        #expect(all.map(\.title) == ["All", "1", "2"])
        #expect(all.first?.marks.count == 2)
        #expect(all[1].axis == .addresses(from: 0x1000_0000, to: 0x1100_0000))
    }

    @Test("A baseline is drawn by its sizes, each with its share of the bar")
    func baseline() {
        var machine = Machine()
        machine.pool = ResourcePool()
        machine.pool?.memory = [
            PoolMemory(name: "memory@0", extent: .request(size: 1 << 30), numaNode: 0),
            PoolMemory(name: "memory@1", extent: .request(size: 3 << 30), numaNode: 1),
        ]
        let all = bars(MultikernelMap(.machine(machine)).picture(columns: 1000))
        #expect(all.count == 1)
        #expect(all.first?.axis == .bytes(4 << 30))
        #expect(all.first?.runs.map(\.columns) == [0..<250, 250..<1000])
        #expect(all.first?.runs.map(\.label) == ["node 0: 1 GiB", "node 1: 3 GiB"])
    }

    @Test("Memory that two instances claim is nobody's")
    func conflict() throws {
        var machine = Machine()
        machine.instances = [0x0, 0x1000_0000].enumerated().map { index, base in
            var instance = Instance(name: "\(index)")
            instance.resources?.memory = SingleMemory(base: UInt64(base), size: 0x2000_0000)
            return instance
        }
        let picture = MultikernelMap(.machine(machine)).picture(columns: 1000)
        let conflict = try #require(picture.owners.first { $0.paint == .conflict })
        #expect(conflict.isListed)
        #expect(conflict.figures.contains("256 MiB"))
    }

    /// A build without optimisation takes a tenth of the ranges: the bound is the same, and far below both.
    #if DEBUG
        private static let count = 100_000
    #else
        private static let count = 1_000_000
    #endif

    @Test("Very many ranges, a tenth of them mixed files of 64 sessions, are one drawing of less than 600 KiB")
    func veryMany() throws {
        var random: UInt64 = 1
        func next(below bound: UInt64) -> UInt64 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (random >> 33) % bound
        }
        var builder = PreservedMemory.Builder(pageShift: 12)
        var tables = Array(repeating: FolioTable(retaining: .every), count: 64)
        var block: UInt64 = 0
        for number in 0..<Self.count {
            block += 2 + next(below: number % 10_000 < 100 ? 4000 : 8)
            _ = builder.add(block: block, order: 0)
            if number % 10 > 0 { continue }
            let folio = Folio(index: UInt64(number), frame: block, flags: .upToDate, order: 0)
            tables[Int(next(below: 64))].append(folio, pageShift: 12)
        }
        let sessions = tables.enumerated().map { index, table in
            let memfd = Memfd(
                size: table.byteCount, position: 0, seals: [], flags: 0, folioCount: table.count, folios: table)
            let file = PreservedFile(token: 1, handler: "memfd-v2", data: 0, memfd: memfd)
            return Session(name: "vm-\(index)", fileCount: 1, files: [file])
        }
        var state = HandoverState(root: nil)
        state.memory = builder.build()
        state.liveUpdate = LiveUpdate(number: 1, sessions: sessions, flbs: nil)
        let handover = Handover(
            abi: ABIIdentification(
                profile: nil, compatible: nil, pageSize: 4096, confidence: .unknown, evidence: []), state: state)
        #expect(state.memory?.rangeCount == UInt64(Self.count))
        let clock = ContinuousClock()
        var text = ""
        let time = clock.measure {
            text = SVGDrawing(HandoverMap(handover).picture(columns: SVGDrawing.columns)).text
        }
        print("\(Self.count) ranges: \(text.utf8.count) bytes in \(time)")
        #expect(text.utf8.count < 600 << 10)
        #expect(time < .seconds(60), "a build without optimisation on a busy machine")
        let document = try #require(WellFormed(text))
        for index in 0..<64 { #expect(document.texts.contains("session vm-\(index)")) }
    }
}
