import HandoverState

extension Rule {
    static let input: [Rule] = [
        Rule(
            .inputUnusable, .error, "the input cannot be read, or is nothing that holds a handover",
            why: "", kernel: [], remedy: ""),
        Rule(
            .dumpDamaged, .error, "the container of a dump is damaged",
            why: "", kernel: [], remedy: ""),
        Rule(
            .memoryAbsent, .error, "the input does not hold the memory that would decide",
            why: "", kernel: [], remedy: ""),
        Rule(
            .treeUnrelated, .error, "a device tree that is no part of a handover",
            why: "", kernel: [], remedy: ""),
        Rule(
            .notFinalized, .error, "a running kernel has not yet written its handover down",
            why: "", kernel: [], remedy: ""),
        Rule(
            .inputNote, .error, "something that opening the input met on the way",
            why: "", kernel: [], remedy: ""),
        Rule(
            .omitted, .error, "more of a kind than is listed",
            why: "", kernel: [], remedy: ""),
        Rule(
            .documentBroken, .error, "a state document that cannot be read",
            why: "", kernel: [], remedy: ""),
    ]
}
