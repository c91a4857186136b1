/// What a change moves from whom to whom, in the order in which it happens.
public struct ChangeList: Hashable, Sendable {
    /// The moves.
    public var moves: [Move]

    /// Something that changes hands.
    public struct Move: Hashable, Sendable {
        /// Where it is told: `fragment@0`.
        public var place: String
        /// Who has it before, by number; `nil` for nobody.
        public var from: Int?
        /// What it is.
        public var what: String
        /// Who has it afterwards, by number; `nil` for nobody.
        public var to: Int?
    }
}
