import HandoverDocument
import HandoverState
import Testing

@Suite struct RoundTripTests {
    @Test(arguments: DocumentFormat.allCases)
    func `What was written is read as the same value and written as the same bytes`(format: DocumentFormat) throws {
        let bytes = try Handover.sample.bytes(format)
        let read = try HandoverDocumentReader().read(bytes)
        #expect(read == Handover.sample)
        #expect(try read.bytes(format) == bytes)
    }

    @Test(arguments: DocumentFormat.allCases)
    func `Random handovers survive`(format: DocumentFormat) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for round in 0..<500 {
            let handover = Handover.random(using: &generator)
            let bytes = try handover.bytes(format)
            do {
                let read = try HandoverDocumentReader().read(bytes)
                let again = try read.bytes(format)
                guard read == handover, again == bytes else {
                    Issue.record("seed \(seed), round \(round):\n\(String(decoding: bytes, as: UTF8.self))")
                    return
                }
            } catch {
                Issue.record("seed \(seed), round \(round): \(error)\n\(String(decoding: bytes, as: UTF8.self))")
                return
            }
        }
    }
}
