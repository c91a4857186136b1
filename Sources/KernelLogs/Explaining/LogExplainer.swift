/// Reads a log line by line, and keeps what it says of handovers.
///
/// However long the log is, what is kept is bounded: each message once for each set of values, and counts beyond that.
public struct LogExplainer: Sendable {
    private var reader = LogReader()
    private var state = ExplainerState()

    /// An explainer at the beginning of a log.
    public init() {}

    /// Takes the next bytes of the log.
    public mutating func read(_ chunk: Span<UInt8>) {
        reader.read(chunk) { line, number in state.take(line, number) }
    }

    /// Ends the log and tells what it said.
    public mutating func finish() -> LogExplanation {
        reader.finish { line, number in state.take(line, number) }
        state.endBoot(at: reader.lineCount)
        var explanation = state.explanation
        explanation.lineCount = reader.lineCount
        explanation.cutLineCount = reader.cutLineCount
        return explanation
    }
}

/// What has been understood of a log so far.
private struct ExplainerState: Sendable {
    var explanation = LogExplanation()
    private var boot: BootExplanation?
    private var splat: Splat?
    /// Where each thing that was said stands among the boot's messages.
    private var places: [String: Int] = [:]
    private var hasFatal = false
    private var hasHandover = false

    private static let mostBoots = 256
    private static let mostMessages = 512
    private static let mostUnknown = 16

    // MARK: Lines

    mutating func take(_ line: Span<UInt8>, _ number: Int) {
        // A carriage return at the end is the console's; controls elsewhere are escapes of a terminal, or damage.
        var end = line.count
        while end > 0, line[end - 1] <= 0x20 { end -= 1 }
        let trimmed = line.extracting(0..<end)
        if let clean = trimmed.withoutControls() {
            takeMessage(clean.span, number)
        } else {
            takeMessage(trimmed, number)
        }
    }

    private mutating func takeMessage(_ line: Span<UInt8>, _ number: Int) {
        let start = LinePrefix(of: line).end
        guard start < line.count else { return }
        if line.holds("Linux version ", at: start) {
            endBoot(at: number - 1)
            begin(number)
            let release = release(in: line, from: start + 14)
            boot?.release = release
            return
        }
        if explain(line, from: start, number) { return }
        if let begun = Splat(line, from: start, number: number) {
            // `BUG:` and the `Oops:` that follows are one fault.
            if let splat, splat.kind == .fault, begun.kind == .fault, splat.trace.isEmpty { return }
            endSplat()
            splat = begun
            return
        }
        if splat?.take(line, from: start) == false { endSplat() }
        if let inside = HandoverWords.messageInside(line, from: start), explain(line, from: inside, number) { return }
        if HandoverWords.areIn(line, from: start) {
            note(line.text(start..<line.count), number)
        } else if hasHandover, boot?.isPastMap == false,
            line.holds("Memory: ", at: start) || line.holds("Run ", at: start)
        {
            boot?.isPastMap = true
        }
    }

    private func release(in line: Span<UInt8>, from start: Int) -> String? {
        let end = line.first(from: start) { $0 == UInt8(ascii: " ") } ?? line.count
        return end > start ? line.text(start..<min(end, start + 64)) : nil
    }

    private mutating func explain(_ line: Span<UInt8>, from start: Int, _ number: Int) -> Bool {
        let matches = LineIndex.known.matches(line, from: start).filter { hasHandover || !$0.entry.needsHandover }
        guard !matches.isEmpty else { return false }
        let messages = matches.map(\.entry.message)
        let choice = choose(messages)
        let match = matches[choice.index]
        let values = match.entry.values(in: line, at: match.values)
        // Options of others are no concern of handovers.
        let options = values.first { $0.name == .option || $0.name == .parameters }
        if let options, !["kho", "liveupdate"].contains(where: { options.text.contains($0) }) { return true }
        // The kernel's last words have a call trace, which names functions without saying anything.
        if match.entry.message.severity == .fatal { splat = nil }
        add(
            ExplainedMessage(
                message: match.entry.message, line: number, text: line.text(start..<line.count), values: values,
                isOfRelease: choice.isOfRelease, alternatives: choice.alternatives, callers: []))
        return true
    }

