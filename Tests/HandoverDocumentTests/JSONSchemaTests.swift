import FixtureSupport
import Testing

/// The evaluator of schemas that the other tests rely on.
@Suite struct JSONSchemaTests {
    private static func schema(_ text: String) throws -> JSONSchema {
        try JSONSchema(Array(text.utf8))
    }

    @Test(arguments: [
        #"{"typ": "object"}"#, #"{"type": "text"}"#, #"{"properties": {"a": {"format": "date"}}}"#,
        #"{"patternProperties": {}}"#, ##"{"$ref": "#/$defs/gone"}"##, #"{"$ref": "other.json"}"#,
        #"{"items": {"maxItems": 3}}"#, #"{"minimum": 0.5}"#, #"{"additionalProperties": 1}"#,
        #"{"type": "null", "type": "string"}"#, #"{"pattern": "("}"#, "[]",
    ])
    func `A keyword that it does not know is an error`(text: String) throws {
        #expect(throws: (any Error).self) { try Self.schema(text) }
    }

    @Test(
        arguments: [
            (#"{"type": "integer"}"#, ["1", "-1", "1.0", "1e3", "18446744073709551616"], ["1.5", "\"1\"", "true"]),
            (#"{"type": "number"}"#, ["1", "1.5"], ["null", "\"1\""]),
            (
                #"{"minimum": 0, "maximum": 18446744073709551615}"#, ["0", "18446744073709551615", "\"x\""],
                ["-1", "-0.5"]
            ),
            (#"{"maximum": 18446744073709551615}"#, ["0"], ["18446744073709551616"]),
            (#"{"pattern": "^0x[0-9]$"}"#, ["\"0x1\"", "1"], ["\"0x\"", "\"0x12\"", "\" 0x1\""]),
            (#"{"minLength": 1, "maxLength": 2}"#, ["\"é\"", "\"\\ud83d\\ude00\""], ["\"\"", "\"abc\""]),
            (#"{"const": true}"#, ["true"], ["1", "\"true\"", "false"]),
            (#"{"enum": ["a", "b"]}"#, ["\"a\""], ["\"c\"", "[\"a\"]"]),
            (#"{"uniqueItems": true}"#, ["[]", "[1, 2]", "1"], ["[1, 1]", "[1, 1.0]"]),
            (#"{"minItems": 1, "items": {"type": "null"}}"#, ["[null]"], ["[]", "[null, 1]"]),
            (#"{"required": ["a"]}"#, [#"{"a": null}"#, "[]"], ["{}"]),
            (#"{"properties": {"a": false}}"#, ["{}", #"{"b": 1}"#], [#"{"a": 1}"#]),
            (#"{"properties": {"a": true}, "additionalProperties": false}"#, [#"{"a": 1}"#], [#"{"b": 1}"#]),
            (#"{"dependentRequired": {"a": ["b"]}}"#, [#"{"b": 1}"#, #"{"a": 1, "b": 1}"#], [#"{"a": 1}"#]),
            (#"{"oneOf": [{"minimum": 1}, {"maximum": 5}]}"#, ["0", "6"], ["3"]),
            (#"{"anyOf": [{"minimum": 5}, {"maximum": 1}]}"#, ["0", "6"], ["3"]),
            (#"{"if": {"minimum": 5}, "then": {"maximum": 6}, "else": {"maximum": 3}}"#, ["6", "3"], ["4", "7"]),
            (##"{"$defs": {"a": {"type": "null"}}, "$ref": "#/$defs/a"}"##, ["null"], ["1"]),
            (#"{"minProperties": 1, "maxProperties": 1}"#, [#"{"a": 1}"#, "1"], ["{}", #"{"a": 1, "b": 2}"#]),
        ] as [(String, [String], [String])])
    func `A keyword means what JSON Schema says`(text: String, valid: [String], invalid: [String]) throws {
        let schema = try Self.schema(text)
        for value in valid { #expect(try schema.violations(of: JSONValue(Array(value.utf8))) == [], "\(value)") }
        for value in invalid { #expect(try schema.violations(of: JSONValue(Array(value.utf8))) != [], "\(value)") }
    }

    @Test func `A violation says where`() throws {
        let schema = try Self.schema(#"{"properties": {"a": {"items": {"properties": {"b": {"type": "null"}}}}}}"#)
        let violations = schema.violations(of: try JSONValue(Array(#"{"a": [{}, {"b": 1}]}"#.utf8)))
        #expect(violations.map(\.description) == ["a[1].b: type \"null\""])
    }

    @Test(arguments: ["", "{", "[1,]", "{\"a\" 1}", "tru", "\"a", "\"\\u12\"", "1 2", "{a: 1}", "+"])
    func `What is not JSON is refused`(text: String) {
        #expect(throws: (any Error).self) { try JSONValue(Array(text.utf8)) }
    }
}
