import FixtureSupport
import HandoverDocument
import HandoverState
import Multikernel
import Testing

/// Whether schema and reader refuse the same documents.
@Suite struct SchemaAgreementTests {
    /// A kind of document: its schema, one of it that has every key, and its reader.
    enum Kind: String, CaseIterable {
        case state, plan, machine, instanceTree, overlay

        var schema: String {
            switch self {
            case .state: "handover-state-1"
            case .plan: "handover-plan-1"
            case .machine, .instanceTree, .overlay: "multikernel-1"
            }
        }

        func sound() throws -> JSONValue {
            switch self {
            case .state: try JSONValue(Handover.sample.bytes(.json))
            case .plan: try JSONValue(Array(PlanTests.json.utf8))
            case .machine: try JSONValue(MultikernelTree.machine(.sample).bytes(.json))
            case .instanceTree: try JSONValue(MultikernelTree.instance(.sample).bytes(.json))
            case .overlay: try JSONValue(MultikernelTree.overlay(.sample).bytes(.json))
            }
        }

        func error(of text: [UInt8]) -> DocumentError? {
            do throws(DocumentError) {
                switch self {
                case .state: _ = try HandoverDocumentReader().read(text)
                case .plan: _ = try HandoverPlanReader().read(text)
                case .machine, .instanceTree, .overlay: _ = try MultikernelDocumentReader().read(text)
                }
                return nil
            } catch {
                return error
            }
        }
    }

    /// Whether an error lies between values, or in what a value means, and is not for a schema to tell.
    private static func isBeyondSchema(_ error: DocumentError) -> Bool {
        let words = [
            "again", "twice", "ends before it begins", "each flag once", "multiple of the block size",
            "any machine has", "whole pages",
        ]
        return [.disagreement, .overlap, .summary].contains(error.kind)
            || words.contains { error.reason.contains($0) }
    }

    @Test(arguments: Kind.allCases)
    func `A document with one change is refused by schema and reader alike`(kind: Kind) throws {
        let schema = try JSONSchema(named: kind.schema)
        let mutations = Mutation.all(of: try kind.sound())
        var refused = 0
        for mutation in mutations {
            let violations = schema.violations(of: mutation.document)
            let error = kind.error(of: Array(mutation.document.text.utf8))
            if violations.isEmpty, let error, !Self.isBeyondSchema(error) {
                Issue.record("the schema takes what the reader does not: \(mutation.name): \(error)")
            }
            if error == nil, let violation = violations.first {
                Issue.record("the reader takes what the schema does not: \(mutation.name): \(violation)")
            }
            if error != nil { refused += 1 }
        }
        #expect(refused > 800)
    }

    @Test func `A state with a fault is not as its schema says`() throws {
        let schema = try JSONSchema(named: Kind.state.schema)
        // This reader takes a key twice for two.
        let faults = [Fault.ofKeys, Fault.ofTypes, Fault.ofValues].joined().filter {
            ![.duplicateKey, .overlap, .disagreement, .summary].contains($0.kind) && !$0.isBeyondSchema
        }
        #expect(faults.count > 35)
        for fault in faults {
            #expect(schema.violations(of: try JSONValue(Array(fault.text().utf8))) != [], "\(fault.testDescription)")
        }
    }

    @Test func `A plan with a fault is not as its schema says`() throws {
        let schema = try JSONSchema(named: Kind.plan.schema)
        let beyond = ["overlaps", "once", "twice", "ends within", "whole pages"]
        let faults = PlanTests.faults.filter { fault in !beyond.contains { fault.words.contains($0) } }
        #expect(faults.count > 12)
        for fault in faults {
            #expect(schema.violations(of: try JSONValue(yaml: Array(fault.text.utf8))) != [], "\(fault.text)")
        }
    }

    @Test(
        .enabled(if: Python.isComplete, "python3 with the modules yaml and jsonschema is not installed"),
        arguments: Kind.allCases)
    func `Python's jsonschema is of the same opinion`(kind: Kind) throws {
        let schema = try JSONSchema(named: kind.schema)
        let sound = try kind.sound()
        // Python takes its time; the step has nothing in common with how many changes a value sees.
        let mutations = Mutation.all(of: sound)
        let documents = [sound] + stride(from: 0, to: mutations.count, by: 7).map { mutations[$0].document }
        let answers = try Python.run(
            Python.judgement, on: documents.map { ["json": $0.text] },
            schema: Python.schema(named: kind.schema))
        #expect(answers.count == documents.count)
        for (answer, document) in zip(answers, documents) {
            let own = schema.violations(of: document).isEmpty ? "valid" : "invalid"
            #expect(answer == own, "\(document.text)")
        }
    }
}
