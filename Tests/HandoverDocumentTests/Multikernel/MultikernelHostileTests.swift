import DeviceTree
import FixtureSupport
import HandoverAnalysis
import HandoverDocument
import Multikernel
import Testing

@Suite("Damaged multikernel documents")
struct MultikernelHostileTests {
    @Test("A truncation is an error or, for YAML, less of the same", arguments: DocumentFormat.allCases)
    func truncations(format: DocumentFormat) throws {
        for tree in MultikernelTree.samples {
            let bytes = try tree.bytes(format)
            for length in stride(from: 0, to: bytes.count - 1, by: 11) {
                let read = try? MultikernelDocumentReader().read(Array(bytes[..<length]))
                #expect(read == nil || format == .yaml, "\(length)")
                #expect(read != tree || format == .yaml, "\(length)")
            }
        }
    }

    @Test("Flipped bits never trap, and what is still read can be written", arguments: DocumentFormat.allCases)
    func flips(format: DocumentFormat) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for tree in MultikernelTree.samples {
            let bytes = try tree.bytes(format)
            for _ in 0..<150 {
                var damaged = bytes
                for _ in 0...Int.random(in: 0...3, using: &generator) {
                    damaged[Int.random(in: 0..<bytes.count, using: &generator)] ^=
                        1 << UInt8(Int.random(in: 0...7, using: &generator))
                }
                guard let read = try? MultikernelDocumentReader().readPlaced(damaged) else { continue }
                #expect(try MultikernelDocumentReader().read(read.tree.bytes(format)) == read.tree, "seed \(seed)")
            }
        }
    }

    @Test("What is still read of a changed document can be placed and written, in both forms")
    func mutations() throws {
        for tree in MultikernelTree.samples {
            for (index, mutation) in try Mutation.all(of: JSONValue(tree.bytes(.json))).enumerated()
            where index % 5 == 0 {
                let text = Array(mutation.document.text.utf8)
                guard let (read, places) = try? MultikernelDocumentReader().readPlaced(text) else { continue }
                #expect(places.place(of: "/resources/cpus").line == 1)
                #expect(try MultikernelDocumentReader().read(read.bytes(.yaml)) == read, "\(mutation.name)")
            }
        }
    }

    @Test("Nodes as deep as a tree can have them are read")
    func depth() throws {
        var other = Leftover()
        other.nodes = [(0..<62).reduce(into: .init("leaf")) { node, level in node = .init("n", children: [node]) }]
        var machine = Machine()
        machine.other = other
        let tree = MultikernelTree.machine(machine)
        for format in DocumentFormat.allCases {
            #expect(try MultikernelDocumentReader().read(tree.bytes(format)) == tree)
        }
        let deep = String(repeating: "[", count: 5000)
        #expect(throws: DocumentError.self) { try MultikernelDocumentReader().read(Array("{\"schema\": \(deep)".utf8)) }
    }
}
