import HandoverDocument
import HandoverState
import PhysicalMemory
import Testing

@Suite("Plans are read strictly, and faults are named with their places")
struct PlanTests {
    private func plan(_ text: String) throws(DocumentError) -> HandoverPlan {
        try HandoverPlanReader().read(Array(text.utf8))
    }

    static let yaml = """
        kernel: {release: 7.3.4, kexecCount: 3}
        ram: [{address: 0x100000, size: 511MiB}]
        scratch: [{address: 0x1000000, size: 16 MiB}]
        reserveMem: [{name: trace, address: 0xc000000, size: 64KiB, content: {hex: "c0ff"}}]
        liveUpdate:
          number: 4
          sessions:
            - name: vm-0
              files:
                - token: 0x1
                  memfd: {size: 3MiB, position: 4, seals: [shrink], content: {fill: 0xaa}, folioOrder: 1,
                          holes: [{offset: 8192, size: 8KiB}]}
          flbs: [{name: pci, data: 0xfeed, count: 2}, {name: other, data: 0x1}]
        test: {folioOrders: [0, 3]}
        """
    static let json = """
        {"kernel": {"release": "7.3.4", "kexecCount": 3}, "ram": [{"address": "0x100000", "size": "511MiB"}],
         "scratch": [{"address": "0x1000000", "size": 16777216}],
         "reserveMem": [{"name": "trace", "address": "0xc000000", "size": 65536, "content": {"hex": "c0ff"}}],
         "liveUpdate": {"number": 4, "sessions": [{"name": "vm-0", "files": [{"token": "0x1", "memfd":
           {"size": 3145728, "position": 4, "seals": ["shrink"], "content": {"fill": "0xaa"}, "folioOrder": 1,
            "holes": [{"offset": 8192, "size": 8192}]}}]}],
          "flbs": [{"name": "pci", "data": "0xfeed", "count": 2}, {"name": "other", "data": "0x1"}]},
         "test": {"folioOrders": [0, 3]}}
        """

    @Test("Every key is read, in YAML and in JSON")
    func everyKey() throws {
        var expected = HandoverPlan()
        expected.release = "7.3.4"
        expected.kexecCount = 3
        expected.ram = [MemoryRange(from: 0x10_0000, to: 0x2000_0000)]
        expected.scratch = [MemoryRange(from: 0x100_0000, to: 0x200_0000)]
        expected.reserveMem = [.init(name: "trace", address: 0xc00_0000, size: 65536, content: .bytes([0xc0, 0xff]))]
        expected.liveUpdateNumber = 4
        expected.sessions = [
            .init(
                name: "vm-0",
                files: [
                    .init(
                        token: 1, size: 3 << 20, position: 4, seals: .shrink, content: .fill(0xaa),
                        holes: [MemoryRange(from: 0x2000, to: 0x4000)], order: 1)
                ])
        ]
        expected.flbs = [
            FileLifecycleBound(name: "pci", data: 0xfeed, count: 2),
            FileLifecycleBound(name: "other", data: 1, count: 1),
        ]
        expected.testOrders = [0, 3]
        #expect(try plan(Self.yaml) == expected)
        #expect(try plan(Self.json) == expected)
    }

    @Test("An empty object is a plan for nothing")
    func empty() throws {
        #expect(try plan("{}") == HandoverPlan())
    }

    @Test("A document with the key schema is no plan")
    func states() throws {
        #expect(try HandoverPlanReader().isPlan(Array("{\"schema\": \"x\"}".utf8)) == false)
        #expect(try HandoverPlanReader().isPlan(Array("kernel: {}".utf8)))
    }

    /// A fault: the text, the line and column of the error, and words of it.
    struct Fault: CustomTestStringConvertible, Sendable {
        let text: String
        let line: Int
        let column: Int
        let words: String
        var testDescription: String { text }

        init(_ text: String, _ line: Int, _ column: Int, _ words: String) {
            (self.text, self.line, self.column, self.words) = (text, line, column, words)
        }

        static func file(_ memfd: String, _ column: Int, _ words: String) -> Fault {
            Fault(
                "liveUpdate:\n sessions:\n - name: a\n   files:\n   - token: 0x1\n     memfd: \(memfd)", 6, 13 + column,
                words)
        }
    }

