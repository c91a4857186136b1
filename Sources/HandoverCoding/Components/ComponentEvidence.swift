/// What speaks for and against a format, as its bytes are read by it.
struct ComponentEvidence {
    private(set) var supports: [String] = []
    private(set) var contradictions: [String] = []
    private(set) var supportCount = 0
    private(set) var contradictionCount = 0

    /// How many clauses of a kind are kept.
    static let limit = 4

    mutating func support(_ clause: @autoclosure () -> String) {
        supportCount += 1
        guard supports.count < Self.limit else { return }
        let clause = clause()
        if !supports.contains(clause) { supports.append(clause) }
    }

    mutating func contradict(_ clause: @autoclosure () -> String) {
        contradictionCount += 1
        guard contradictions.count < Self.limit else { return }
        let clause = clause()
        if !contradictions.contains(clause) { contradictions.append(clause) }
    }
}
