import HandoverState

extension Rule {
    static let metadata: [Rule] = [
        Rule(
            .metadataSize, .error, "the structure has the wrong size",
            why: "", kernel: [], remedy: ""),
        Rule(
            .metadataVersion, .error, "a version of the structure that is not known",
            why: "", kernel: [], remedy: ""),
        Rule(
            .metadataUnterminated, .error, "the release has no closing NUL",
            why: "", kernel: [], remedy: ""),
        Rule(
            .metadataCount, .error, "a count of kexecs that no kernel hands over",
            why: "", kernel: [], remedy: ""),
        Rule(
            .metadataRelease, .error, "the release is none whose formats these are",
            why: "", kernel: [], remedy: ""),
    ]
}
