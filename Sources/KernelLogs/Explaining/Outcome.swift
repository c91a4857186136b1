/// What became of the handover in a boot, as far as its log tells.
public enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// The kernel took it.
    case accepted
    /// The kernel found one and booted without it.
    case refused
    /// The kernel was given one and has no KHO, or could not reach it.
    case ignored
    /// The kernel stopped over it.
    case fatal
    /// KHO or LUO spoke, and not of a handover: a cold boot.
    case none
    /// Nothing in the log is of KHO or LUO.
    case silent
}

extension BootExplanation {
    /// What became of the handover.
    public var outcome: Outcome {
        let decisions = Set(messages.compactMap(\.message.decides))
        if messages.contains(where: { $0.message.severity == .fatal }) { return .fatal }
        if decisions.contains(.refused) { return .refused }
        if decisions.contains(.ignored) { return .ignored }
        if decisions.contains(.accepted) || hasIncomingState { return .accepted }
        return messages.isEmpty && unknownCount == 0 ? .silent : .none
    }

    /// Whether it was said that something was revived, where the line that says so of the whole is missing.
    private var hasIncomingState: Bool {
        let telling = ["RMEM-LOG-007", "LUO-LOG-008", "KHO-LOG-043", "TEST-LOG-001", "TEST-LOG-006"]
        return messages.contains { telling.contains($0.message.id) }
    }

    /// What was lost, by name where a message has one.
    public var losses: [String] {
        var result: [String] = []
        for said in messages where said.message.severity == .lost {
            let loss = said.loss
            if !result.contains(loss) { result.append(loss) }
        }
        return result
    }

    /// The verdict, in a sentence.
    public var verdict: String {
        let number = messages.filter { $0.message.severity == .lost }.count
        let named = losses.prefix(8).joined(separator: ", ") + (losses.count > 8 ? " and more" : "")
        switch outcome {
        case .accepted where endsEarly:
            return "a handover was found, and the log ends there: the kernel may have hung or faulted over the map"
        case .accepted:
            return number == 0
                ? "the handover was accepted, and nothing was lost that the log tells of"
                : "the handover was accepted; lost: \(named)"
        case .refused: return "a handover was found and refused: all that was handed over is lost"
        case .ignored: return "a handover was passed and not looked at: all that was handed over is lost"
        case .fatal: return "the kernel stopped over the handover"
        case .none: return number == 0 ? "no handover was found" : "no handover was found; lost: \(named)"
        case .silent: return "nothing here is of KHO or LUO"
        }
    }

    /// Whether the log ends before anything shows that the map was read.
    public var endsEarly: Bool {
        !isPastMap && messages.contains { $0.message.decides == .accepted }
    }
}

extension ExplainedMessage {
    /// What the message says is lost.
    fileprivate var loss: String {
        if let region = value(.region) { return "region \(region.text)" }
        if let session = value(.session) { return "session \(session.text)" }
        if let handler = value(.handler) { return "files of \(handler.text)" }
        if let flb = value(.flb) { return "object \(flb.text)" }
        if let subtree = value(.subtree) { return "subtree \(subtree.text)" }
        switch message.id.prefix(while: { $0 != "-" }) {
        case "MEMFD": return "a memfd"
        case "TEST": return "the test's folios"
        case "RMEM": return "regions of reserve_mem="
        case "LUO": return "sessions"
        case "KHO": return "preserved memory"
        default: return "what \(message.function) asked for"
        }
    }
}
