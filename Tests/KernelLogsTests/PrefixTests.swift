import KernelLogs
import Testing

@Suite("What stands before a message")
struct PrefixTests {
    private static let message = "Revived memory reservation 'trace' from KHO"
    private static let prefixes = [
        "", "[    0.123456] ", "[    0.123456][    T0] ", "[12345.678901][ T1234] ", "<6>", "<30>",
        "<6>[    1.000000] ",
        "[Sat Nov 21 08:00:00 2026] ", "[2026-11-21T08:00:00,123456+00:00] ", "kern  :info  : [    0.123456] ",
        "kern  :warn  : ", "Nov 21 10:00:00 host kernel: ", "Nov 21 10:00:00 host kernel: [    0.123456] ",
        "2026-11-21T10:00:00+0100 host kernel: ", "[    0.123456] host kernel: ", "6,339,5140900,-;",
        "30,12,98,-,caller=T1;", "\u{1b}[32m[    0.000000] \u{1b}[0m\u{1b}[33m",
        "\u{1b}c\u{1b}[?7l\u{1b}[2J[    0.000000] ",
    ]

    @Test("does not hide it", arguments: prefixes)
    func ignored(_ prefix: String) throws {
        for end in ["", "\r", " ", "\u{1b}[0m"] {
            let log = explain("\(prefix)Linux version 7.3.4 (x)\(end)\n\(prefix)\(Self.message)\(end)\n")
            let said = try #require(log.boots.first?.messages.first, "\(prefix)")
            #expect(log.boots[0].release == "7.3.4")
            #expect(said.message.id == "RMEM-LOG-007")
            #expect(said.text == Self.message)
            #expect(said.value(.region)?.text == "trace")
            #expect(said.line == 2)
        }
    }

    @Test("may be another writer's unfinished line")
    func interleaved() throws {
        let log = explain("Booting from ROM..luo: Block set is corrupted\n")
        #expect(log.ids == [["LUO-LOG-022"]])
    }

    @Test("A name may hold what the format has behind it")
    func names() throws {
        let log = explain([banner("7.3.4"), "luo: Failed to insert session [a] -EEXIST] -EEXIST"])
        let said = try #require(log.boots.first?.messages.first)
        #expect(said.value(.session)?.text == "a] -EEXIST")
        #expect(said.value(.error)?.meaning == "there is one already")
    }

    @Test("Values are told with what they are")
    func values() throws {
        let log = explain(["KHO reserve-mem 'trace' has wrong size (0x100000 != 0x200000)"])
        let said = try #require(log.boots.first?.messages.first)
        #expect(said.value(.found)?.number == 0x100000)
        #expect(said.value(.requested)?.number == 0x200000)
        let marked = explain(["KHO: Marked 0x0x0000000009000000+0x0x0000000000100000 as scratch"])
        #expect(marked.boots.first?.messages.first?.value(.address)?.number == 0x900_0000)
    }
}
