/// A reader of XML that knows no more than it takes to tell whether a document is well-formed, as drawings are.
struct WellFormed {
    /// How many elements of each name there are; `nil` where the document is not well-formed.
    let elements: [String: Int]
    /// The values of attributes and texts, with references resolved.
    let texts: [String]

    init?(_ document: String) {
        var rest = Substring(document)
        var open: [String] = []
        var elements: [String: Int] = [:]
        var texts: [String] = []
        if rest.hasPrefix("<?xml"), let end = rest.firstIndex(of: ">") { rest = rest[rest.index(after: end)...] }
        while let start = rest.firstIndex(of: "<") {
            guard let text = Self.resolved(rest[..<start]) else { return nil }
            if !text.isEmpty { texts.append(text) }
            guard let end = rest[start...].firstIndex(of: ">") else { return nil }
            var tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") {
                guard open.popLast() == String(tag.dropFirst()) else { return nil }
                continue
            }
            let isEmpty = tag.hasSuffix("/")
            if isEmpty { tag = tag.dropLast() }
            let name = String(tag.prefix { $0 != " " })
            guard !name.isEmpty, let values = Self.attributes(tag.dropFirst(name.count)) else { return nil }
            texts += values
            elements[name, default: 0] += 1
            if !isEmpty { open.append(name) }
        }
        guard open.isEmpty, rest.allSatisfy({ $0 == "\n" }) else { return nil }
        guard document.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\n" }) else { return nil }
        self.elements = elements
        self.texts = texts
    }

    private static func attributes(_ text: Substring) -> [String]? {
        var rest = text
        var names: Set<Substring> = []
        var values: [String] = []
        while true {
            rest = rest.drop { $0 == " " }
            if rest.isEmpty { return values }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            guard names.insert(rest[..<equals]).inserted else { return nil }
            rest = rest[rest.index(after: equals)...]
            guard rest.first == "\"" else { return nil }
            rest = rest.dropFirst()
            guard let end = rest.firstIndex(of: "\""), let value = resolved(rest[..<end]) else { return nil }
            values.append(value)
            rest = rest[rest.index(after: end)...]
        }
    }

    private static func resolved(_ text: Substring) -> String? {
        var result = ""
        var rest = text
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            guard let end = rest[start...].firstIndex(of: ";") else { return nil }
            switch rest[start...end] {
            case "&amp;": result += "&"
            case "&lt;": result += "<"
            case "&gt;": result += ">"
            case "&quot;": result += "\""
            default: return nil
            }
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}
