import FixtureSupport
import Foundation
import HandoverABI
import Testing

@testable import HandoverDocument

/// Descriptions of formats that files hold.
@Suite struct ComponentFormatReaderTests {
    private func text(of format: ComponentFormat, as form: DocumentFormat) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try ComponentFormatEncoder().encode(format, as: form) { chunk in
            for index in chunk.indices { bytes.append(chunk[index]) }
        }
        return bytes
    }

    private func error(_ text: String) -> DocumentError? {
        do {
            _ = try ComponentFormatReader().read(Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    private static let small = """
        component: thing
        revision: v1
        compatible: thing-v1
        place: file
        root: thing_ser
        structures:
          - name: thing_ser
            size: 16
            members:
              - {name: count, at: 0, type: u64}
              - {name: list, at: 8, type: pages, of: item}
          - name: item
            size: 8
            members:
              - {name: value, at: 0, type: u64}

        """

    @Test("Every known format can be written, and is read back as the same value")
    func roundTrip() throws {
        let schema = try JSONSchema(named: "component-format-1")
        for format in ComponentFormat.known where format.place != .orchestrator {
            for form in DocumentFormat.allCases {
                let read = try ComponentFormatReader(knowing: []).read(text(of: format, as: form))
                #expect(read == format, "\(format.name) as \(form)")
            }
            let violations = schema.violations(of: try JSONValue(text(of: format, as: .json)))
            #expect(violations.isEmpty, "\(format.name): \(violations)")
        }
    }

    @Test("What is wrong with a description is told at its line and column")
    func mistakes() {
        let cases: [(String, String, String)] = [
            (
                "type: u64}\n      - {name: list", "type: u72}\n      - {name: list",
                "line 10, column 36: structures[0].members[0].type"
            ),
            (
                "at: 8, type: pages", "at: 4, type: pages",
                "line 7, column 5: structures[0]: thing_ser: \"count\" and \"list\" overlap"
            ),
            (
                "at: 8, type: pages", "at: 12, type: pages",
                "line 11, column 9: structures[0].members[1]: thing_ser.list: 8 bytes at 12"
            ),
            (
                "of: item}", "of: items}",
                "line 11, column 9: structures[0].members[1]: thing_ser.list: there is no \"items\""
            ),
            ("root: thing_ser", "root: thing", "line 5, column 7: root: the structure \"thing\""),
            ("place: file", "place: shelf", "line 4, column 8: place: found \"shelf\""),
            ("place: file", "place: orchestrator", "line 4, column 8: place"),
            ("size: 16", "size: 0x10000000000", "line 8, column 11: structures[0].size"),
            ("type: pages, of: item", "type: pages", "line 11, column 9: structures[0].members[1]: found no key of"),
            ("type: u64}\n  - name: item", "type: u64, of: item}\n  - name: item", ""),
            (
                "{name: count, at: 0, type: u64}", "{name: count, at: 0, type: u64, next: x}",
                "line 10, column 47: structures[0].members[0].next: found the key next"
            ),
            ("component: thing", "component: pci\nrank: 1", "line 5, column 8: place: found another place than"),
        ]
        for (part, replacement, expected) in cases where Self.small.contains(part) {
            let found = error(Self.small.replacing(part, with: replacement)).map { "\($0)" } ?? "none"
            #expect(found.hasPrefix(expected), "\(replacement): \(found)")
        }
        #expect(error(Self.small) == nil)
    }

    @Test("A format that is known already is no new one")
    func known() throws {
        let format = try #require(ComponentFormat.known.named("pci@v9"))
        let text = String(decoding: try text(of: format, as: .yaml), as: UTF8.self)
        #expect(error(text)?.path == "revision")
        #expect(error(text.replacing("revision: v9", with: "revision: v10")) == nil)
    }

    @Test("A structure that leads to itself is refused")
    func cycle() {
        let text = Self.small.replacing(
            "{name: value, at: 0, type: u64}", with: "{name: value, at: 0, type: pointer, of: thing_ser}")
        #expect(error(text)?.reason.contains("leads to itself") == true)
    }

    @Test("Too much of anything is refused before it costs anything")
    func bounds() {
        let members = (0..<600).map { "      - {name: m\($0), at: 0, type: u8}\n" }.joined()
        #expect(error(Self.small + members)?.kind == .tooLarge)
        let long = String(repeating: "x", count: 65)
        #expect(error(Self.small.replacing("thing-v1", with: long))?.path == "compatible")
        let padding = "gaps: [\"" + String(repeating: "x", count: 1 << 20) + "\"]\n"
        #expect(error(Self.small + padding)?.kind == .tooLarge)
    }

    @Test("No mutation of a description makes the reader fail otherwise than with a place in it")
    func mutations() throws {
        let names = ["iommu@v1-intel", "kvm-vcpu@x86-2026-09", "pci@v2-tree", "cpus@x86-2026-09"]
        for name in names {
            let format = try #require(ComponentFormat.known.named(name))
            let bytes = try text(of: format, as: .yaml)
            var generator = SeededGenerator(seed: 7)
            for round in 0..<300 {
                var changed = bytes
                if round % 3 == 0 {
                    changed.removeLast(Int.random(in: 1..<bytes.count, using: &generator))
                } else {
                    for _ in 0..<(1 + round % 4) {
                        let place = Int.random(in: 0..<changed.count, using: &generator)
                        changed[place] =
                            round % 2 == 0
                            ? UInt8.random(in: 0x20...0x7e, using: &generator) : UInt8(ascii: "9")
                    }
                }
                do {
                    let read = try ComponentFormatReader(knowing: []).read(changed)
                    #expect(read.problems.isEmpty)
                } catch {
                    #expect(error.line >= 1 && error.column >= 1)
                }
            }
        }
    }
}
