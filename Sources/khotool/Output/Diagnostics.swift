import DeviceTreeSource
import FindingReports
import HandoverState

/// Diagnostics on standard error, a line each: `FILE: LOCATION: severity: message`.
enum Diagnostics {
    /// Ends the command with an error that makes the input unusable.
    static func fail(_ message: some CustomStringConvertible) -> any Error {
        for line in message.description.split(separator: "\n") {
            StandardError.write(ShownText.escaped(error(line)) + "\n")
        }
        return ExitStatus.unusable.code
    }

    /// An error names its severity behind the file: `FILE: error: message`.
    private static func error(_ line: Substring) -> String {
        guard let separator = line.firstRange(of: ": ") else { return "khotool: error: " + line }
        return line[..<separator.lowerBound] + ": error: " + line[separator.upperBound...]
    }

    /// Prints remarks.
    static func print(_ remarks: [Remark], of path: String) {
        for remark in remarks { StandardError.write(ShownText.escaped(line(for: remark, of: path)) + "\n") }
    }

    /// Prints what the device tree compiler has to say, but for its views on unit addresses: trees that kernels hand to
    /// each other have rules of their own about those.
    static func print(_ messages: [SourceMessage], of path: String) {
        for message in messages where !message.isAboutAddressing {
            let place = message.place?.description(in: path) ?? path
            let check = message.check.map { " [dtc \($0)]" } ?? ""
            StandardError.write(
                ShownText.escaped("\(place): \(message.severity.rawValue): \(message.text)\(check)") + "\n")
        }
    }

    private static func line(for remark: Remark, of path: String) -> String {
        let place = remark.address.map { "\(remark.path) (\($0))" } ?? remark.path
        return "\(path): \(place): \(label(remark.severity)): \(remark.message) [\(remark.rule.rawValue)]"
    }

    /// What a remark is to people and scripts: damage is an error, what cannot be known a warning.
    static func label(_ severity: Remark.Severity) -> String {
        switch severity {
        case .damage: "error"
        case .unavailable: "warning"
        case .note: "note"
        }
    }
}
