import FixtureSupport
import HandoverDocument
import HandoverState
import Testing

/// The documents of real handovers.
@Suite struct CapturedDocumentTests {
    @Test(
        "A document is read as the handover that it was written from", arguments: Fixture.all, DocumentFormat.allCases)
    func roundTrip(_ fixture: Fixture, _ format: DocumentFormat) throws {
        let handover = try DecodedCapture.of(fixture).handover
        let document = try Self.document(of: handover, as: format)
        let read = try HandoverDocumentReader().read(document)
        #expect(read == handover)
        #expect(try Self.document(of: read, as: format) == document)
    }

    @Test("A summary is no document to be read back", arguments: DocumentFormat.allCases)
    func summary(_ format: DocumentFormat) throws {
        let handover = try DecodedCapture.of(.named("7.3.4")).handover
        let document = try Self.document(of: handover, as: format, detail: .summary)
        let error = #expect(throws: DocumentError.self) { try HandoverDocumentReader().read(document) }
        #expect(error?.kind == .summary)
    }

    private static func document(
        of handover: Handover, as format: DocumentFormat, detail: DocumentDetail = .complete
    ) throws -> [UInt8] {
        var document: [UInt8] = []
        try HandoverDocumentEncoder(detail: detail).encode(handover, as: format) { chunk in
            for index in chunk.indices { document.append(chunk[index]) }
        }
        return document
    }
}
