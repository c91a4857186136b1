/// Lines by which a GitHub workflow takes annotations from a program's output.
enum WorkflowCommand: String {
    case error, warning, notice

    /// `::error title=TITLE::MESSAGE`, with what the form reserves written as `%XX`.
    func line(title: String, _ message: String) -> String {
        "::\(rawValue) title=\(Self.escaped(title, alsoIn: ":,"))::\(Self.escaped(message, alsoIn: ""))"
    }

    private static func escaped(_ text: String, alsoIn reserved: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar == "%" || scalar.value < 0x20 || reserved.unicodeScalars.contains(scalar) {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
