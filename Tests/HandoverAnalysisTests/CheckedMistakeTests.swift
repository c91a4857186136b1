import Captures
import FixtureSupport
import Foundation
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState
import MemoryDumps
import MistakeSupport
import Testing

/// What a kernel did about a mistake.
private struct RecordedReaction: Decodable, Sendable {
    var mistake: String
    var kernel: String
    var reaction: String
    var lost: [String]
    var corrupted: [String]

    static let all: [RecordedReaction] = {
        let file = Fixture.root.appending(path: "mistake-reactions.json")
        return (try? JSONDecoder().decode([RecordedReaction].self, from: Data(contentsOf: file))) ?? []
    }()

    /// The paths of what did not come back as it was, with what is below them.
    var failedPaths: [String] {
        (lost + corrupted).map { name in
            let parts = name.split(separator: " ", maxSplits: 1).map(String.init)
            switch parts[0] {
            case "session", "file", "object": return "/LUO/" + parts[1]
            case "region": return "/memblock/" + parts[1]
            case "kernel": return "/kexec-metadata"
            default: return "/kho_test"
            }
        }
    }
}

@Suite("The check is held against what kernels really did about mistakes")
struct CheckedMistakeTests {
    @Test("All reactions are on record")
    func completeness() {
        #expect(RecordedReaction.all.count == 121)
    }

    @Test(
        "Nothing is accepted that the kernel lost, and no kernel dies or refuses that did not",
        arguments: Fixture.all.filter { !$0.name.contains("-") })
    func reactions(_ fixture: Fixture) throws {
        let sound = try CapturePlaces(fixture.bytes("memory.elf"))
        let profile = try #require(Profile.named(fixture.name))
        for recorded in RecordedReaction.all where recorded.kernel == fixture.name {
            let mistake = try #require(Mistake.all.first { $0.id == recorded.mistake })
            let folder = try TemporaryFolder()
            let path = try folder.write(mistake.made(in: sound), to: "memory.elf")
            guard case .handover(let capture) = try Capture.open(path) else {
                Issue.record("\(mistake): no handover")
                continue
            }
            let subject = Subject(
                try capture.decode(), in: capture.input.memory.present, remarks: capture.remarks)
            let check = CompatibilityCheck(subject, for: TargetKernel(profile, name: fixture.name))
            func tell(_ words: String) -> Comment {
                let items = check.items.filter { $0.outcome != .accepted }
                    .map { "\($0.path) \($0.outcome) \($0.reason ?? "")" }
                return "\(mistake): \(recorded.reaction): \(words)\n\(items.joined(separator: "\n"))"
            }
            for failed in recorded.failedPaths {
                let accepted = check.items.filter {
                    ($0.path == failed || $0.path.hasPrefix(failed + "/")) && $0.outcome == .accepted
                }
                #expect(accepted.isEmpty, tell(failed))
            }
            if recorded.reaction != "nothing", recorded.reaction != "warned" {
                #expect(check.worst != .accepted, tell("something"))
            }
            let isDead = ["panic", "hang"].contains(recorded.reaction)
            if check.worst == .panics { #expect(isDead, tell("survived")) }
            if isDead {
                #expect(!check.items.contains { $0.kind == .session && $0.outcome == .accepted }, tell("dead"))
            }
            #expect(
                check.items.contains { $0.outcome == .refused } == (recorded.reaction == "refused"), tell("refused"))
        }
    }
}
