/// Why a document could not be read, and where in its text.
public struct DocumentError: Error, Hashable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// The column in characters, from 1.
    public let column: Int
    /// The value concerned, `liveUpdate.sessions[2].files[0].token`; empty for the document as a whole.
    public let path: String
    /// What kind of fault it is.
    public let kind: Kind
    /// What was found and what was expected, a clause without a full stop.
    public let reason: String

    /// The kinds of fault.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The bytes are not UTF-8.
        case encoding
        /// The text is not JSON or not YAML.
        case syntax
        /// YAML that a document may not use: aliases, anchors, tags, directives, keys that are not words.
        case notation
        /// The document is larger than the reader takes.
        case tooLarge
        /// Objects and arrays lie too deep in each other.
        case tooDeep
        /// The document is of another schema, or of none.
        case schema
        /// The document is a summary and does not hold what it sums up.
        case summary
        /// A key that the schema does not have.
        case unknownKey
        /// A key that stands twice in one object.
        case duplicateKey
        /// A key is missing that the schema demands.
        case missingKey
        /// A value of another type than the schema has.
        case wrongType
        /// A value of the right type that the schema does not allow.
        case wrongValue
        /// A number that is too large.
        case outOfRange
        /// Preserved ranges of one order that share a block.
        case overlap
        /// A total that does not agree with what it sums up.
        case disagreement
    }

    init(_ kind: Kind, at mark: DocumentMark, path: String = "", _ reason: String) {
        line = Int(mark.line)
        column = Int(mark.column)
        self.path = path
        self.kind = kind
        self.reason = reason
    }
}

extension DocumentError: CustomStringConvertible {
    /// One line: `line 12, column 7: subtrees[0].size: found "big", expected a number`.
    public var description: String {
        "line \(line), column \(column): " + (path.isEmpty ? "" : path + ": ") + reason
    }
}

/// A place in the text of a document, both counted from 1.
struct DocumentMark: Hashable, Sendable {
    let line: UInt32
    let column: UInt32
}

extension DocumentMark {
    /// The place of a byte in a text.
    init(offset: Int, in text: [UInt8]) {
        var line: UInt32 = 1
        var column: UInt32 = 1
        for index in 0..<min(offset, text.count) {
            let byte = text[index]
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                column += 1
            }
        }
        self.init(line: line, column: column)
    }
}