    // MARK: Which of several

    private func choose(_ messages: [Message]) -> (index: Int, isOfRelease: Bool?, alternatives: [String]) {
        guard let release = boot?.mainRelease else {
            let index = messages.count - 1
            return (index, nil, messages.dropLast().map(\.id))
        }
        if let index = messages.firstIndex(where: { $0.releases.contains(release) }) { return (index, true, []) }
        return (messages.count - 1, false, messages.dropLast().map(\.id))
    }

    private mutating func endSplat() {
        guard let ended = splat else { return }
        splat = nil
        if ended.kind == .panic {
            guard hasHandover, !hasFatal, let message = Message.all.first(where: { $0.form == .panic }) else { return }
            return add(ExplainedMessage(ended, message, isOfRelease: true, alternatives: []))
        }
        let matches = ended.matches(Message.all)
        if !matches.isEmpty {
            // Of faults the more particular stands first.
            let isNamed = boot?.mainRelease != nil
            let choice = choose(isNamed ? matches : [matches[0]])
            let index = choice.isOfRelease == false ? 0 : choice.index
            add(
                ExplainedMessage(
                    ended, (isNamed ? matches : [matches[0]])[index], isOfRelease: choice.isOfRelease,
                    alternatives: choice.alternatives))
        } else if ended.kind == .fault, hasHandover, boot?.isPastMap == false,
            let message = Message.all.first(where: { $0.form == .earlyFault })
        {
            add(ExplainedMessage(ended, message, isOfRelease: true, alternatives: []))
        } else if ended.isOfHandover {
            note(ended.text, ended.line)
        }
    }

    // MARK: Boots

    private mutating func begin(_ number: Int) {
        boot = BootExplanation(lines: number...number)
        places = [:]
        hasFatal = false
        hasHandover = false
    }

    mutating func endBoot(at number: Int) {
        endSplat()
        guard var ended = boot else { return }
        boot = nil
        ended.lines = ended.lines.lowerBound...max(ended.lines.lowerBound, number)
        if explanation.boots.count < Self.mostBoots {
            explanation.boots.append(ended)
        } else {
            explanation.omittedBoots += 1
        }
    }

    private mutating func add(_ said: ExplainedMessage) {
        if boot == nil { begin(said.line) }
        if said.message.severity == .fatal { hasFatal = true }
        if said.message.severity.isFailure {
            boot?.hasFailures = true
            explanation.hasFailures = true
        }
        if said.message.decides == .accepted { hasHandover = true }
        if said.message.decides == .past || said.message.id.hasPrefix("LUO") { boot?.isPastMap = true }
        let key = said.message.id + " " + said.text
        if let place = places[key] {
            boot?.messages[place].count += 1
        } else if let count = boot?.messages.count, count < Self.mostMessages {
            places[key] = count
            boot?.messages.append(said)
        } else {
            boot?.omittedMessages += 1
        }
    }

    private mutating func note(_ text: String, _ number: Int) {
        if boot == nil { begin(number) }
        boot?.unknownCount += 1
        if let count = boot?.unknown.count, count < Self.mostUnknown {
            boot?.unknown.append(BootExplanation.UnknownLine(line: number, text: text))
        }
    }
}

extension ExplainedMessage {
    private static let mostCallers = 8

    /// What a warning or fault is.
    fileprivate init(_ splat: Splat, _ message: Message, isOfRelease: Bool?, alternatives: [String]) {
        var values: [Value] = []
        if let function = splat.trace.first { values.append(Value(name: .function, text: function)) }
        if let file = splat.file { values.append(Value(name: .file, text: file)) }
        self.init(
            message: message, line: splat.line, text: splat.text, values: values, isOfRelease: isOfRelease,
            alternatives: alternatives, callers: Array(splat.trace.dropFirst().prefix(Self.mostCallers)))
    }
}
