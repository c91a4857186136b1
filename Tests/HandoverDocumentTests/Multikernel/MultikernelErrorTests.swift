import HandoverDocument
import Multikernel
import Testing

@Suite("Faults of multikernel documents are named with their places")
struct MultikernelErrorTests {
    /// A fault: the text below `schema`, the line and column of the error, its kind, and words of it.
    struct Fault: CustomTestStringConvertible, Sendable {
        let text: String
        let line: Int
        let column: Int
        let kind: DocumentError.Kind
        let words: String

        init(_ text: String, _ line: Int, _ column: Int, _ kind: DocumentError.Kind, _ words: String) {
            self.text = "schema: \(MultikernelDocument.schema)\n" + text
            self.line = line
            self.column = column
            self.kind = kind
            self.words = words
        }

        var testDescription: String { words }
    }

    private static func cpus(_ text: String, _ kind: DocumentError.Kind, _ words: String) -> Fault {
        Fault("kind: baseline\nresources:\n  cpus: \(text)", 4, 9, kind, words)
    }

    static let faults: [Fault] = [
        cpus("0-4294967295", .tooLarge, "found \"0-4294967295\", expected at most 1048576 processors"),
        cpus("0-18446744073709551615", .tooLarge, "at most 1048576 processors"),
        cpus("7-4", .wrongValue, "the range 7-4, which ends before it begins, expected 4-7"),
        cpus("4-7,6", .wrongValue, "processor 6 again"),
        cpus("\"1,1\"", .wrongValue, "processor 1 again"),
        cpus("010", .wrongValue, "found the number 010"),
        cpus("1_0", .wrongValue, "found the number 1_0"),
        cpus("1-2-3", .wrongValue, "processors such as 4-7,12"),
        cpus("4-", .wrongValue, "processors such as 4-7,12"),
        cpus("four", .wrongValue, "found \"four\""),
        cpus("2026-08-01", .wrongValue, "found the number 2026-08-01"),
        Fault("kind: baseline\nresources:\n  cpus:", 4, 8, .wrongValue, "found nothing"),
        cpus("-1", .wrongValue, "found the number -1"),
        Fault(
            "kind: baseline\nresources:\n  cpus: {ids: 4294967296, cells: 32}", 4, 15, .disagreement,
            "no room in 32 bits"),
        Fault("kind: baseline\nresources:\n  cpus: {ids: 1, cells: 16}", 4, 25, .wrongValue, "32 or 64"),
        Fault("kind: baseline\nresources:\n  cpus: [4, x]", 4, 13, .wrongValue, "found \"x\""),
        Fault("kind: baseline\nresources:\n  memory: 2GB", 4, 11, .wrongValue, "a size such as"),
        Fault("kind: baseline\nresources:\n  memory: 010", 4, 11, .outOfRange, "found the number 010"),
        Fault("kind: baseline\nresources:\n  memory: [{base: 1}]", 4, 12, .missingKey, "found no key size"),
        Fault("kind: baseline\nresources:\n  processors: 1", 4, 3, .unknownKey, "expected one of cpus, cpusAvailable"),
        Fault("kind: baseline\nresources: {devices: [{name: a, pci: 3b:00.1}]}", 3, 38, .wrongValue, "a PCI address"),
        Fault("kind: baseline\nresources: {devices: [{pci: \"0:0:0.1\"}]}", 3, 23, .missingKey, "found no key name"),
        Fault(
            "kind: baseline\nresources: {devices: [{name: a, pci: \"0:0:0.1\", acpi: x}]}", 3, 23, .disagreement,
            "found in one way"),
        Fault("resources: {}", 1, 1, .missingKey, "found no key kind"),
        Fault("kind: baselines", 2, 7, .wrongValue, "one of baseline, pool, host"),
        Fault("kind: baseline\ninstances: []", 2, 7, .disagreement, "expected instanceList"),
        Fault("kind: host\nresources: {}", 2, 7, .disagreement, "a host has resources and"),
        Fault("kind: boot\ninstance: {name: web}", 2, 7, .disagreement, "a boot tree has chosen"),
        Fault("kind: instance\ninstance: {id: 1}", 3, 11, .missingKey, "found no key name"),
        Fault("kind: instance\ninstance: {name: \"a\\0b\"}", 3, 18, .wrongValue, "text without NUL"),
        Fault("kind: instance\ninstance: {name: no}", 3, 18, .wrongType, "without quotes"),
        Fault("kind: instance\ninstance: {name: a, chosen: {}}", 3, 11, .disagreement, "in instance-create"),
        Fault(
            "kind: instance\ninstance: {name: a, cpus: 1, withoutResources: true}", 3, 11, .disagreement, "none where"),
        Fault(
            "kind: instance\ninstance: {name: a, devices: [a], deviceNames: [b]}", 3, 11, .disagreement, "at most one"),
        Fault(
            "kind: overlay\nfragments:\n- target: /resources\n  operations: [{}]", 5, 16, .wrongValue, "no operation"),
        Fault(
            "kind: overlay\nfragments:\n- operations: [{cpu-add: 1, cpu-remove: 2}]", 4, 16, .wrongValue,
            "found cpu-remove and cpu-add"),
        Fault(
            "kind: overlay\nfragments:\n- operations: [{cpu-add: [{numaNode: 1}]}]", 4, 27, .missingKey,
            "neither id nor name"),
        Fault("kind: overlay\nfragments: 1", 3, 12, .wrongType, "expected a list"),
        Fault("kind: overlay\nfragments: []\nresources: {}", 4, 1, .unknownKey, "found the key \"resources\""),
        Fault(
            "kind: overlay\nfragments: []\nother: {properties: [{name: a, cells: [1], bytes: \"00\"}]}", 4, 22,
            .wrongValue,
            "found cells and bytes"),
    ]

    @Test("A fault has the place and the reason", arguments: faults)
    func fault(_ fault: Fault) throws {
        let error = #expect(throws: DocumentError.self) {
            try MultikernelDocumentReader().read(Array(fault.text.utf8))
        }
        #expect(error?.kind == fault.kind)
        #expect(error?.line == fault.line)
        #expect(error?.column == fault.column)
        #expect(error?.reason.contains(fault.words) == true, "\(error.map { "\($0)" } ?? "")")
    }

    @Test("Processors are counted over all of the document before memory is taken")
    func allowance() {
        let instances = (0..<20).map { "{name: i\($0), cpus: 0-99999}" }.joined(separator: ", ")
        let text = "schema: \(MultikernelDocument.schema)\nkind: instanceList\ninstances: [\(instances)]"
        let error = #expect(throws: DocumentError.self) {
            try MultikernelDocumentReader().read(Array(text.utf8))
        }
        #expect(error?.kind == .tooLarge)
        #expect(error?.path == "instances[10].cpus")
    }

    @Test("A document of another schema is called that")
    func otherSchema() {
        for text in ["schema: \(HandoverDocument.schema)", "kind: overlay", "{\"schema\": 1}", "[]"] {
            let error = #expect(throws: DocumentError.self) {
                try MultikernelDocumentReader().read(Array(text.utf8))
            }
            #expect(error?.line == 1)
            #expect(!MultikernelDocumentReader.isOne(Array(text.utf8)))
        }
    }
}
