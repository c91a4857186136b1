import PhysicalMemory

/// A value of a document, read as the type that its place in the document calls for.
struct DocumentValue {
    let tree: DocumentTree
    let index: Int

    var node: DocumentNode { tree.nodes[index] }
    var text: ArraySlice<UInt8> { tree.text(of: index) }

    /// An error about this value.
    func error(_ kind: DocumentError.Kind, _ reason: String) -> DocumentError {
        tree.error(kind, at: index, reason)
    }

    /// An error that tells what the value is and what it should have been.
    func mismatch(_ kind: DocumentError.Kind = .wrongType, expected: String) -> DocumentError {
        error(kind, "found \(found), expected \(expected)")
    }

    private var found: String {
        switch node.kind {
        case .mapping: "an object"
        case .sequence: "a list"
        case .quoted: "the string " + Self.quoted(text)
        case .plain:
            switch PlainScalar(text) {
            case .null: "nothing"
            case .boolean(let value): "\(value)"
            case .integer, .otherNumber: "the number " + String(decoding: text.prefix(40), as: UTF8.self)
            case .disputed: Self.quoted(text) + " without quotes, which is text to some readers and not to others"
            case .text: Self.quoted(text)
            }
        }
    }

    /// Text for a message: between quotes, no longer than a few words, and on one line.
    static func quoted(_ text: ArraySlice<UInt8>) -> String {
        var result = "\""
        for scalar in String(decoding: text.prefix(60), as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\0"..<" ", "\u{7f}"..<"\u{a0}", "\u{2028}", "\u{2029}":
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + (text.count > 60 ? "…\"" : "\"")
    }
}

// Strings and words.
extension DocumentValue {
    /// Text: between quotes, or plain where no reader takes it for anything else.
    func string() throws(DocumentError) -> String {
        switch node.kind {
        case .quoted: return tree.string(of: index)
        case .plain where PlainScalar(text) == .text: return tree.string(of: index)
        case .plain: throw mismatch(expected: "text, between quotes where it could be anything else")
        case .mapping, .sequence: throw mismatch(expected: "text")
        }
    }

    /// `true` or `false`.
    func bool() throws(DocumentError) -> Bool {
        guard node.kind == .plain, case .boolean(let value) = PlainScalar(text) else {
            throw mismatch(expected: "true or false")
        }
        return value
    }

    /// One of the words of an enumeration.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        of type: Choice.Type
    ) throws(DocumentError) -> Choice {
        guard let choice = Choice(rawValue: try string()) else {
            throw mismatch(.wrongValue, expected: "one of " + type.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    /// Bytes, two hexadecimal digits each.
    func bytes() throws(DocumentError) -> [UInt8] {
        let expected = "bytes as a string of hexadecimal digits, two each"
        // Digits alone are a number to readers of YAML, unless they stand between quotes.
        guard node.kind == .quoted || node.kind == .plain && PlainScalar(text) == .text else {
            throw mismatch(expected: expected)
        }
        let digits = text
        guard digits.count % 2 == 0 else { throw mismatch(.wrongValue, expected: expected) }
        var result: [UInt8] = []
        result.reserveCapacity(digits.count / 2)
        for position in stride(from: digits.startIndex, to: digits.endIndex, by: 2) {
            guard let high = PlainScalar.hexDigit(digits[position]),
                let low = PlainScalar.hexDigit(digits[position + 1])
            else { throw mismatch(.wrongValue, expected: expected) }
            result.append(high << 4 | low)
        }
        return result
    }
}

// Numbers. One function for each kind of number that a document has, so that each can come to take more spellings.
extension DocumentValue {
    /// How many there are of something, or the place in a list.
    func count(upTo limit: UInt64 = .max) throws(DocumentError) -> UInt64 {
        if node.kind == .plain, let value = PlainScalar.integer(text), value <= limit { return value }
        let isNumber = node.kind == .plain && PlainScalar(text).isNumber
        throw mismatch(isNumber ? .outOfRange : .wrongType, expected: "a whole number from 0 to \(limit)")
    }

    /// How many bytes.
    func size(upTo limit: UInt64 = .max) throws(DocumentError) -> UInt64 {
        try count(upTo: limit)
    }

    /// The order of a block: `2^order` pages.
    func order() throws(DocumentError) -> Int {
        Int(try count(upTo: 52))
    }

    /// A number that is written in hexadecimal between quotes; in YAML without quotes too, in any way.
    func hexadecimal(upTo limit: UInt64 = .max) throws(DocumentError) -> UInt64 {
        // A number of JSON is decimal, and whoever writes one where an address belongs may have meant another.
        if node.kind == .plain, tree.format == .json {
            throw mismatch(expected: "a number between quotes, such as \"0x1000\"")
        }
        return try number(upTo: limit)
    }

    /// A number that is written in hexadecimal between quotes; without quotes, in any way.
    func number(upTo limit: UInt64 = .max) throws(DocumentError) -> UInt64 {
        let isQuoted = node.kind == .quoted
        if !node.isContainer, let value = isQuoted ? PlainScalar.hexadecimal(text) : PlainScalar.integer(text) {
            if value <= limit { return value }
            throw mismatch(.outOfRange, expected: "at most \"0x\(String(limit, radix: 16))\"")
        }
        let isNumber = node.kind == .plain && PlainScalar(text).isNumber
        throw mismatch(
            isNumber ? .outOfRange : isQuoted ? .wrongValue : .wrongType,
            expected: "a number such as \"0x1000\", at most \"0x\(String(limit, radix: 16))\"")
    }

    /// A physical address.
    func address() throws(DocumentError) -> PhysicalAddress {
        PhysicalAddress(try hexadecimal())
    }
}

// Lists and objects.
extension DocumentValue {
    /// The elements of a list, each read by `body`.
    func list<Element>(
        _ body: (DocumentValue) throws(DocumentError) -> Element
    ) throws(DocumentError) -> [Element] {
        var result: [Element] = []
        try forEach { (value) throws(DocumentError) in result.append(try body(value)) }
        return result
    }

    /// Calls `body` with each element of a list.
    func forEach(_ body: (DocumentValue) throws(DocumentError) -> Void) throws(DocumentError) {
        guard node.kind == .sequence else { throw mismatch(expected: "a list") }
        let end = tree.index(after: index)
        var child = index + 1
        while child < end {
            try body(DocumentValue(tree: tree, index: child))
            child = tree.index(after: child)
        }
    }

    /// The object, which may have these keys and no others.
    func mapping(_ keys: RecordKeys) throws(DocumentError) -> DocumentMapping {
        try DocumentMapping(self, keys: keys)
    }

    /// Checks the key `schema` before all others, so that a document of another kind is called that.
    func expectSchema(_ expected: String) throws(DocumentError) {
        guard node.kind == .mapping else { return }
        guard let schema = DocumentMapping.first("schema", of: self) else {
            throw error(.schema, "found no key schema, expected it to be \(expected)")
        }
        guard try schema.string() == expected else { throw schema.mismatch(.schema, expected: expected) }
    }
}
