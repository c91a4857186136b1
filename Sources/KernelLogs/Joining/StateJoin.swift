public import HandoverCoding
public import HandoverState
import PhysicalMemory

/// A state beside a log: what the names and addresses in messages stand for.
public struct StateJoin: Sendable {
    let handover: Handover
    /// The structures of the handover by address; empty where the memory is not at hand.
    let located: [LocatedStructure]

    var state: HandoverState { handover.state }
    var sessions: [Session] { state.liveUpdate?.sessions ?? [] }

    /// A state, and where its structures lie.
    public init(_ handover: Handover, located: [LocatedStructure] = []) {
        self.handover = handover
        self.located = located
    }

    /// What the state has to say about a message, a clause each.
    public func facts(about said: ExplainedMessage) -> [String] {
        // Each kind of name and number that messages carry.
        var facts: [String] = []
        if let region = said.value(.region) { facts += self.facts(aboutRegion: region.text, asked: said) }
        if let session = said.value(.session) { facts += self.facts(aboutSession: session.text) }
        if let handler = said.value(.handler), said.message.severity.isFailure {
            facts += self.facts(aboutHandler: handler.text, token: said.value(.token))
        }
        if let flb = said.value(.flb), said.message.severity.isFailure { facts += self.facts(aboutObject: flb.text) }
        if let subtree = said.value(.subtree) { facts += self.facts(aboutSubtree: subtree.text) }
        if let address = said.value(.address)?.number, address != 0 {
            facts += self.facts(aboutAddress: PhysicalAddress(address))
        }
        return facts + versions(refusedBy: said)
    }

    /// A list of names, cut where it gets long.
    static func list(_ names: [String], most: Int = 6) -> String {
        let rest = names.count - most
        return names.prefix(most).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }

    static func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
}
