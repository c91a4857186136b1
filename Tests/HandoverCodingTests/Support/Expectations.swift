import HandoverState
import PhysicalMemory
import Testing

/// The parts of a state that damage to another part must leave alone.
enum Part: CaseIterable {
    case memory, regions, kernel, test, sessions, flbs
}

extension HandoverImage {
    /// Decodes a damaged image and expects a remark that names the place, and everything else as it was.
    func expectDamage(
        _ path: String, at address: PhysicalAddress? = nil, sparing parts: [Part], _ comment: Comment
    ) throws {
        let handover = try decode()
        let damage = handover.remarks.filter { $0.severity == .damage }
        let named = damage.contains { $0.path.hasPrefix(path) && (address == nil || $0.address == address) }
        #expect(named, "\(comment): \(damage.map { "\($0.path) \($0.address.map { "\($0)" } ?? "-") \($0.message)" })")
        for part in parts { #expect(same(part, handover.state), "\(comment): \(part)") }
    }

    private func same(_ part: Part, _ state: HandoverState) -> Bool {
        switch part {
        case .memory: state.memory == expected.memory
        case .regions: state.reserveMem == expected.reserveMem
        case .kernel: state.kernel == expected.kernel
        case .test: state.test == expected.test
        case .sessions: state.liveUpdate?.sessions == expected.liveUpdate?.sessions
        case .flbs: state.liveUpdate?.flbs == expected.liveUpdate?.flbs
        }
    }
}

extension [Part] {
    static func allBut(_ parts: Part...) -> [Part] {
        Part.allCases.filter { !parts.contains($0) }
    }
}
