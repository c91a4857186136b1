import FixtureSupport
import Foundation
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState
import Testing

/// What six kernels really did with the states of six, untranslated.
struct RecordedHandover: Decodable, Sendable, CustomStringConvertible {
    struct Tally: Decodable, Sendable {
        var count: Int
        var revived: Int
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

    var description: String { "\(state) -> \(kernel)" }

    /// Captures in rehearsals.
    static let all = read("handover-matrix.json")
    /// Real kexecs, of other states than the captures: fewer sessions and files.
    static let kexecs = read("kexec-matrix.json")

    private static func read(_ name: String) -> [RecordedHandover] {
        let file = Fixture.root.appending(path: name)
        return (try? JSONDecoder().decode([RecordedHandover].self, from: Data(contentsOf: file))) ?? []
    }
}

@Suite("The check is held against what kernels really did")
struct RecordedMatrixTests {
    @Test("All 36 handovers are on record")
    func completeness() {
        #expect(RecordedHandover.all.count == 36)
    }

    @Test("Item by item, the check says what the kernel did", arguments: RecordedHandover.all)
    func prediction(_ recorded: RecordedHandover) throws {
        let decoded = try EditedCapture(recorded.state).decoded
        let profile = try #require(Profile.named(recorded.kernel))
        let check = CompatibilityCheck(
            decoded.handover, writtenBy: decoded.profile, for: TargetKernel(profile, name: recorded.kernel))
        func accepted(_ kind: CheckedItem.Kind) -> Int {
            check.items.count { $0.kind == kind && $0.outcome == .accepted }
        }
        #expect(check.items.contains { $0.outcome == .unknown } == false)
        #expect(check.items.contains { $0.outcome == .refused } == (recorded.handover == "refused"))
        #expect((check.items.allSatisfy { $0.outcome == .accepted }) == recorded.revived)
        if recorded.ending == "panicked" { #expect(check.worst >= .misread) }
        #expect(accepted(.session) == recorded.sessions.revived)
        #expect(accepted(.file) == recorded.files.revived)
        #expect(accepted(.flb) == recorded.flbs.revived)
        #expect(accepted(.region) == recorded.reserveMem.revived)
        #expect(accepted(.test) == (recorded.test == "revived" ? 1 : 0))
    }

    @Test("6.17 into 6.18 is misread, and the message says why and what to do")
    func bitmaps() throws {
        let decoded = try EditedCapture("6.17.8").decoded
        let check = CompatibilityCheck(
            decoded.handover, writtenBy: decoded.profile, for: TargetKernel(.linux618, name: "6.18"))
        let map = try #require(check.items.first { $0.kind == .map })
        #expect(map.outcome == .misread)
        #expect(map.reason?.contains("bitmaps are of 512 bytes") == true)
        #expect(check.remedies.contains { $0.contains("khotool encode") })
        #expect(check.remedies.contains { $0.contains("Never kexec") })
    }
}
