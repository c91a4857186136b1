/// What the compiler has to say of a source.
public struct SourceMessage: Hashable, Sendable {
    /// How grave it is.
    public var severity: Severity
    /// Where it is; `nil` where the compiler does not tell.
    public var place: SourcePlace?
    /// The compiler's check that it comes from, `unit_address_vs_reg`; `nil` for syntax.
    public var check: String?
    /// What is the matter, in the compiler's words.
    public var text: String

    /// How grave a message is.
    public enum Severity: String, Hashable, Sendable {
        /// No tree is made.
        case error
        /// A tree is made all the same.
        case warning
    }
}

extension SourceMessage {
    /// Whether it is about how unit addresses and cell sizes agree with `reg` and `ranges`.
    ///
    /// Trees of kernels that hand something over, or share a machine, have rules of their own about those.
    public var isAboutAddressing: Bool {
        guard severity == .warning, let check else { return false }
        // A check that was not made since one of these failed.
        if text.hasPrefix("Failed prerequisite") { return true }
        return [
            "unit_address_vs_reg", "unit_address_format", "unique_unit_address", "simple_bus_reg", "reg_format",
            "ranges_format", "avoid_default_addr_size", "avoid_unnecessary_addr_size", "addr_size_cells",
            "pci_bridge", "pci_device_reg", "pci_device_bus_num", "unique_unit_address_if_enabled",
            "node_name_vs_property_name", "alias_paths", "chosen_node_is_root",
        ].contains(check)
    }
}

extension SourceMessage {
    /// The messages in what the compiler wrote to its standard error, in its order.
    ///
    /// The compiler writes `Error: FILE:3.2-5 syntax error`, `FILE:3.2-4.5: Warning (check): /path: text`, and lines
    /// without a place. What only says that there were errors is left out where one is told.
    static func messages(in text: [UInt8]) -> [SourceMessage] {
        let lines = text.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        var messages: [SourceMessage] = []
        for line in lines {
            if line.first == " " || line.first == "\t" {
                guard let last = messages.indices.last else { continue }
                messages[last].text += "; " + shown(line.drop { $0 == " " || $0 == "\t" })
            } else {
                messages.append(message(line[...]))
            }
        }
        let told = messages.filter { !isSummary($0) }
        return told.isEmpty ? messages : told
    }

    private static func isSummary(_ message: SourceMessage) -> Bool {
        message.place == nil
            && ["Unable to parse input tree", "Syntax error parsing input tree", "Input tree has errors, aborting"]
                .contains { message.text.hasPrefix($0) }
    }

    private static func message(_ line: Substring) -> SourceMessage {
        var rest = line
        var message = SourceMessage(severity: .error, text: "")
        for word in ["Error: ", "Lexical error: ", "FATAL ERROR: ", "ERROR: "] where rest.hasPrefix(word) {
            rest = rest.dropFirst(word.count)
            break
        }
        if let (place, after) = place(at: rest) {
            message.place = place
            rest = after
        }
        for name in ["<stdin>: ", "<stdout>: "] where rest.hasPrefix(name) { rest = rest.dropFirst(name.count) }
        for (word, severity) in [("Warning (", Severity.warning), ("ERROR (", .error)] where rest.hasPrefix(word) {
            guard let end = rest.firstIndex(of: ")") else { break }
            message.severity = severity
            message.check = String(rest[..<end].dropFirst(word.count))
            rest = rest[end...].dropFirst().drop { $0 == ":" || $0 == " " }
        }
        if rest.hasPrefix("Warning: ") {
            message.severity = .warning
            rest = rest.dropFirst("Warning: ".count)
        }
        message.text = shown(rest)
        return message
    }

    /// `FILE:3.2-5`, `FILE:3.2-4.5` or `FILE:3.2`, and what stands behind it.
    private static func place(at text: Substring) -> (SourcePlace, Substring)? {
        var start = text.startIndex
        while let colon = text[start...].firstIndex(of: ":") {
            start = text.index(after: colon)
            var rest = text[start...]
            guard let line = number(&rest), rest.first == "." else { continue }
            rest = rest.dropFirst()
            guard let column = number(&rest) else { continue }
            rest = rest.drop { $0 == "-" || $0 == "." || $0.isNumber }
            rest = rest.drop { $0 == ":" || $0 == " " }
            return (SourcePlace(file: SourcePlace.file(text[..<colon]), line: line, column: column), rest)
        }
        return nil
    }

    /// Text without what a terminal would take for something else.
    private static func shown(_ text: Substring) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? "?" : $0 }))
    }
}

extension SourcePlace {
    /// A file as the compiler names it; the source itself is what it reads as standard input.
    static func file(_ name: Substring) -> String? {
        name == "<stdin>" ? nil : String(name)
    }
}

/// The number that a text begins with, which is taken away; `nil` where there is none, or too large a one.
func number(_ text: inout Substring) -> Int? {
    let digits = text.prefix { ("0"..."9").contains($0) }
    guard let value = Int(digits) else { return nil }
    text = text.dropFirst(digits.count)
    return value
}
