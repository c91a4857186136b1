import KernelLogs

/// What the lines of a log mean.
func explain(_ lines: [String]) -> LogExplanation {
    explain(lines.joined(separator: "\n") + "\n")
}

/// What a log means.
func explain(_ log: String) -> LogExplanation {
    explain(Array(log.utf8))
}

/// What a log means that comes in pieces.
func explain(_ log: [UInt8], pieces: Int = .max) -> LogExplanation {
    var explainer = LogExplainer()
    var start = 0
    while start < log.count {
        let end = start + min(pieces, log.count - start)
        explainer.read(log.span.extracting(start..<end))
        start = end
    }
    return explainer.finish()
}

/// The banner with which a kernel begins.
func banner(_ release: String) -> String {
    "[    0.000000] Linux version \(release) (user@host) (gcc 12.2.0) #1 SMP"
}

extension LogExplanation {
    /// The names of all messages, boot by boot.
    var ids: [[String]] { boots.map { $0.messages.map(\.message.id) } }
}
