import HandoverABI
import HandoverAnalysis
import HandoverCoding
import Testing

@Suite("The check and the rehearsals are held against real kexecs")
struct KexecRecordTests {
    @Test("A kexec from every kernel to every kernel is on record")
    func completeness() {
        #expect(RecordedHandover.kexecs.count == 36)
        #expect(Set(RecordedHandover.kexecs.map(\.description)).count == 36)
    }

    @Test("The check says of the whole what the kexec came to", arguments: RecordedHandover.kexecs)
    func whole(_ recorded: RecordedHandover) throws {
        let check = try Self.check(recorded)
        func has(_ outcome: Outcome) -> Bool { check.items.contains { $0.outcome == outcome } }
        #expect(has(.unknown) == false)
        #expect(has(.refused) == (recorded.handover == "refused"))
        // What is misread kills the kernel, or the kernel says that it revived what it gives away.
        let isGivenAway = recorded.handover == "accepted" && recorded.reserveMem.revived < recorded.reserveMem.count
        #expect((has(.misread) || has(.panics)) == (recorded.ending == "panicked" || isGivenAway))
        #expect(check.items.allSatisfy { $0.outcome == .accepted } == recorded.revived)
    }

    @Test(
        "Kind by kind, what the check takes for accepted was revived, and nothing else",
        arguments: RecordedHandover.kexecs)
    func kinds(_ recorded: RecordedHandover) throws {
        let check = try Self.check(recorded)
        let kinds: [(CheckedItem.Kind, RecordedHandover.Tally)] = [
            (.session, recorded.sessions), (.file, recorded.files), (.flb, recorded.flbs),
            (.region, recorded.reserveMem),
        ]
        for (kind, tally) in kinds {
            let items = check.items.filter { $0.kind == kind }
            #expect(items.isEmpty == (tally.count == 0), "\(kind)")
            let accepted = items.count { $0.outcome == .accepted }
            #expect(accepted == 0 || accepted == items.count, "\(kind): the capture fares in more than one way")
            #expect(tally.revived == (accepted == 0 ? 0 : tally.count), "\(kind)")
        }
        let test = check.items.first { $0.kind == .test }
        #expect((test?.outcome == .accepted) == (recorded.test == "revived"))
    }

    @Test("A rehearsal comes to what a kexec comes to", arguments: RecordedHandover.kexecs)
    func rehearsal(_ recorded: RecordedHandover) throws {
        let rehearsed = try #require(RecordedHandover.all.first { $0.description == recorded.description })
        #expect(rehearsed.ending == recorded.ending)
        #expect(rehearsed.handover == recorded.handover)
        #expect(rehearsed.revived == recorded.revived)
        #expect(rehearsed.test == recorded.test)
        for (one, other) in [
            (rehearsed.sessions, recorded.sessions), (rehearsed.files, recorded.files),
            (rehearsed.flbs, recorded.flbs), (rehearsed.reserveMem, recorded.reserveMem),
        ] {
            #expect((one.revived == one.count) == (other.revived == other.count))
            #expect((one.revived == 0) == (other.revived == 0))
        }
    }

    /// The check of a capture that the same kernel left.
    private static func check(_ recorded: RecordedHandover) throws -> CompatibilityCheck {
        let decoded = try EditedCapture(recorded.state).decoded
        let profile = try #require(Profile.named(recorded.kernel))
        return CompatibilityCheck(
            decoded.handover, writtenBy: decoded.profile, for: TargetKernel(profile, name: recorded.kernel))
    }
}
