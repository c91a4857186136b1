import FixtureSupport
import Foundation
import HandoverDocument
import Multikernel
import Testing

@Suite("Examples of multikernel documents")
struct MultikernelExampleTests {
    @Test(
        "An example is as its schema says, and a tree of its kind",
        arguments: [("baseline", .baseline), ("host", .host), ("overlay", .overlay)]
            as [(String, MultikernelTree.Kind)])
    func example(name: String, kind: MultikernelTree.Kind) throws {
        let folder = Fixture.root.deletingLastPathComponent().appending(path: "Examples")
        let text = [UInt8](try Data(contentsOf: folder.appending(path: "\(name).yaml")))
        let tree = try MultikernelDocumentReader().read(text)
        #expect(tree.kind == kind)
        #expect(try JSONSchema(named: "multikernel-1").violations(of: JSONValue(yaml: text)) == [])
        #expect(try !tree.blob().isEmpty)
        #expect(try MultikernelDocumentReader().read(tree.bytes(.yaml)) == tree)
    }
}
