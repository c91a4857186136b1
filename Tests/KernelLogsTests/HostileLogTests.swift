import FixtureSupport
import KernelLogs
import Testing

@Suite("Logs that nobody should have written")
struct HostileLogTests {
    @Test("A line of a megabyte is cut, and the next one is read")
    func longLine() {
        let long = [UInt8](repeating: UInt8(ascii: "K"), count: 1 << 20)
        let log = explain(long + Array("\nluo: Block set is corrupted\n".utf8), pieces: 4096)
        #expect(log.lineCount == 2)
        #expect(log.cutLineCount == 1)
        #expect(log.ids == [["LUO-LOG-022"]])
        let name = "luo: Failed to insert session [" + String(repeating: "]", count: 1 << 20) + "] -EEXIST"
        #expect(explain(name + "\n").boots.first?.unknownCount == 1)
    }

    @Test("NULs, controls and what is no UTF-8 do no harm")
    func controls() throws {
        var bytes = Array("luo: Failed to insert session [".utf8)
        bytes += [0xff, 0xfe, 0, 0x1b, 0x5b, 0xc3]
        bytes += Array("] -EEXIST\n\0\0\0luo: Block set is corrupted\0\n\u{1b}[\n\u{1b}".utf8)
        let log = explain(bytes)
        #expect(log.boots.flatMap(\.messages).allSatisfy { !$0.text.unicodeScalars.contains { $0.value < 0x20 } })
        #expect(log.ids.last?.last == "LUO-LOG-022")
        #expect(log.lineCount == 4)
    }

    @Test("A log may come in pieces of any size")
    func pieces() throws {
        let bytes = try Fixture.named("7.3.4").bytes("log.txt")
        let whole = explain(bytes)
        for size in [1, 2, 7, 63, 1000] {
            let parts = explain(bytes, pieces: size)
            #expect(parts.ids == whole.ids)
            #expect(parts.lineCount == whole.lineCount)
            #expect(parts.boots.map(\.lines) == whole.boots.map(\.lines))
        }
    }

    @Test("A format with many texts is not matched for ever")
    func backtracking() {
        let names = String(repeating: "' is incompatible with '", count: 150)
        let log = explain("FDT '\(names)': x\nNode '\(names)': x\n")
        #expect(log.ids.isEmpty)
    }

    @Test("However much is said, what is kept is bounded")
    func flood() {
        var bytes: [UInt8] = []
        for number in 0..<3000 {
            bytes += Array("luo: Unable to finish session [s\(number)] on release\nluo: new \(number)\n".utf8)
        }
        for number in 0..<1000 { bytes += Array("Linux version 7.\(number % 4).1 x\n".utf8) }
        let log = explain(bytes)
        #expect(log.boots.count == 256)
        #expect(log.omittedBoots == 745)
        #expect(log.boots[0].messages.count == 512)
        #expect(log.boots[0].omittedMessages == 2488)
        #expect(log.boots[0].unknown.count == 16)
        #expect(log.boots[0].unknownCount == 3000)
    }

    @Test("What fails in a boot that is not shown is a failure all the same")
    func lateFailure() {
        var lines = [String](repeating: banner("7.3.4"), count: 300)
        #expect(!explain(lines).hasFailures)
        lines.append("luo: Block set is corrupted")
        #expect(explain(lines).hasFailures)
    }

    @Test("Bytes at random are taken for nothing much")
    func random() {
        var numbers = SeededNumbers(seed: 20)
        for _ in 0..<200 {
            var bytes = (0..<2000).map { _ in UInt8.random(in: 0...255, using: &numbers) }
            for text in ["WARNING: ", "BUG: ", "RIP: 0010:kho_x+0x1/0x2", "luo: ", "[", "<", "6,1,2,", "kern  :"] {
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                bytes.insert(contentsOf: Array(("\n" + text).utf8), at: place)
            }
            _ = explain(bytes)
        }
    }
}
