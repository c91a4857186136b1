import Foundation

/// A JSON Schema (2020-12) of the few keywords that the schemas of this project use.
///
/// It is no full evaluator on purpose: a keyword that it does not know is an error when the schema is read, so that none
/// is passed over in silence.
package struct JSONSchema {
    /// Why a text is no schema that this understands.
    package struct Misunderstood: Error, CustomStringConvertible {
        let place: String
        let reason: String
        package var description: String { "\(place): \(reason)" }
    }

    /// Why a value is not as the schema says.
    package struct Violation: Hashable, CustomStringConvertible, Sendable {
        /// Where in the value: `liveUpdate.sessions[2].name`.
        let path: String
        /// Which keyword is not met.
        let keyword: String
        package var description: String { "\(path.isEmpty ? "the document" : path): \(keyword)" }
    }

    let document: JSONValue
    let patterns: [String: NSRegularExpression]

    /// Reads a schema.
    package init(_ text: [UInt8]) throws {
        document = try JSONValue(text)
        var patterns: [String: NSRegularExpression] = [:]
        try Self.understand(document, at: "#", root: document, patterns: &patterns)
        self.patterns = patterns
    }

    /// Reads one of the schemas in `Schemas`.
    package init(named name: String) throws {
        let file = Fixture.root.deletingLastPathComponent().appending(path: "Schemas/\(name).json")
        try self.init([UInt8](Data(contentsOf: file)))
    }

    /// A part of the schema: `$defs/abi/properties`.
    package func part(_ path: String) -> JSONValue? {
        Self.part(path, of: document)
    }

    static func part(_ path: String, of document: JSONValue) -> JSONValue? {
        path.split(separator: "/").reduce(Optional(document)) { $0?[String($1)] }
    }

    /// The keys of the properties of a part, in their order.
    package func keys(of path: String) -> [String] {
        part(path.isEmpty ? "properties" : path + "/properties")?.members.map(\.key) ?? []
    }

    /// The values of an enumeration in a part.
    package func choices(of path: String) -> [String] {
        part(path + "/enum")?.elements.compactMap(\.string) ?? []
    }

    /// Everywhere that properties are told of: the place and the key, `#/$defs/abi/properties/kho`.
    package var properties: Set<String> {
        var found: Set<String> = []
        // Conditions and choices are passed over: they speak of keys that are told of elsewhere.
        func walk(_ schema: JSONValue, at place: String) {
            for member in schema.members {
                let inner = place + "/" + member.key
                if member.key == "properties" { found.formUnion(member.value.members.map { inner + "/" + $0.key }) }
                if Self.schemaMaps.contains(member.key) {
                    for part in member.value.members { walk(part.value, at: inner + "/" + part.key) }
                } else if member.key == "items" {
                    walk(member.value, at: inner)
                }
            }
        }
        walk(document, at: "#")
        return found
    }

    // MARK: Reading

    private static let annotations: Set<String> = [
        "$schema", "$id", "$comment", "title", "description", "default",
    ]
    private static let schemaLists: Set<String> = ["anyOf", "oneOf"]
    private static let schemaMaps: Set<String> = ["properties", "$defs"]
    private static let schemas: Set<String> = ["items", "if", "then", "else", "additionalProperties"]
    private static let numbers: Set<String> = [
        "minimum", "maximum", "minLength", "maxLength", "minItems", "minProperties", "maxProperties",
    ]
    private static let types = ["null", "boolean", "integer", "number", "string", "array", "object"]

    private static func understand(
        _ schema: JSONValue, at place: String, root: JSONValue, patterns: inout [String: NSRegularExpression]
    ) throws {
        if case .boolean = schema { return }
        guard case .object(let members) = schema else { throw Misunderstood(place: place, reason: "no schema") }
        guard Set(members.map(\.key)).count == members.count else {
            throw Misunderstood(place: place, reason: "a keyword stands twice")
        }
        for member in members {
            let inner = place + "/" + member.key
            switch (member.key, member.value) {
            case (_, _) where annotations.contains(member.key): break
            case (_, .array(let list)) where schemaLists.contains(member.key):
                for part in list { try understand(part, at: inner, root: root, patterns: &patterns) }
            case (_, .object(let parts)) where schemaMaps.contains(member.key):
                for part in parts {
                    try understand(part.value, at: inner + "/" + part.key, root: root, patterns: &patterns)
                }
            case (_, let part) where schemas.contains(member.key):
                try understand(part, at: inner, root: root, patterns: &patterns)
            case (_, .integer) where numbers.contains(member.key): break
            case ("type", .string(let name)) where types.contains(name): break
            case ("pattern", .string(let pattern)): patterns[pattern] = try NSRegularExpression(pattern: pattern)
            case ("$ref", .string(let target)) where target.hasPrefix("#/"):
                guard part(String(target.dropFirst(2)), of: root) != nil else {
                    throw Misunderstood(place: inner, reason: "there is no \(target)")
                }
            case ("required", .array), ("enum", .array), ("const", _), ("uniqueItems", .boolean),
                ("dependentRequired", .object):
                break
            default: throw Misunderstood(place: inner, reason: "the keyword is not known")
            }
        }
    }
}
