import HandoverState
import KernelLogs

/// What a log says of handovers, for people.
struct ExplanationText {
    let explanation: LogExplanation
    let join: StateJoin?
    let style: TextStyle
    /// Whether harmless messages are shown too.
    let showsAll: Bool

    func lines() -> [String] {
        var lines: [String] = []
        for (index, boot) in explanation.boots.enumerated() {
            if index > 0 { lines.append("") }
            lines += head(of: boot, number: index + 1)
            lines += boot.messages.filter(isShown).flatMap(entry)
            lines += tail(of: boot)
        }
        if explanation.omittedBoots > 0 {
            lines.append("… \(Quantities.count(explanation.omittedBoots, "more boot")) not shown")
        }
        if explanation.boots.isEmpty {
            lines.append(
                "Nothing in \(Quantities.count(explanation.lineCount, "line")) is a kernel's boot or of KHO or LUO.")
        }
        return lines
    }

    private func isShown(_ said: ExplainedMessage) -> Bool {
        showsAll || said.message.severity != .harmless || join?.contradicts(said) == true
    }

    // MARK: Boots

    private func head(of boot: BootExplanation, number: Int) -> [String] {
        let release = boot.release ?? "unknown release"
        var lines = [
            style.heading("Boot \(number)")
                + "  \(release), lines \(boot.lines.lowerBound) to \(boot.lines.upperBound)",
            "  " + verdict(of: boot),
        ]
        if let caveat = boot.caveat { lines.append("  " + style.quiet("note: \(caveat)")) }
        return lines
    }

    private func verdict(of boot: BootExplanation) -> String {
        switch boot.outcome {
        case .accepted:
            boot.hasFailures
                ? style.error(boot.verdict) : boot.endsEarly ? style.warning(boot.verdict) : style.good(boot.verdict)
        case .refused, .ignored, .fatal: style.error(boot.verdict)
        case .none, .silent: boot.hasFailures ? style.error(boot.verdict) : boot.verdict
        }
    }

    private func tail(of boot: BootExplanation) -> [String] {
        var lines: [String] = []
        let harmless = boot.messages.filter { !isShown($0) }.reduce(0) { $0 + $1.count }
        if harmless > 0 {
            lines.append("  " + style.quiet("\(Quantities.count(harmless, "harmless message")) (--all shows them)"))
        }
        if boot.omittedMessages > 0 {
            lines.append("  " + style.quiet("\(Quantities.count(boot.omittedMessages, "more message")) not shown"))
        }
        if boot.unknownCount > 0 {
            let count = Quantities.count(boot.unknownCount, "line")
            lines.append("  " + style.warning("not known: \(count) of KHO or LUO by their form"))
            lines += boot.unknown.map { "    \($0.line): \($0.text)" }
            if boot.unknownCount > boot.unknown.count { lines.append("    …") }
        }
        return lines
    }

    // MARK: Messages

    private func entry(_ said: ExplainedMessage) -> [String] {
        let message = said.message
        let count = said.count > 1 ? style.quiet(" (\(said.count) times)") : ""
        var lines = ["", "  \(mark(message.severity))  \(said.line): \(said.text)\(count)"]
        func add(_ label: String, _ text: String) {
            if text.isEmpty { return }
            for (index, line) in Self.wrapped(text, to: 96).enumerated() {
                lines.append("      " + style.quiet((index == 0 ? label : "").padded(to: 8)) + line)
            }
        }
        add("means", message.cause + meanings(in: said))
        add("check", message.check)
        add("callers", said.callers.joined(separator: ", "))
        for fact in join?.facts(about: said) ?? [] { add("state", fact) }
        if join?.contradicts(said) == true {
            add("state", style.error("the memory was not kept: the kernel gives it to whoever asks"))
        }
        add("next", message.next)
        let rules = message.rules.isEmpty ? "" : "; " + message.rules.map(\.rawValue).joined(separator: ", ")
        add("source", "\(message.id), \(message.function) in \(message.file), \(message.releases)\(rules)")
        if said.isOfRelease == false { add("note", "kernels of this release are not known to say this") }
        if !said.alternatives.isEmpty {
            add(
                "note", "other releases say the same with another meaning: \(said.alternatives.joined(separator: ", "))"
            )
        }
        return lines
    }

    private func mark(_ severity: Message.Severity) -> String {
        let word = severity.rawValue.padded(to: 8)
        return switch severity {
        case .harmless: style.good(word)
        case .notable: style.warning(word)
        case .lost, .refused, .fatal: style.error(word)
        }
    }

    /// What the error numbers in a message stand for.
    private func meanings(in said: ExplainedMessage) -> String {
        let meanings = said.values.compactMap { value in value.meaning.map { "\(value.text): \($0)" } }
        return meanings.isEmpty ? "" : " (\(meanings.joined(separator: "; ")))"
    }

    private static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + word.count >= width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }
}
