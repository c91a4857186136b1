/// A handover as it was read: what it was written in, what it says, and what the reader has to say about it.
public struct Handover: Hashable, Sendable {
    /// The kernel ABI it was written in.
    public var abi: ABIIdentification
    /// What one kernel hands to the next.
    public var state: HandoverState
    /// Damage, gaps and oddities, in the order in which they were met.
    public var remarks: [Remark]

    /// A handover.
    public init(abi: ABIIdentification, state: HandoverState, remarks: [Remark] = []) {
        self.abi = abi
        self.state = state
        self.remarks = remarks
    }
}
