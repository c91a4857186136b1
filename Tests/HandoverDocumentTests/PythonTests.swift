import HandoverDocument
import HandoverState
import Testing

/// What others make of our documents: Python's `json`, PyYAML and `jsonschema`.
@Suite(.enabled(if: Python.isComplete, "python3 with the modules yaml and jsonschema is not installed"))
struct PythonTests {
    @Test func `PyYAML and Python's json read the same values`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        var cases = [try (Handover.sample.text(.json), Handover.sample.text(.yaml))]
        for _ in 0..<60 {
            let handover = Handover.random(using: &generator)
            cases.append(try (handover.text(.json), handover.text(.yaml)))
        }
        let answers = try Python.run(Python.comparison, on: cases.map { ["json": $0.0, "yaml": $0.1] })
        #expect(answers.count == cases.count)
        for (answer, texts) in zip(answers, cases) where answer != "same" {
            Issue.record("seed \(seed): \(answer)\n\(texts.1)")
        }
    }

    @Test(arguments: DocumentFormat.allCases)
    func `What is written satisfies the schema`(format: DocumentFormat) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        var texts: [String] = []
        for detail in DocumentDetail.allCases {
            texts.append(try Handover.sample.text(format, detail))
            for _ in 0..<40 { texts.append(try Handover.random(using: &generator).text(format, detail)) }
        }
        let answers = try Python.run(Python.validation, on: texts.map { [format.rawValue: $0] })
        #expect(answers.count == texts.count)
        for (answer, text) in zip(answers, texts) where answer != "valid" {
            Issue.record("seed \(seed): \(answer)\n\(text)")
        }
    }

    @Test func `What the reader refuses does not satisfy the schema`() throws {
        // Python takes a key twice for the last of the two, totals are not for a schema to count, and a summary is sound.
        let kinds: Set<DocumentError.Kind> = [.duplicateKey, .overlap, .disagreement, .summary]
        let faults = [Fault.ofKeys, Fault.ofTypes, Fault.ofValues].joined().filter {
            !kinds.contains($0.kind) && !$0.isBeyondSchema
        }
        let texts = try faults.map { try $0.text() }
        let answers = try Python.run(Python.validation, on: texts.map { ["json": $0] })
        for (answer, fault) in zip(answers, faults) {
            #expect(answer.hasPrefix("invalid"), "\(fault.testDescription)")
        }
        #expect(faults.count > 35)
    }
}
