import HandoverState
import Testing

@testable import Rehearsal

/// What logs of real kernels are taken to mean; the excerpts are theirs.
struct JudgementTests {
    private static let good = """
        KHO: found kexec handover data.
        Revived memory reservation 'trace' from KHO
        luo: Retrieved live update data, liveupdate number: 1
        test_kho: KHO restore succeeded
        liveupdate test: liveupdate-test-flb-v0: found flb data from the previous boot
        liveupdate test: Registered 3 FLBs with file handler: [memfd-v2]
        """
    private static let told = [
        "@kho release 7.3.4-kho", "@kho handover 0", "@kho test 0", "@kho liveupdate 0", "@kho session 0 0",
        "@kho file 0 0x100 0 4096 12 2 0xabc", "@kho file 0 0x101 0 4096 12 1 0xdef", "@kho finish 0 0",
        "@kho session 1 0", "@kho file 1 0xffffffffffffffff 0 0 0 0 0x1", "@kho finish 1 0", "@kho end",
    ]

    private func judge(
        _ log: String, _ told: [String] = told, state: HandoverState = SampleState.state,
        changes: [String: String] = [:]
    ) -> Judgement {
        Judgement(
            state: state, log: KernelLog(Array(log.utf8)), guest: GuestReport(told),
            hashes: ["vm 0": [0x100: 0xabc, 0x101: 0xdef]], regionChanges: changes)
    }

    @Test func `A kernel that gives everything back has revived it`() {
        let judgement = judge(Self.good)
        #expect(judgement.ending(timedOut: false) == .finished)
        #expect(judgement.acceptance == .accepted)
        #expect(judgement.sessions().allSatisfy { $0.isRevived })
        #expect(judgement.flbs().map(\.verdict) == [.revived])
        #expect(judgement.regions().map(\.verdict) == [.revived])
        #expect(judgement.test == .revived)
    }

