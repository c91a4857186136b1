import HandoverState

extension Rule {
    static let liveUpdate: [Rule] = [
        Rule(
            .orchestratorUnreadable, .error, "the orchestrator's data is neither of its forms",
            why: "", kernel: [], remedy: ""),
        Rule(
            .orchestratorVersion, .error, "a version string of the orchestrator that is not known",
            why: "", kernel: [], remedy: ""),
        Rule(
            .numberMissing, .error, "the number of the live update is missing",
            why: "", kernel: [], remedy: ""),
        Rule(
            .numberImpossible, .error, "the number of the live update is one that no kernel hands over",
            why: "", kernel: [], remedy: ""),
        Rule(
            .orchestratorNodeMissing, .error, "a node of the orchestrator's tree is missing",
            why: "", kernel: [], remedy: ""),
        Rule(
            .headMissing, .error, "the address of a head is missing or zero",
            why: "", kernel: [], remedy: ""),
        Rule(
            .orchestratorSize, .error, "the orchestrator's structure has the wrong size",
            why: "", kernel: [], remedy: ""),
        Rule(
            .sessionsOverfull, .error, "more sessions than the head's pages hold",
            why: "", kernel: [], remedy: ""),
        Rule(
            .blockMisaligned, .error, "a block is not aligned to a page",
            why: "", kernel: [], remedy: ""),
        Rule(
            .blockCount, .error, "a block announces no records, or more than it holds",
            why: "", kernel: [], remedy: ""),
        Rule(
            .blockChainLimit, .error, "a chain of more blocks than kernels follow",
            why: "", kernel: [], remedy: ""),
        Rule(
            .blockLoop, .error, "a chain of blocks that comes back to itself",
            why: "", kernel: [], remedy: ""),
        Rule(
            .sessionNameUnterminated, .error, "the name of a session has no closing NUL",
            why: "", kernel: [], remedy: ""),
        Rule(
            .sessionNameEmpty, .error, "a session without a name",
            why: "", kernel: [], remedy: ""),
        Rule(
            .sessionNameDuplicate, .error, "two sessions of one name",
            why: "", kernel: [], remedy: ""),
        Rule(
            .fileCountMismatch, .error, "a session announces another number of files than it has",
            why: "", kernel: [], remedy: ""),
        Rule(
            .filesMissing, .error, "a session announces files but has none anywhere",
            why: "", kernel: [], remedy: ""),
        Rule(
            .filesOverfull, .error, "more files than a session's pages hold",
            why: "", kernel: [], remedy: ""),
        Rule(
            .tokenDuplicate, .error, "two files of one session with the same token",
            why: "", kernel: [], remedy: ""),
        Rule(
            .handlerUnterminated, .error, "the version string of a handler has no closing NUL",
            why: "", kernel: [], remedy: ""),
        Rule(
            .handlerUnknown, .error, "a handler that no known kernel has",
            why: "", kernel: [], remedy: ""),
        Rule(
            .handlerForeign, .error, "a handler of another kernel's format",
            why: "", kernel: [], remedy: ""),
        Rule(
            .flbPages, .error, "the objects bound to files take another number of pages than kernels give them",
            why: "", kernel: [], remedy: ""),
        Rule(
            .flbsOverfull, .error, "more objects bound to files than their page holds",
            why: "", kernel: [], remedy: ""),
        Rule(
            .flbNameUnterminated, .error, "the name of an object has no closing NUL",
            why: "", kernel: [], remedy: ""),
        Rule(
            .flbNameEmpty, .error, "an object without a name",
            why: "", kernel: [], remedy: ""),
        Rule(
            .flbNameDuplicate, .error, "two objects of one name",
            why: "", kernel: [], remedy: ""),
        Rule(
            .flbCount, .error, "more files are said to depend on an object than there are, or none",
            why: "", kernel: [], remedy: ""),
        Rule(
            .sessionEmpty, .error, "a session without files",
            why: "", kernel: [], remedy: ""),
        Rule(
            .sessionNameUnusual, .error, "a name that is hard to type or print",
            why: "", kernel: [], remedy: ""),
    ]
}
