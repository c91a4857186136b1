import Testing

@testable import Rehearsal

struct KernelLogTests {
    @Test func `Lines lose their time, their carriage returns and what a terminal would eat`() {
        let text = "[    0.000000] Linux version 7.3.4\r\n\u{1b}c[    1.25] KHO: found\r\n[gap 0x1-0x2] free\n\r\n"
        #expect(
            KernelLog(Array(text.utf8)).lines == [
                "Linux version 7.3.4", "c[    1.25] KHO: found", "[gap 0x1-0x2] free",
            ])
    }

    @Test func `The lines that tell of a handover are kept, each once`() {
        let log = KernelLog(
            Array(
                """
                Linux version 7.3.4-kho (root@vm) #2 SMP
                Command line: kho=on liveupdate=on console=ttyS0
                KHO: found kexec handover data.
                Memory: 142856K/261624K available
                Revived memory reservation 'trace' from KHO
                    liveupdate=on
                luo: Retrieved live update data, liveupdate number: 1
                BUG: unable to handle page fault for address: ffd400000061f528
                CPU: 0 UID: 0 PID: 0 Comm: swapper Not tainted 6.18.15-kho #1
                KHO: found kexec handover data.
                Kernel panic - not syncing: Attempted to kill the idle task!
                """.utf8))
        #expect(
            log.decisive == [
                "KHO: found kexec handover data.", "Revived memory reservation 'trace' from KHO",
                "luo: Retrieved live update data, liveupdate number: 1",
                "BUG: unable to handle page fault for address: ffd400000061f528",
                "Kernel panic - not syncing: Attempted to kill the idle task!",
            ])
        #expect(log.alarms == ["BUG: unable to handle page fault for address: ffd400000061f528"])
        #expect(log.panic == "Kernel panic - not syncing: Attempted to kill the idle task!")
    }
}

struct GuestReportTests {
    @Test func `A report says what was asked for and what came back`() {
        let report = GuestReport([
            "@kho begin", "@kho release 7.3.4-kho", "@kho handover 0", "@kho subtree LUO", "@kho subtree memblock",
            "@kho test -2", "@kho filled 260", "@kho liveupdate 0", "@kho session 0 0",
            "@kho file 0 0x100 0 4096 2763 6 0xc0599a0c8b8ca354", "@kho file 0 0xffffffffffffffff -5",
            "@kho finish 0 0", "@kho session 1 -2", "@kho end",
        ])
        #expect(report.release == "7.3.4-kho")
        #expect(report.handover == 0)
        #expect(report.subtrees == ["LUO", "memblock"])
        #expect(report.test == -2)
        #expect(report.filled == 260)
        #expect(report.liveUpdate == 0)
        #expect(report.sessions == [0: 0, 1: -2])
        #expect(report.finishes == [0: 0])
        #expect(
            report.files[0]?[0x100]
                == .retrieved(size: 4096, position: 2763, seals: 6, hash: 0xc059_9a0c_8b8c_a354))
        #expect(report.files[0]?[.max] == .refused(-5))
        #expect(report.isComplete)
    }

    @Test func `Lines of the kernel, and lines that are cut, are passed over`() {
        let report = GuestReport([
            "KHO: found kexec handover data.", "@kho file 0 0x100 0 4096", "@kho session 0", "@kho file", "@kho",
            "junk@kho liveupdate 0", "@kho session x 0",
        ])
        #expect(report.sessions.isEmpty)
        #expect(report.files.isEmpty)
        // The console may have something of its own before it.
        #expect(report.liveUpdate == 0)
        #expect(!report.isComplete)
    }

    @Test func `The orders name each session in digits and each file by its token`() {
        let liveUpdate = SampleState.liveUpdate
        #expect(GuestFiles.orders(asking: liveUpdate) == "S 766d2030\nF 100\nF 101\nS 64\nF ffffffffffffffff\n")
        #expect(GuestFiles.orders(asking: nil) == "")
    }
}
