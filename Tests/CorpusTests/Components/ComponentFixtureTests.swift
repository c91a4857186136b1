import ComponentSupport
import FixtureSupport
import Foundation
import HandoverABI
import HandoverCoding
import HandoverState
import Testing

@Suite("Fixtures of components")
struct ComponentFixtureTests {
    private static let formats = ComponentFormat.known.filter { $0.place != .orchestrator }.map(\.name)

    private static func fixture(_ name: String) throws -> ComponentFixture {
        try ComponentFixture(try #require(ComponentFormat.known.named(name)))
    }

    private static func components(_ state: HandoverState) -> [ComponentState] {
        (state.liveUpdate?.flbs ?? []).compactMap(\.component)
            + (state.liveUpdate?.sessions ?? []).flatMap { $0.files.compactMap(\.component) }
    }

    /// Holds the image that is kept to its recipe, or writes it anew.
    private func check(_ fixture: ComponentFixture) throws {
        let image = try fixture.made()
        if ProcessInfo.processInfo.environment["KHO_RECORD"] == "1" { try fixture.keep(image) }
        // Not shown where they differ: they are megabytes.
        let isSame = try fixture.kept() == image
        #expect(isSame, "KHO_RECORD=1 swift test --filter ComponentFixtureTests writes \(fixture.path) anew")
    }

    @Test("The image of a format is what its recipe gives; with KHO_RECORD=1 it is written anew", arguments: formats)
    func recipe(_ name: String) throws {
        try check(Self.fixture(name))
    }

    @Test("The image of a format is read as what went in", arguments: formats)
    func decodes(_ name: String) throws {
        let fixture = try Self.fixture(name)
        let handover = try fixture.decoded().handover
        #expect(handover.remarks.filter { $0.severity == .damage }.map(\.message) == [])
        let format = try #require(fixture.formats.first)
        let read = try #require(Self.components(handover.state).first)
        #expect(read.abi == name)
        #expect(read.root.withoutPlaces(format) == format.filled.withoutPlaces(format))
    }

    @Test("A full structure of a format is told by its bytes alone", arguments: formats)
    func identifies(_ name: String) throws {
        let read = try #require(Self.components(Self.fixture(name).decoded(by: .known).handover.state).first)
        #expect(read.abi == name || read.alternatives.contains(name), "\(read.abi): \(read.evidence)")
    }

    @Test("The image of a hypervisor is what its recipe gives; with KHO_RECORD=1 it is written anew")
    func hypervisorRecipe() throws {
        try check(ComponentFixture(Hypervisor()))
    }

    @Test("A hypervisor's components are read as what went in, every format told by its bytes")
    func hypervisor() throws {
        let fixture = try ComponentFixture(Hypervisor())
        let handover = try fixture.decoded(by: .known).handover
        #expect(handover.remarks.filter { $0.severity == .damage }.map(\.message) == [])
        let (made, read) = (Self.components(fixture.state), Self.components(handover.state))
        #expect(read.count == made.count)
        for (made, read) in zip(made, read) {
            #expect(read.abi == made.abi || read.alternatives.contains(made.abi), "\(read.abi): \(read.evidence)")
        }
        let graph = ComponentGraph(of: try #require(handover.state.liveUpdate), formats: ComponentFormat.known)
        let ends = graph.edges.map(\.end)
        #expect(!ends.contains { if case .dangling = $0 { true } else { false } })
    }
}