    @Test func `Each difference of a file is told`() {
        var told = Self.told
        told[5] = "@kho file 0 0x100 0 8192 0 6 0xabd"
        let file = judge(Self.good, told).sessions()[0].files[0]
        #expect(
            file.verdict
                == .differs([
                    "size 8192, was 4096", "position 0, was 12", "seals 6, were 2", "contents are not what they were",
                ]))
        #expect(file.found == FileFacts(size: 8192, position: 0, seals: 6, hash: 0xabd))
    }

    @Test func `The first version of memfd has no seals that could be missed`() {
        let file = judge(Self.good).sessions()[0].files[1]
        #expect(file.expected.seals == nil)
        #expect(file.found?.seals == 1)
        #expect(file.verdict == .revived)
    }

    @Test func `A file that the kernel refuses is lost, with its reason`() {
        var told = Self.told
        told[5] = "@kho file 0 0x100 -5"
        let session = judge(Self.good, told).sessions()[0]
        #expect(session.files[0].verdict == .lost("Input/output error"))
        #expect(!session.isRevived)
        #expect(session.verdict == .revived)
    }

    @Test func `A session that cannot be retrieved takes its files along`() {
        let told = ["@kho liveupdate 0", "@kho session 0 -2", "@kho end"]
        let session = judge(Self.good, told).sessions()[0]
        #expect(session.verdict == .lost("No such file or directory"))
        #expect(session.files.allSatisfy { $0.verdict == .lost("its session is lost") })
    }

    @Test func `An error of the device is explained by the kernel's log`() {
        let log = Self.good + "\nluo: No registered handler for compatible 'vfio-pci-v1'\n"
        let session = judge(log, ["@kho liveupdate -5", "@kho end"]).sessions()[0]
        #expect(
            session.verdict
                == .lost(
                    "cannot open /dev/liveupdate: Input/output error "
                        + "(luo: No registered handler for compatible 'vfio-pci-v1')"))
    }

    @Test func `A kernel of another version refuses, in its own words`() {
        let log = """
            KHO: setup: handover FDT (0x4b5000) is incompatible with 'kho-v4': 1
            KHO: disabling KHO revival
            liveupdate test: Registered 3 FLBs with file handler: [memfd-v2]
            """
        let judgement = judge(log, ["@kho liveupdate 0", "@kho session 0 -2", "@kho session 1 -2", "@kho end"])
        #expect(
            judgement.acceptance
                == .refused([
                    "KHO: setup: handover FDT (0x4b5000) is incompatible with 'kho-v4': 1",
                    "KHO: disabling KHO revival",
                ]))
        #expect(judgement.regions().map(\.verdict) == [.lost("the kernel refused the handover")])
        #expect(judgement.flbs().map(\.verdict) == [.lost("the kernel refused the handover")])
        #expect(judgement.test == .lost("the kernel refused the handover"))
        #expect(
            judgement.sessions()[0].verdict
                == .lost("No such file or directory (the kernel refused the handover)"))
    }

    @Test func `A kernel that panics has lost what it had not come to`() {
        let log = """
            KHO: found kexec handover data. Will skip init for some devices
            Revived memory reservation 'trace' from KHO
            BUG: unable to handle page fault for address: ffd400000061f528
            Kernel panic - not syncing: Attempted to kill the idle task!
            """
        let judgement = judge(log, [])
        #expect(
            judgement.ending(timedOut: false)
                == .panicked("Kernel panic - not syncing: Attempted to kill the idle task!"))
        #expect(judgement.acceptance == .accepted)
        #expect(judgement.sessions().allSatisfy { $0.verdict == .lost("the kernel did not come that far") })
        #expect(judgement.test == .lost("the kernel did not come that far"))
        #expect(judgement.regions().map(\.verdict) == [.lost("the kernel revived it, then died")])
    }

    @Test func `A machine that stops without a word is told from one that hangs`() {
        #expect(judge("", []).ending(timedOut: false) == .restarted)
        #expect(judge("", []).ending(timedOut: true) == .hung(wroteAnything: false))
        #expect(judge("Linux version 7.3.4", []).ending(timedOut: true) == .hung(wroteAnything: true))
        #expect(judge("", []).acceptance == .unknown)
    }

    @Test func `A kernel that knows nothing of handovers ignores them`() {
        let line = "Passed KHO data, but CONFIG_KEXEC_HANDOVER not set. Ignoring."
        #expect(judge(line, ["@kho end"]).acceptance == .ignored(line))
        guard case .ignored(let reason) = judge("Linux version 5.10.0", ["@kho end"]).acceptance else {
            Issue.record("not ignored")
            return
        }
        #expect(reason.contains("built without KHO"))
    }

    @Test func `A region that is written over is not what it was, whatever the kernel says`() {
        let judgement = judge(Self.good, changes: ["trace": "written over"])
        #expect(judgement.regions().map(\.verdict) == [.differs(["written over"])])
    }

    @Test func `A region of the wrong size is lost, in the kernel's words`() {
        let log = "KHO: found kexec handover data.\nKHO reserve-mem 'trace' has wrong size (0x1000 != 0x2000)\n"
        #expect(
            judge(log).regions().map(\.verdict) == [.lost("KHO reserve-mem 'trace' has wrong size (0x1000 != 0x2000)")])
    }

    @Test func `A test that says nothing has failed where it is built in, and is not told where it is not`() {
        let log = "KHO: found kexec handover data. Will skip init for some devices\n"
        #expect(judge(log, ["@kho test 0", "@kho end"]).test == .lost("the kernel's test did not succeed"))
        #expect(
            judge(log, ["@kho test -2", "@kho end"]).test == .unknown("built without CONFIG_TEST_KEXEC_HANDOVER"))
        var state = SampleState.state
        state.test?.computedChecksum = nil
        #expect(
            judge(log, ["@kho test 0", "@kho end"], state: state).test
                == .unknown("its contents are not in the input, so the test could not succeed"))
    }

    @Test func `An object whose owner says nothing is not told, not lost`() {
        let log = "KHO: found kexec handover data.\n"
        #expect(judge(log).flbs().map(\.verdict) == [.unknown("its owner writes nothing to the kernel's log")])
    }
}
