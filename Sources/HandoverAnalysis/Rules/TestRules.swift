import HandoverState

extension Rule {
    static let test: [Rule] = [
        Rule(
            .testIncomplete, .error, "the record lacks a property",
            why: "", kernel: [], remedy: ""),
        Rule(
            .testMagic, .error, "another magic number",
            why: "", kernel: [], remedy: ""),
        Rule(
            .testSum, .error, "the folios no longer give the sum",
            why: "", kernel: [], remedy: ""),
        Rule(
            .testList, .error, "the list of folios is in no known form",
            why: "", kernel: [], remedy: ""),
        Rule(
            .testFolioSize, .error, "a folio larger than memory",
            why: "", kernel: [], remedy: ""),
        Rule(
            .testFoliosOverlap, .error, "two folios share memory",
            why: "", kernel: [], remedy: ""),
        Rule(
            .testSumUnknown, .error, "the sum cannot be checked",
            why: "", kernel: [], remedy: ""),
        Rule(
            .testCount, .error, "the list of folios is longer or shorter than its count, or empty",
            why: "", kernel: [], remedy: ""),
    ]
}
