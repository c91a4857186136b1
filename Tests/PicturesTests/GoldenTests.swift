import Captures
import FixtureSupport
import Foundation
import HandoverCoding
import HandoverState
import Multikernel
import Pictures
import Testing

/// Drawings that readers of the project find, and drawings of what real kernels left behind.
@Suite struct GoldenTests {
    private func picture(of fixture: Fixture, columns: Int) throws -> Picture {
        guard case .handover(let capture) = try Capture.open(fixture.path("memory.elf.gz")) else {
            throw MissingFixture(path: fixture.name)
        }
        let decoded = try capture.decode()
        return HandoverMap(decoded.handover, structures: decoded.located ?? []).picture(columns: columns)
    }

    private func check(_ text: String, _ name: String) throws {
        let file = Fixture.root.appending(path: "pictures").appending(path: name)
        if ProcessInfo.processInfo.environment["KHO_RECORD"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let written = try String(decoding: Data(contentsOf: file), as: UTF8.self)
        #expect(text == written, "KHO_RECORD=1 swift test --filter GoldenTests draws \(name) anew")
    }

    @Test("A machine is drawn as its golden file; with KHO_RECORD=1 that is drawn anew")
    func machine() throws {
        let map = MultikernelMap(Examples.machine(nodes: 2, cpus: 32, devices: 8, instances: 3))
        try check(SVGDrawing(map.picture(columns: SVGDrawing.columns)).text, "machine.svg")
        let text = TextDrawing(map.picture(columns: TextDrawing.columns(width: 100))).lines()
        try check(text.joined(separator: "\n") + "\n", "machine.txt")
    }

    @Test("A handover is drawn as its golden file; with KHO_RECORD=1 that is drawn anew")
    func handover() throws {
        let fixture = try Fixture.named("7.3.4")
        try check(SVGDrawing(picture(of: fixture, columns: SVGDrawing.columns)).text, "handover.svg")
        let text = TextDrawing(try picture(of: fixture, columns: TextDrawing.columns(width: 100))).lines()
        try check(text.joined(separator: "\n") + "\n", "handover.txt")
    }

    @Test("Every capture is drawn, with every session and region in it", arguments: Fixture.all)
    func captures(_ fixture: Fixture) throws {
        let picture = try picture(of: fixture, columns: SVGDrawing.columns)
        let document = try #require(WellFormed(SVGDrawing(picture).text))
        let facts = try fixture.facts()
        #expect(
            picture.owners.count { $0.name.hasPrefix("session ") } == facts.subtrees["LUO"]?.sessions?.count ?? 0)
        for owner in picture.owners where owner.isListed { #expect(document.texts.contains(owner.name)) }
    }

    @Test("Owners together have as many bytes as are preserved", arguments: Fixture.withSessions)
    func totals(_ fixture: Fixture) throws {
        guard case .handover(let capture) = try Capture.open(fixture.path("memory.elf.gz")) else {
            throw MissingFixture(path: fixture.name)
        }
        let decoded = try capture.decode()
        var handover = decoded.handover
        handover.state.scratch = nil
        let structures = (decoded.located ?? []).filter { $0.kind != .map }
        let picture = HandoverMap(handover, structures: structures).picture(columns: SVGDrawing.columns)
        let sum = picture.owners.reduce(0 as UInt64) { $0 + $1.bytes }
        // The root tree is handed over without being preserved by some kernels.
        let preserved = handover.state.memory?.byteCount ?? 0
        #expect((preserved...preserved + 0x1000).contains(sum))
        let unclaimed = picture.owners.first { $0.paint == .unclaimed }
        #expect((unclaimed?.bytes ?? .max) * 20 < preserved)
    }
}
