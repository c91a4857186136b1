import Captures
import FixtureSupport
import HandoverState
import Testing

/// Trimmed images of real handovers.
@Suite struct TrimTests {
    @Test("A trimmed image decodes to the same handover", arguments: Fixture.withContents)
    func everything(_ fixture: Fixture) throws {
        let original = try DecodedCapture.of(fixture)
        let trimmed = try Self.trimmed(original, .everything)
        #expect(trimmed.handover == original.handover)
    }

    @Test("An image of the structures alone decodes to the same but for the sum of the test", arguments: Fixture.all)
    func structures(_ fixture: Fixture) throws {
        let original = try DecodedCapture.of(fixture)
        let trimmed = try Self.trimmed(original, .structures)
        var expected = original.state
        expected.test?.computedChecksum = nil
        #expect(trimmed.state == expected)
        #expect(trimmed.handover.abi == original.handover.abi)
        let remarks = trimmed.capture.remarks + trimmed.handover.remarks
        #expect(remarks.map(\.severity) == [.unavailable])
        #expect(remarks.map(\.path) == ["/kho_test"])
    }

    @Test("Trimming a trimmed image changes no byte")
    func stable() throws {
        let folder = try TemporaryFolder()
        let original = try DecodedCapture.of(.named("7.3.4"))
        try Trim(.everything).write(original.capture, original.result, to: folder.path("first"))
        let again = try DecodedCapture(path: folder.path("first"))
        try Trim(.everything).write(again.capture, again.result, to: folder.path("second"))
        #expect(try folder.read("first") == folder.read("second"))
    }

    private static func trimmed(_ original: DecodedCapture, _ contents: Trim.Contents) throws -> DecodedCapture {
        let folder = try TemporaryFolder()
        try Trim(contents).write(original.capture, original.result, to: folder.path("trimmed.elf"))
        return try DecodedCapture(path: folder.path("trimmed.elf"))
    }
}
