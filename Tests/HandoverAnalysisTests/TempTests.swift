import Captures
import FixtureSupport
import Foundation
import HandoverAnalysis
import HandoverCoding
import HandoverState
import MemoryDumps
import Testing

@Suite struct TempTests {
    @Test func everything() throws {
        var paths: [String] = []
        for fixture in Fixture.all {
            paths.append(try fixture.plainImage())
            for d in ["boot1/out", "boot2/in", "boot2/out", "boot1/out/fdt", "boot2/in/fdt"] { paths.append(fixture.path(d)) }
        }
        if let corpus = ProcessInfo.processInfo.environment["KHO_CORPUS"] {
            for file in ["memory-full.elf.gz", "memory-full.kdump"] { paths.append("\(corpus)/7.3.4/\(file)") }
        }
        for path in paths {
            guard let opened = try? Capture.open(path), case .handover(let capture) = opened else {
                print("TEMP", path, "not opened"); continue
            }
            let decoded = try capture.decode()
            let subject = Subject(decoded, in: capture.input.memory.present, remarks: capture.remarks)
            let start = Date()
            let findings = Validator().findings(in: subject)
            print("TEMP ==", path.suffix(40), -start.timeIntervalSinceNow, decoded.handover.abi.confidence)
            for f in findings.prefix(30) { print("TEMP    ", f.severity, f.rule.rawValue, f.path, f.message) }
        }
    }
}
import HandoverABI
import PhysicalMemory
extension TempTests {
    @Test func speed() throws {
        for scattered in [false, true] {
            var subject = try EditedCapture("7.3.4").subject()
            let count: UInt64 = 1 << 20
            var builder = PreservedMemory.Builder(pageShift: 12)
            subject.handover.state.memory?.forEachBitmap {
                _ = builder.add(bitmap: $0.words.span, order: $0.order, firstBlock: $0.firstBlock)
            }
            var table = FolioTable(retaining: .every)
            for i in 0..<count {
                let frame = (1 << 22) + (scattered ? (i &* 0x9e3779b1 % count) * 2 : i)
                _ = builder.add(block: frame, order: 0)
                table.append(Folio(index: i, frame: frame, flags: [.dirty, .upToDate], order: 0), pageShift: 12)
            }
            subject.handover.state.memory = builder.build()
            subject.handover.state.liveUpdate?.sessions?[0].files[0].memfd?.folios = table
            subject.handover.state.liveUpdate?.sessions?[0].files[0].memfd?.folioCount = count
            let start = Date()
            let findings = Validator().findings(in: subject)
            print("TEMP speed", scattered, -start.timeIntervalSinceNow, findings.map { "\($0.rule.rawValue) \($0.message)" }.prefix(5))
        }
    }
}
