import KernelLogs
import Testing

@Suite("What became of a handover")
struct BootTests {
    @Test("A log of two boots tells of each, and not of the other's release")
    func twoBoots() {
        let log = explain([
            banner("6.19.11"), "luo: No registered handler for compatible 'memfd-v1'",
            "kexec_core: Starting new kernel",
            banner("7.3.4"), "KHO: setup: handover FDT (0x4cc000) is incompatible with 'kho-v4': 1",
            "KHO: disabling KHO revival",
        ])
        #expect(log.ids == [["LUO-LOG-028", "BOOT-LOG-003"], ["KHO-LOG-005", "KHO-LOG-017"]])
        #expect(log.boots.map(\.release) == ["6.19.11", "7.3.4"])
        #expect(log.boots.map(\.lines) == [1...3, 4...6])
        #expect(log.boots.map(\.outcome) == [.none, .refused])
        #expect(log.boots[0].losses == ["files of memfd-v1"])
        #expect(log.hasFailures)
    }

    @Test("A panic of the orchestrator is told with the line before it, and once")
    func panic() {
        let log = explain([
            banner("7.2.13"), "KHO: found kexec handover data.", "luo: LUO state is incompatible with 'luo-v5'",
            "Kernel panic - not syncing: The incoming tree failed to initialize properly [-EINVAL], disabling live update",
            "CPU: 0 UID: 0 PID: 1 Comm: swapper/0 Not tainted 7.2.13", " luo_early_startup+0x1/0x2",
            "---[ end Kernel panic - not syncing: The incoming tree failed ]---",
        ])
        #expect(log.ids == [["KHO-LOG-015", "LUO-LOG-007", "LUO-LOG-009"]])
        #expect(log.boots[0].outcome == .fatal)
        #expect(log.boots[0].unknownCount == 0)
    }

    @Test("A panic is none of KHO's concern in a boot without a handover, or behind a fault of KHO's own")
    func otherPanics() {
        let panic = "Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)"
        #expect(explain([banner("7.3.4"), panic]).ids == [[]])
        #expect(!explain([banner("7.3.4"), panic]).hasFailures)
        #expect(
            explain([banner("7.3.4"), "KHO: found kexec handover data.", panic]).ids == [
                ["KHO-LOG-015", "BOOT-LOG-007"]
            ])
        let stumble = [
            "BUG: kernel NULL pointer dereference, address: 0000000000000000",
            "RIP: 0010:luo_session_deserialize+0x1/0x2",
            "---[ end trace 0000000000000000 ]---",
        ]
        #expect(
            explain([banner("7.3.4"), "KHO: found kexec handover data."] + stumble + [panic]).ids
                == [["KHO-LOG-015", "FAULT-LOG-006"]])
    }

    @Test("A fault without names of functions is the map's where the map is next")
    func namelessFault() {
        let found = "KHO: found kexec handover data. Will skip init for some devices"
        let fault = [
            "BUG: unable to handle page fault for address: ffd400000061f528", "Oops: Oops: 0002 [#1] SMP",
            "RIP: 0010:0xffffffff818f769f", "RAX: 4b484f5000000002 RBX: 00000000000031f5 RCX: 00000000000003c1",
            "Kernel panic - not syncing: Attempted to kill the idle task!",
        ]
        let log = explain([banner("6.18.15"), found, "Revived memory reservation 'trace' from KHO"] + fault)
        #expect(log.ids == [["KHO-LOG-014", "RMEM-LOG-007", "FAULT-LOG-009"]])
        #expect(log.boots[0].messages.last?.text == fault[0])
        #expect(log.boots[0].outcome == .fatal)
        let later = explain([banner("6.18.15"), found, "test_kho: KHO restore succeeded"] + fault)
        #expect(later.ids == [["KHO-LOG-014", "TEST-LOG-001", "BOOT-LOG-007"]])
    }

    @Test("A warning is told by the function and not by its number of line, with those that called it")
    func callers() throws {
        let log = explain([banner("7.1.13")] + (Message.named("WARN-LOG-002")?.samples[0] ?? []))
        let said = try #require(log.boots.first?.messages.first)
        #expect(said.value(.function)?.text == "kho_restore_page")
        #expect(said.callers == ["luo_session_deserialize", "do_one_initcall"])
    }

    @Test("A warning or fault of something else is nobody's concern here")
    func otherWarnings() {
        let log = explain([
            banner("7.3.4"), "WARNING: CPU: 0 PID: 1 at lib/refcount.c:25 refcount_warn_saturate+0x1/0x2",
            "RIP: 0010:refcount_warn_saturate+0x1/0x2", "Call Trace:", " ext4_fill_super+0x1/0x2",
            " ? kho_init+0x1/0x2",
            "---[ end trace 0000000000000000 ]---", "BUG: unable to handle page fault for address: ffff88810fffe000",
            "RIP: 0010:ext4_fill_super+0x1/0x2", "---[ end trace 0000000000000000 ]---",
        ])
        #expect(log.ids == [[]])
        #expect(!log.hasFailures)
        #expect(log.boots[0].unknownCount == 0)
    }

    @Test("A log that ends behind the line that a handover was found is not taken for a good one")
    func early() {
        let lines = [banner("6.18.15"), "KHO: found kexec handover data. Will skip init for some devices"]
        #expect(explain(lines).boots.map(\.endsEarly) == [true])
        #expect(explain(lines + ["Memory: 196028K/262136K available"]).boots.map(\.endsEarly) == [false])
        #expect(explain(lines + ["test_kho: KHO restore succeeded"]).boots.map(\.endsEarly) == [false])
    }

    @Test("What KHO says and nobody knows is counted and shown; what merely names it is not")
    func unknown() {
        let log = explain([
            banner("7.3.4"), "luo: something new", "KHO: something new: 5", "kho_new: something",
            "x86: KHO is new here",
            "Command line: kho=on liveupdate=on", "Kernel command line: kho=on", "    liveupdate=on",
            "Modules linked in: kho_test luo", "@KHO is a program's", " kho_restore_page+0x1/0x2",
            "Unknown kernel command line parameters \"quiet2\", will be passed to user space.",
            "Malformed early option 'mem'",
        ])
        #expect(log.ids == [[]])
        #expect(log.boots[0].unknownCount == 4)
        #expect(log.boots[0].unknown.map(\.line) == [2, 3, 4, 5])
        #expect(!log.hasFailures)
    }

    @Test("What is said again in the same words is told once, and counted")
    func repeated() {
        let log = explain([
            banner("7.3.4"), "memfd_luo: Unable to restore folio at physical address: 5a1000",
            "memfd_luo: Unable to restore folio at physical address: 5a2000",
            "memfd_luo: Unable to restore folio at physical address: 5a1000",
        ])
        #expect(log.boots[0].messages.map(\.count) == [2, 1])
        #expect(log.boots[0].messages.map { $0.value(.address)?.number } == [0x5a1000, 0x5a2000])
    }

    @Test(
        "A release whose messages have not been read gets a caveat",
        arguments: [
            ("7.3.4", false), ("6.17.8", false), ("7.0.1", true), ("7.9.1", true), ("6.1.2", true), ("x", true),
        ])
    func caveat(_ release: String, _ hasCaveat: Bool) {
        let log = explain([banner(release)])
        #expect((log.boots[0].caveat != nil) == hasCaveat)
    }
}
