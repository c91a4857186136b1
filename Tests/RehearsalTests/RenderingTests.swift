import HandoverDocument
import Testing

@testable import Rehearsal
@testable import khotool

struct RehearsalRenderingTests {
    static func report(
        ending: RehearsalReport.Ending = .finished, handover: RehearsalReport.Acceptance = .accepted,
        file: Verdict = .revived
    ) -> RehearsalReport {
        let expected = FileFacts(size: 4096, position: 12, seals: 2, hash: 0xabc)
        return RehearsalReport(
            kernel: RehearsalReport.Kernel(
                path: "bzImage", version: "7.3.4-kho (root@vm) #2", release: "7.3.4-kho", commandLine: "kho=on"),
            ending: ending, seconds: 2.449, machineSize: 320 << 20, handover: handover, preservedBytes: 2_707_456,
            missingBytes: 0, overwrittenBytes: 260 << 20,
            sessions: [
                SessionOutcome(
                    name: "vm-0", verdict: .revived,
                    files: [
                        FileOutcome(
                            token: 0x100, handler: "memfd-v2", verdict: file, expected: expected, found: expected)
                    ])
            ],
            flbs: [ItemOutcome(name: "flb", verdict: .unknown("no word of it"))],
            regions: [ItemOutcome(name: "trace", verdict: .revived)], test: .revived, alarms: [],
            log: ["KHO: found kexec handover data."], lastLines: ["reboot: machine restart"])
    }

    @Test func `Text says first how it went, then of what`() {
        let lines = RehearsalText(report: Self.report(), style: .plain, showsAll: false).lines()
        #expect(
            lines == [
                "Kernel    7.3.4-kho, bzImage",
                "Machine   320 MiB, 2.4 s, ran to the end",
                "Handover  accepted",
                "Memory    2.5 MiB preserved",
                "Result    all of 4 items revived, 1 not told",
                "",
                "Sessions",
                "  vm-0  revived, 1 of 1 file revived",
                "",
                "Objects",
                "  flb                       not told: no word of it",
                "",
                "Reserved memory",
                "  trace                     revived",
                "",
                "Test",
                "  kho_test                  revived",
            ])
    }

    @Test func `Where something failed, text shows what, and the log`() {
        let report = Self.report(
            ending: .panicked("Kernel panic - not syncing: Fatal"), file: .differs(["size 1, was 4096"]))
        let lines = RehearsalText(report: report, style: .plain, showsAll: false).lines()
        #expect(lines.contains("Machine   320 MiB, 2.4 s, Kernel panic - not syncing: Fatal"))
        #expect(lines.contains("Result    1 of 5 items not revived, 1 not told"))
        #expect(lines.contains("  vm-0  revived, 0 of 1 file revived"))
        #expect(lines.contains { $0.hasSuffix("memfd-v2   differs: size 1, was 4096") })
        #expect(lines.contains("  KHO: found kexec handover data."))
        #expect(lines.contains("  reboot: machine restart"))
    }

    @Test func `The document says it in words and numbers`() throws {
        let refused = RehearsalReport.Acceptance.refused(["KHO: disabling KHO revival"])
        let bytes = try Self.document(of: Self.report(handover: refused))
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(
            text == """
                {
                  "schema": "https://khotool.dev/schemas/rehearsal-1.json",
                  "revived": false,
                  "kernel": {
                    "image": "bzImage",
                    "version": "7.3.4-kho (root@vm) #2",
                    "release": "7.3.4-kho",
                    "commandLine": "kho=on"
                  },
                  "machine": {"size": 335544320, "milliseconds": 2449, "ending": "finished"},
                  "handover": {
                    "verdict": "refused",
                    "reasons": [
                      "KHO: disabling KHO revival"
                    ]
                  },
                  "memory": {"preservedBytes": 2707456, "missingBytes": 0, "overwrittenBytes": 272629760},
                  "sessions": [
                    {
                      "name": "vm-0",
                      "verdict": "revived",
                      "files": [
                        {"token": "0x100", "handler": "memfd-v2", "verdict": "revived", \
                "expected": {"size": 4096, "position": 12, "seals": "0x2", "fnv1a64": "0xabc"}, \
                "found": {"size": 4096, "position": 12, "seals": "0x2", "fnv1a64": "0xabc"}}
                      ]
                    }
                  ],
                  "flbs": [
                    {"name": "flb", "verdict": "unknown", "reasons": ["no word of it"]}
                  ],
                  "reserveMem": [
                    {"name": "trace", "verdict": "revived"}
                  ],
                  "test": {"verdict": "revived"},
                  "alarms": [],
                  "log": [
                    "KHO: found kexec handover data."
                  ],
                  "lastLines": [
                    "reboot: machine restart"
                  ]
                }

                """)
    }

    static func document(of report: RehearsalReport) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var writer = JSONWriter { chunk throws(ByteSinkError) in
            for index in chunk.indices { bytes.append(chunk[index]) }
        }
        try RehearsalDocument(report: report).write(to: &writer)
        try writer.finish()
        return bytes
    }

    @Test func `Nothing else than all of it is a success`() {
        #expect(Self.report().isRevived)
        #expect(!Self.report(ending: .restarted).isRevived)
        #expect(!Self.report(handover: .unknown).isRevived)
        #expect(!Self.report(file: .lost("gone")).isRevived)
    }
}
