import FixtureSupport
import HandoverState
import Testing

extension Sample {
    static let input = [
        Sample(.dumpDamaged, "the last segment is longer than the file") { capture in
            try capture.lengthenLastSegment()
        },
        Sample(
            .memoryAbsent, "a running kernel shows its trees and no memory",
            sound: { try EditedCapture("7.3.4").subject() },
            broken: { try OpenedInput.subject(Fixture.named("7.3.4").path("boot2/in")) }),
        Sample(
            .notFinalized, "the file finalize says 0",
            sound: { try OpenedInput.subject(Fixture.named("6.17.8").path("boot1/out")) },
            broken: {
                try OpenedInput.subject("boot1/out", of: "6.17.8", adding: ["finalize": Array("0\n".utf8)])
            }),
        Sample(
            .inputNote, "a directory tells of more scratch areas than sizes",
            sound: { try OpenedInput.subject(Fixture.named("6.17.8").path("boot1/out")) },
            broken: {
                let scratch = Array("0xe400000\n0xa400000\n0x9400000\n0x8000000\n".utf8)
                return try OpenedInput.subject("boot1/out", of: "6.17.8", adding: ["scratch_phys": scratch])
            }),
        Sample(.omitted, "a document tells of a hundred sessions without files", tellingOf: "7.3.4") { state in
            state.liveUpdate?.sessions? += (0..<100).map { Session(name: "more-\($0)", fileCount: 0, files: []) }
        },
    ]

    /// Rules about inputs that give no handover to look at: the command reports them, and its tests hold it to that.
    static let coveredByCommand: Set<RuleID> = [.inputUnusable, .treeUnrelated, .documentBroken]
}

extension EditedCapture {
    /// Makes the program header of the segment at the end of the file announce a page more than there is.
    fileprivate mutating func lengthenLastSegment() throws {
        func number(_ offset: Int) -> Int { (0..<8).reduce(0) { $0 | Int(image.bytes[offset + $1]) << (8 * $1) } }
        let table = number(32)
        let count = Int(image.bytes[56]) | Int(image.bytes[57]) << 8
        let headers = (0..<count).map { table + 56 * $0 }
        let last = try #require(headers.max { number($0 + 8) + number($0 + 32) < number($1 + 8) + number($1 + 32) })
        for field in [32, 40] {
            let size = number(last + field) + 4096
            for byte in 0..<8 { image.bytes[last + field + byte] = UInt8(truncatingIfNeeded: size >> (8 * byte)) }
        }
    }
}
