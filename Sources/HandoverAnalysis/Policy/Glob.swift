/// A pattern for text: `*` stands for any characters, also none and also slashes, `?` for one, `\` takes the next one as
/// it is.
public struct Glob: Hashable, Sendable {
    /// The pattern as it was written.
    public let pattern: String
    private let parts: [Part]

    private enum Part: Hashable {
        case anything
        case anyone
        case exactly(Unicode.Scalar)
    }

    /// A pattern.
    public init(_ pattern: String) {
        self.pattern = pattern
        var parts: [Part] = []
        var isEscaped = false
        for scalar in pattern.unicodeScalars {
            switch scalar {
            case _ where isEscaped:
                parts.append(.exactly(scalar))
                isEscaped = false
            case "\\": isEscaped = true
            case "*": if parts.last != .anything { parts.append(.anything) }
            case "?": parts.append(.anyone)
            default: parts.append(.exactly(scalar))
            }
        }
        if isEscaped { parts.append(.exactly("\\")) }
        self.parts = parts
    }

    /// The pattern that is matched by this text and no other.
    public init(exactly text: String) {
        var pattern = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "*" || scalar == "?" || scalar == "\\" { pattern.append("\\") }
            pattern.append(scalar)
        }
        self.init(String(pattern))
    }

    /// Whether the whole of a text is of this pattern.
    ///
    /// - Complexity: the product of both lengths at worst: a `*` that took too little takes one character more, and those
    ///   before it never have to be tried again.
    public func matches(_ text: String) -> Bool {
        let text = Array(text.unicodeScalars)
        var place = 0
        var part = 0
        var retry: (place: Int, part: Int)?
        while place < text.count {
            if part < parts.count, parts[part] == .anything {
                part += 1
                retry = (place, part)
            } else if part < parts.count, parts[part] == .anyone || parts[part] == .exactly(text[place]) {
                place += 1
                part += 1
            } else if let (start, after) = retry {
                retry = (start + 1, after)
                place = start + 1
                part = after
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { $0 == .anything }
    }
}
