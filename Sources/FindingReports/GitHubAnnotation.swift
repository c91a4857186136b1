/// A line by which a step of a GitHub workflow marks something: `::error title=TITLE::MESSAGE`.
public enum GitHubAnnotation: String, Sendable {
    case error, warning, notice

    /// The line, with what the form reserves written as `%XX`; a message may have several lines.
    public func line(_ properties: [(name: String, value: String)], _ message: String) -> String {
        let list = properties.map { $0.name + "=" + Self.escaped($0.value, ["%", "\r", "\n", ":", ","]) }
        return "::\(rawValue) \(list.joined(separator: ","))::" + Self.escaped(message, ["%", "\r", "\n"])
    }

    /// The line of something that has a title and no file.
    public func line(title: String, _ message: String) -> String { line([("title", title)], message) }

    private static func escaped(_ text: String, _ special: Set<Unicode.Scalar>) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if special.contains(scalar) || scalar.value < 0x20 || scalar.value == 0x7f {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "%" + (digits.count < 2 ? "0" : "") + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
