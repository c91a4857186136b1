// The few kinds of value that the objects of a multikernel document are made of.

extension DocumentValue {
    /// Text that a device tree can hold, where a NUL ends each string.
    func treeText() throws(DocumentError) -> String {
        let text = try string()
        if text.utf8.contains(0) { throw mismatch(.wrongValue, expected: "text without NUL") }
        return text
    }

    /// A number of one cell, in decimal or hexadecimal.
    func cell() throws(DocumentError) -> UInt32 {
        UInt32(truncatingIfNeeded: try number(upTo: UInt64(UInt32.max)))
    }

    /// Text, or a list of texts.
    func treeTexts() throws(DocumentError) -> [String] {
        if node.kind != .sequence, node.kind != .mapping { return [try treeText()] }
        return try list { (value) throws(DocumentError) in try value.treeText() }
    }

    /// The word `true`, for keys that stand there for that or are left out.
    func onlyTrue() throws(DocumentError) -> Bool {
        guard try bool() else { throw mismatch(.wrongValue, expected: "true, or that the key is left out") }
        return true
    }
}

extension DocumentMapping {
    func text(_ key: String) throws(DocumentError) -> String? { try optional(key)?.treeText() }

    func texts(_ key: String) throws(DocumentError) -> [String]? { try optional(key)?.treeTexts() }

    func cell(_ key: String) throws(DocumentError) -> UInt32? { try optional(key)?.cell() }

    func number(_ key: String) throws(DocumentError) -> UInt64? { try optional(key)?.number() }

    func size(_ key: String) throws(DocumentError) -> UInt64? { try optional(key)?.humanSize() }

    /// Whether a key is there that may only be `true`.
    func says(_ key: String) throws(DocumentError) -> Bool { try optional(key)?.onlyTrue() ?? false }

    func cells(_ key: String) throws(DocumentError) -> [UInt32]? {
        try list(key) { (value) throws(DocumentError) in try value.cell() }
    }

    /// The elements of a list; `nil` where the key is missing.
    func list<Element>(
        _ key: String, _ body: (DocumentValue) throws(DocumentError) -> Element
    ) throws(DocumentError) -> [Element]? {
        try optional(key)?.list(body)
    }

    /// An object; `nil` where the key is missing.
    func object<Object>(
        _ key: String, _ body: (DocumentValue) throws(DocumentError) -> Object
    ) throws(DocumentError) -> Object? {
        guard let value = optional(key) else { return nil }
        return try body(value)
    }
}

extension DocumentWriter {
    mutating func field(_ name: String, _ value: UInt32) throws(ByteSinkError) {
        try field(name, UInt64(value))
    }

    /// Writes a key and numbers in decimal on one line.
    mutating func field(_ name: String, numbers values: [UInt32]) throws(ByteSinkError) {
        try key(name)
        try beginArray(.line)
        for value in values { try number(UInt64(value)) }
        try endArray()
    }

    /// Writes a key and numbers in hexadecimal on one line.
    mutating func field(_ name: String, cells values: [UInt32]) throws(ByteSinkError) {
        try key(name)
        try beginArray(.line)
        for value in values { try hexadecimal(UInt64(value)) }
        try endArray()
    }
}

extension String {
    /// The name of a node with its unit address in hexadecimal.
    static func node(_ name: String, at unit: some BinaryInteger) -> String {
        name + "@" + String(unit, radix: 16)
    }
}