    static let faults = [
        Fault("kernel: {}\nkernels: {}", 2, 1, "expected one of kernel, ram"),
        Fault("ram: 5", 1, 6, "expected a list"),
        Fault("[]", 1, 1, "expected an object"),
        Fault("kernel: {release: ''}", 1, 19, "a name of 1 to 64 bytes"),
        Fault("kernel: {release: r, kexecCount: 4294967296}", 1, 34, "4294967295"),
        Fault("ram:\n- {address: 0x1000, size: 8192}\n- {address: 0x2000, size: 4096}", 3, 3, "overlaps"),
        Fault("ram:\n- {address: 0xffffffffffffffff, size: 8192}", 2, 3, "ends within 64 bits"),
        Fault("reserveMem:\n- {name: a, size: 4096}\n- {name: a, size: 4096}", 3, 3, "each name once"),
        Fault("reserveMem:\n- {name: sixteen-letters-, size: 4096}", 2, 10, "a name of 1 to 15 bytes"),
        Fault("reserveMem:\n- {name: a/b, size: 4096}", 2, 10, "without / and :"),
        Fault("reserveMem:\n- {name: a, size: 5000}", 2, 19, "whole pages"),
        Fault("reserveMem:\n- {name: a, size: 2TiB}", 2, 19, "whole pages, at most 1TiB"),
        Fault("reserveMem:\n- {name: a, size: 5 bytes}", 2, 19, "a size such as 4096, 64KiB"),
        Fault("reserveMem:\n- {name: a}", 2, 3, "no key size"),
        Fault("reserveMem:\n- {name: a, size: 4096, content: {}}", 2, 34, "found 0 kinds of content"),
        Fault("liveUpdate: {}", 1, 13, "no key sessions"),
        Fault("liveUpdate:\n sessions:\n - {name: a, files: []}\n - {name: a, files: []}", 4, 4, "each name once"),
        Fault(
            "liveUpdate:\n sessions: []\n flbs: [{name: a, data: 0x1}, {name: a, data: 0x2}]", 2, 2,
            "found the object a twice"),
        Fault(
            "liveUpdate:\n sessions:\n - name: a\n   files:\n   - {token: 0x1, memfd: {size: 0}}\n"
                + "   - {token: 0x1, memfd: {size: 0}}", 6, 6, "expected each once a session"),
        .file("{}", 0, "neither size nor content"),
        .file("{size: 1, folioOrder: 11}", 22, "10"),
        .file("{size: 1, seals: [tight]}", 18, "tight"),
        .file("{size: 1, content: {fill: 0x100}}", 26, "0xff"),
        .file("{size: 1, holes: [{offset: 0}]}", 18, "no key size"),
        Fault("test: {folioOrders: [0, -1]}", 1, 25, "expected"),
    ]

    @Test("A fault is told with line, column and what was expected", arguments: faults)
    func refused(_ fault: Fault) throws {
        let error = #expect(throws: DocumentError.self) { try plan(fault.text) }
        #expect(error?.line == fault.line, "\(error.map { "\($0)" } ?? "")")
        #expect(error?.column == fault.column, "\(error.map { "\($0)" } ?? "")")
        #expect(error?.reason.contains(fault.words) == true, "\(error.map { "\($0)" } ?? "")")
    }

    @Test("Items are found again by the names that messages give them")
    func places() {
        let text = Array(
            """
            kernel: {release: r}
            reserveMem:
              - {name: trace, size: 4096}
            liveUpdate:
              sessions:
                - name: vm-0
                  files:
                    - {token: 0x1, memfd: {size: 0}}
              flbs:
                - {name: pci, data: 0x1}
            test: {folioOrders: [0]}
            """.utf8)
        let reader = HandoverPlanReader()
        #expect(reader.place(of: "/kexec-metadata", in: text) == (1, 9))
        #expect(reader.place(of: "/memblock/trace", in: text) == (3, 5))
        #expect(reader.place(of: "/LUO/vm-0", in: text) == (6, 7))
        #expect(reader.place(of: "/LUO/vm-0/0x1", in: text) == (8, 11))
        #expect(reader.place(of: "/LUO/pci", in: text) == (10, 7))
        #expect(reader.place(of: "/kho_test", in: text) == (11, 7))
        #expect(reader.place(of: "/nothing", in: text) == (1, 1))
    }
}

/// Plans against their schema.
@Suite(.enabled(if: Python.isComplete, "python3 with the modules yaml and jsonschema is not installed"))
struct PlanSchemaTests {
    @Test("What the reader takes satisfies the schema")
    func taken() throws {
        let cases = [["yaml": PlanTests.yaml], ["json": PlanTests.json], ["json": "{}"]]
        #expect(try Python.run(Python.validation, on: cases, schema: Python.planSchema) == ["valid", "valid", "valid"])
    }

    @Test("What the reader refuses for one value alone does not satisfy the schema")
    func refused() throws {
        // What lies between values is not for a schema to tell.
        let beyond = [
            "overlaps", "each name once", "each once a session", "twice", "ends within", "whole pages", "0xff",
        ]
        let faults = PlanTests.faults.filter { fault in !beyond.contains { fault.words.contains($0) } }
        #expect(faults.count > 12)
        let answers = try Python.run(
            Python.validation, on: faults.map { ["yaml": $0.text] }, schema: Python.planSchema)
        #expect(answers.count == faults.count)
        for (answer, fault) in zip(answers, faults) { #expect(answer.hasPrefix("invalid"), "\(fault.text)") }
    }
}
