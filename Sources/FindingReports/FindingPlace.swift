package import HandoverAnalysis

/// Where a finding is, as lines of text say it: `line 12, column 7: /LUO/vm-0 (0x4cc000)`.
package struct FindingPlace {
    package let text: String

    package init(_ finding: Finding, isPositionShown: Bool = true) {
        var text = ""
        if isPositionShown, let position = finding.position {
            text = "line \(position.line), column \(position.column): "
        }
        text += ShownText.escaped(finding.path)
        var details: [String] = []
        if let address = finding.address { details.append("\(address)") }
        if let offset = finding.offset { details.append("offset 0x" + String(offset, radix: 16)) }
        if !details.isEmpty { text += " (" + details.joined(separator: ", ") + ")" }
        self.text = text
    }
}
