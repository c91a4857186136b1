import Foundation
import HandoverDocument
import Rehearsal

/// What a kernel did about a mistake in the state that it was handed.
struct MistakeReaction: Codable, Hashable {
    /// The worst that happened, from the worst to the best.
    enum Reaction: String, Codable {
        /// The kernel came to no end.
        case hang
        /// The kernel gave up.
        case panic
        /// The machine restarted without a word.
        case restart
        /// Something came back that is not what it was.
        case corrupted
        /// The kernel switched the handover off, and all of it is gone.
        case refused
        /// Something did not come back.
        case lost
        /// Everything came back, and the kernel complained.
        case warned
        /// Everything came back, and the kernel noticed nothing.
        case nothing
    }

    let mistake: String
    let kernel: String
    let reaction: Reaction
    /// What did not come back.
    let lost: [String]
    /// What came back and is not what it was.
    let corrupted: [String]
    /// The kernel's first word about it, or the error that user space saw; `nil` where there was none.
    let says: String?

    /// - Parameter usual: the lines of the log with the state as it was.
    init(_ mistake: String, _ kernel: String, _ report: RehearsalReport, usual: [String]) {
        self.mistake = mistake
        self.kernel = kernel
        var failures = Failures(report)
        let complaints = report.log.filter { !usual.contains($0) && !$0.contains("Retrieved live update data") }
        if failures.isAccepted, report.ending == .finished, usual.contains(where: Self.isOfMetadata),
            !report.log.contains(where: Self.isOfMetadata)
        {
            failures.lost.append("kernel metadata")
        }
        lost = failures.lost
        corrupted = failures.corrupted
        says = complaints.first ?? failures.reasons.first
        reaction =
            switch report.ending {
            case .hung: .hang
            case .panicked: .panic
            case .restarted: .restart
            case .finished:
                if !corrupted.isEmpty {
                    .corrupted
                } else if !failures.isAccepted {
                    .refused
                } else if !lost.isEmpty {
                    .lost
                } else {
                    complaints.isEmpty ? .nothing : .warned
                }
            }
    }

    private static func isOfMetadata(_ line: String) -> Bool {
        line.contains("exec from:")
    }

    /// The reaction without what changes from run to run: addresses in oopses.
    var withoutWords: [String] {
        [mistake, kernel, reaction.rawValue] + lost + ["/"] + corrupted
    }

    /// The items of a report that did not come back as they were.
    private struct Failures {
        var lost: [String] = []
        var corrupted: [String] = []
        var reasons: [String] = []
        var isAccepted = false

        init(_ report: RehearsalReport) {
            if case .accepted = report.handover { isAccepted = true }
            // What a dead kernel revived is of no use: it is enough to say that it is dead.
            guard isAccepted, report.ending == .finished else { return }
            for session in report.sessions {
                // A session that is there and cannot be finished has all its files.
                if case .lost(let reason) = session.verdict {
                    add(.lost(reason), "session \(session.name)")
                    continue
                }
                for file in session.files {
                    add(file.verdict, "file \(session.name)/0x" + String(file.token, radix: 16))
                }
            }
            for object in report.flbs { add(object.verdict, "object \(object.name)") }
            for region in report.regions { add(region.verdict, "region \(region.name)") }
            if let test = report.test { add(test, "test") }
        }

        private mutating func add(_ verdict: Verdict, _ name: String) {
            switch verdict {
            case .revived, .unknown: break
            case .lost(let reason):
                lost.append(name)
                reasons.append(reason)
            case .differs(let clauses):
                corrupted.append(name)
                reasons += clauses
            }
        }
    }

    // MARK: The file

    /// The file of all reactions: an array of entries, their keys in the order of the structure.
    static func document(_ entries: [MistakeReaction]) throws -> [UInt8] {
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
        for (key, value) in [("mistake", mistake), ("kernel", kernel), ("reaction", reaction.rawValue)] {
            try writer.field(key, value)
        }
        for (key, names) in [("lost", lost), ("corrupted", corrupted)] {
            try writer.key(key)
            try writer.beginArray(.line)
            for name in names { try writer.string(name) }
            try writer.endArray()
        }
        if let says { try writer.field("says", says) }
        try writer.endObject()
    }
}
