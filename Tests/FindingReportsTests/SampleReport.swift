import FindingReports
import HandoverAnalysis
import HandoverDocument
import HandoverState
import PhysicalMemory

/// Verdicts with everything that a report may have to write.
enum SampleReport {
    /// Text that means harm to terminals, logs, XML and JSON.
    static let hostile = "a\u{1b}[2J\n\r\0\u{9b}\u{202e}\u{ffff}\u{2028}<&>\"']]>%0A::error::,\\😀"

    static let verdicts: [InputVerdict] = {
        var placed = Finding(.documentBroken, path: "/", "found a word, expected a number")
        placed.position = .init(line: 12, column: 7)
        var warning = Finding(.leaked, path: "/", address: 0x4c_c000, "memory that nothing points to")
        warning.severity = .warning
        var note = Finding(.inputNote, path: "/", "worth knowing")
        note.severity = .note
        let far = Finding(.mapUnreadable, path: "/preserved-memory-map", address: 0xffff_ffff_ffff_f000, "not there")
        let accepted = [
            JudgedFinding(far, acceptance: .init(.policy, reason: hostile)),
            JudgedFinding(note, acceptance: .init(.baseline, reason: "known from the baseline")),
        ]
        return [
            InputVerdict(input: "sound.dtb", isUsable: true, findings: []),
            InputVerdict(input: "state.yaml", isUsable: false, findings: [JudgedFinding(placed)]),
            InputVerdict(
                input: "a folder/100%: \(hostile)", isUsable: true,
                findings: [
                    JudgedFinding(Finding(.treeBroken, path: "/\(hostile)", offset: 0x48, hostile)),
                    JudgedFinding(warning), JudgedFinding(note),
                ]),
            InputVerdict(input: "/sys/kernel/debug/kho/out", isUsable: true, findings: accepted),
        ]
    }()

    static var totals: ReportTotals {
        var totals = ReportTotals()
        for verdict in verdicts { totals.add(verdict) }
        totals.exitStatus = 2
        return totals
    }

    /// The bytes of a report of all verdicts.
    static func bytes(_ make: (@escaping ByteSink) -> any FindingReport) throws -> [UInt8] {
        let output = Collected()
        var report = make { output.append($0) }
        try report.begin()
        for verdict in verdicts { try report.add(verdict) }
        try report.finish(totals)
        return output.bytes
    }

    private final class Collected {
        var bytes: [UInt8] = []

        func append(_ span: Span<UInt8>) {
            for index in span.indices { bytes.append(span[index]) }
        }
    }

    /// Whether bytes can be shown on a terminal as they are.
    static func isPrintable(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            scalar == "\n"
                || scalar.value >= 0x20 && !(0x7f..<0xa0).contains(scalar.value) && scalar != "\u{202e}"
                    && scalar != "\u{2028}" && scalar != "\u{ffff}"
        }
    }
}
