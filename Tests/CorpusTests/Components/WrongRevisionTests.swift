import ComponentSupport
import FixtureSupport
import HandoverABI
import HandoverCoding
import HandoverState
import Testing

/// Bytes that one revision of a component wrote, read by the others that go by the same string.
@Suite struct WrongRevisionTests {
    /// A string that several revisions have.
    private struct Family: Hashable {
        let string: String
        let place: ComponentFormat.Place
    }

    private static var families: [[ComponentFormat]] {
        let formats = ComponentFormat.known.filter { $0.place != .orchestrator }
        return Dictionary(grouping: formats) { Family(string: $0.compatible, place: $0.place) }.values
            .filter { $0.count > 1 }.sorted { $0[0].name < $1[0].name }
    }

    private static func component(_ state: HandoverState) -> ComponentState? {
        state.liveUpdate?.flbs?.first?.component ?? state.liveUpdate?.sessions?.first?.files.first?.component
    }

    /// Whether the bytes of one revision contradict another.
    private static func verdict(of image: ComponentFixture, by reader: ComponentFormat) throws -> String {
        let handover = try image.decoded(by: ComponentFormats([reader])).handover
        // Of one format alone, what does not contradict it is certain.
        return component(handover.state)?.confidence == .certain ? "undecidable" : "noticed"
    }

    @Test("What one revision wrote is told from another's by its bytes, but for the pairs that are listed")
    func pairs() throws {
        var table: [String] = []
        for family in Self.families {
            for writer in family {
                let image = try ComponentFixture(writer)
                for reader in family where reader != writer {
                    table.append("\(writer.name) as \(reader.name): \(try Self.verdict(of: image, by: reader))")
                }
            }
        }
        #expect(table == Self.table)
    }

    @Test("The revision is named, or all that it could be")
    func identified() throws {
        var table: [String] = []
        for writer in Self.families.joined() {
            let state = try Self.component(ComponentFixture(writer).decoded(by: .known).handover.state)
            let read = try #require(state)
            #expect(read.abi == writer.name || read.alternatives.contains(writer.name))
            table.append(
                "\(writer.name): \(read.abi), \(read.confidence)"
                    + (read.alternatives.isEmpty ? "" : "; or " + read.alternatives.joined(separator: ", ")))
        }
        #expect(table == Self.identities)
    }

    private static let table: [String] = []

    private static let identities: [String] = []
}
