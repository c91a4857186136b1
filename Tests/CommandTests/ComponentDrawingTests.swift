import ComponentSupport
import FixtureSupport
import HandoverABI
import HandoverState
import Testing

@testable import khotool

private let hasGraphViz = (try? Launch("/usr/bin/env", ["dot", "-V"]).run().status) == 0

@Suite("Drawings and reports of components")
struct ComponentDrawingTests {
    private func drawing(_ state: LiveUpdate) -> String {
        ComponentDrawing(state, formats: ComponentFormat.known).lines().joined(separator: "\n") + "\n"
    }

    private func report(_ state: LiveUpdate) -> [String] {
        LiveUpdateReport(liveUpdate: state, style: .plain, limits: .none).lines()
    }

    @Test("A drawing has a frame for each session and object, and a line for each reference")
    func drawsMachine() {
        let text = drawing(Hypervisor().liveUpdate)
        #expect(text.contains("label=\"session vm-0\""))
        #expect(text.contains("label=\"PCI (pci-v2)\""))
        #expect(text.contains("0000:01:00.0\\nbridge, 2 devices"))
        #expect(!text.contains("not there"))
        #expect(text == drawing(Hypervisor().liveUpdate))
    }

    @Test("What is not there is drawn as missing")
    func drawsDangling() {
        var state = Hypervisor().liveUpdate
        state.sessions?[1].files.removeAll { $0.token == 0x40 }
        #expect(drawing(state).contains("label=\"iommufd_ser 0x40:\\nnot there\""))
    }

    @Test("Names cannot end the strings of a drawing")
    func escapesNames() {
        var state = Hypervisor().liveUpdate
        state.sessions?[0].name = "a\"]; b\\\n\u{1b}[2J"
        let text = drawing(state)
        #expect(text.contains("label=\"session a\\\"]; b\\\\\\\\u{a}\\\\u{1b}[2J\""))
    }

    @Test(
        "GraphViz takes drawings, whatever the names are",
        .enabled(if: hasGraphViz, "GraphViz (dot) is not installed"))
    func isTakenByGraphViz() throws {
        let folder = try TemporaryFolder()
        var state = Hypervisor().liveUpdate
        for name in ["vm-1", "\\\"}{<b>\u{202e}"] {
            state.sessions?[1].name = name
            let path = try folder.write(Array(drawing(state).utf8), to: "handover.dot")
            let outcome = try Launch("/usr/bin/env", ["dot", "-Tplain", path]).run()
            #expect(outcome.status == 0)
            #expect(outcome.errors.isEmpty)
            #expect(String(decoding: outcome.output, as: UTF8.self).contains("virtual machine"))
        }
    }

    @Test("A report tells what files are and what they are linked to")
    func reportsFiles() {
        let lines = report(Hypervisor().liveUpdate)
        #expect(
            lines.contains {
                $0.contains("vfio-pci@2026-02  PCI device 0000:02:00.0") && $0.hasSuffix("→ iommufd 0x40")
            })
        #expect(lines.contains { $0.contains("vCPU 1") && $0.contains("→ virtual machine 0x10") })
        #expect(lines.contains { $0.contains("page table 0x2 → domain 1") })
    }

    @Test("A report has functions below their bridges, with who holds them")
    func reportsFunctions() {
        let lines = report(Hypervisor().liveUpdate)
        #expect(lines.contains("└─ 0000:00:01.0, bridge, 4 devices"))
        #expect(lines.contains("   ├─ 0000:01:00.0, bridge, 2 devices"))
        #expect(lines.contains("   │  ├─ 0000:02:00.0 ← vm-0 0x50"))
    }
}
