import HandoverState

extension Rule {
    static let scratch: [Rule] = [
        Rule(
            .scratchAbsent, .error, "there is no scratch area with any memory",
            why: "", kernel: [], remedy: ""),
        Rule(
            .scratchEmpty, .error, "a scratch area of no bytes",
            why: "", kernel: [], remedy: ""),
        Rule(
            .scratchMisaligned, .error, "a scratch area is not aligned as the kernel needs it",
            why: "", kernel: [], remedy: ""),
        Rule(
            .scratchOverlap, .error, "two scratch areas overlap",
            why: "", kernel: [], remedy: ""),
        Rule(
            .scratchTooSmall, .error, "the scratch areas do not hold the kernel and initrd to come",
            why: "", kernel: [], remedy: ""),
        Rule(
            .scratchOutsideMemory, .error, "a scratch area lies where the machine has no memory",
            why: "", kernel: [], remedy: ""),
    ]
}
