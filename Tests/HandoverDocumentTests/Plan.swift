import FixtureSupport
import Foundation

@testable import HandoverDocument

/// Plans that are kept as examples.
enum Plan {
    static func fixture(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Fixture.root.appending(path: "plans/\(name)")))
    }
}

extension JSONValue {
    /// The values of a text of YAML, as its readers take them: a hexadecimal number without quotes is a number.
    init(yaml: [UInt8]) throws {
        self.init(DocumentValue(tree: try HandoverDocumentReader().tree(of: yaml, as: .yaml), index: 0))
    }

    private init(_ value: DocumentValue) {
        let end = value.tree.index(after: value.index)
        var children: [DocumentValue] = []
        var index = value.index + 1
        while value.node.isContainer, index < end {
            children.append(DocumentValue(tree: value.tree, index: index))
            index = value.tree.index(after: index)
        }
        switch value.node.kind {
        case .sequence: self = .array(children.map { JSONValue($0) })
        case .mapping:
            self = .object(
                stride(from: 0, to: children.count, by: 2).map { index in
                    Member(String(decoding: children[index].text, as: UTF8.self), JSONValue(children[index + 1]))
                })
        case .quoted: self = .string(String(decoding: value.text, as: UTF8.self))
        case .plain:
            switch PlainScalar(value.text) {
            case .null: self = .null
            case .boolean(let word): self = .boolean(word)
            case .integer(let number): self = .integer(Int128(number))
            case .otherNumber, .disputed, .text: self = .string(String(decoding: value.text, as: UTF8.self))
            }
        }
    }
}
