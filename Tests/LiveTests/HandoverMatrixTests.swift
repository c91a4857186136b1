import Foundation
import HandoverDocument
import Rehearsal
import Testing

/// Every capture in every kernel, held against `Fixtures/handover-matrix.json`.
///
/// `KHO_MATRIX=check` boots all of them, some minutes; `KHO_MATRIX=record` writes the file anew.
@Suite(.serialized, .enabled(if: LiveKernels.areThere, "\(LiveKernels.reason)"))
struct HandoverMatrixTests {
    private static let mode = LiveKernels.environment("KHO_MATRIX")
    private static let path = LiveKernels.fixtures + "/handover-matrix.json"

    @Test(.enabled(if: mode != nil, "KHO_MATRIX is not set: neither check nor record"))
    func `Every kernel does with every state what it did when the matrix was recorded`() throws {
        var entries: [MatrixEntry] = []
        for state in LiveKernels.releases {
            for kernel in LiveKernels.releases {
                entries.append(MatrixEntry(state, kernel, try LiveKernels.rehearse(state, in: kernel)))
            }
        }
        if Self.mode == "record" {
            try FileManager.default.createDirectory(atPath: LiveKernels.fixtures, withIntermediateDirectories: true)
            try Data(MatrixEntry.document(entries)).write(to: URL(filePath: Self.path))
        }
        let recorded = try JSONDecoder().decode([MatrixEntry].self, from: Data(contentsOf: URL(filePath: Self.path)))
        #expect(recorded.map(\.withoutLog) == entries.map(\.withoutLog))
    }
}

/// What one kernel made of one state.
struct MatrixEntry: Codable, Hashable {
    /// How many items of a kind there are, and how many of them were revived.
    struct Tally: Codable, Hashable {
        var count: Int
        var revived: Int

        init(_ verdicts: [Verdict]) {
            count = verdicts.count
            revived = verdicts.count { $0 == .revived }
        }
    }

    var state: String
    var kernel: String
    var revived: Bool
    var ending: String
    var handover: String
    var sessions: Tally
    var files: Tally
    var flbs: Tally
    var reserveMem: Tally
    var test: String?
    /// Why items were not revived, each reason once.
    var reasons: [String]
    /// The lines of the kernel's log that tell of the handover.
    var log: [String]

    init(_ state: String, _ kernel: String, _ report: RehearsalReport) {
        self.state = state
        self.kernel = kernel
        revived = report.isRevived
        ending =
            switch report.ending {
            case .finished: "finished"
            case .panicked: "panicked"
            case .restarted: "restarted"
            case .hung: "hung"
            }
        handover =
            switch report.handover {
            case .accepted: "accepted"
            case .refused: "refused"
            case .ignored: "ignored"
            case .unknown: "unknown"
            }
        let fileVerdicts = report.sessions.flatMap(\.files).map(\.verdict)
        sessions = Tally(report.sessions.map(\.verdict))
        files = Tally(fileVerdicts)
        flbs = Tally(report.flbs.map(\.verdict))
        reserveMem = Tally(report.regions.map(\.verdict))
        test = report.test.map { Self.words(for: $0).word }
        var seen: Set<String> = []
        let verdicts =
            report.sessions.map(\.verdict) + fileVerdicts + (report.flbs + report.regions).map(\.verdict)
            + [report.test].compactMap(\.self)
        reasons = verdicts.flatMap { Self.words(for: $0).reasons }.filter { seen.insert($0).inserted }
        log = report.log
    }

    /// The entry without what changes from run to run: addresses in oopses.
    var withoutLog: MatrixEntry {
        var copy = self
        copy.log = []
        return copy
    }

    /// The file of a matrix: an array of entries, their keys in the order of the structure.
    static func document(_ entries: [MatrixEntry]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var writer = JSONWriter { chunk throws(ByteSinkError) in
            for index in chunk.indices { bytes.append(chunk[index]) }
        }
        try writer.beginArray(.block)
        for entry in entries { try entry.write(to: &writer) }
        try writer.endArray()
        try writer.finish()
        return bytes
    }

    private func write(to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        for (key, value) in [("state", state), ("kernel", kernel)] { try writer.field(key, value) }
        try writer.field("revived", revived)
        for (key, value) in [("ending", ending), ("handover", handover)] { try writer.field(key, value) }
        for (key, tally) in [("sessions", sessions), ("files", files), ("flbs", flbs), ("reserveMem", reserveMem)] {
            try writer.key(key)
            try writer.beginObject(.line)
            try writer.field("count", tally.count)
            try writer.field("revived", tally.revived)
            try writer.endObject()
        }
        if let test { try writer.field("test", test) }
        for (key, lines) in [("reasons", reasons), ("log", log)] {
            try writer.key(key)
            try writer.beginArray(.block)
            for line in lines { try writer.string(line) }
            try writer.endArray()
        }
        try writer.endObject()
    }

    private static func words(for verdict: Verdict) -> (word: String, reasons: [String]) {
        switch verdict {
        case .revived: ("revived", [])
        case .differs(let reasons): ("differs", reasons)
        case .lost(let reason): ("lost", [reason])
        case .unknown(let reason): ("unknown", [reason])
        }
    }
}
