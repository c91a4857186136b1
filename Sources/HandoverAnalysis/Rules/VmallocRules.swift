import HandoverState

extension Rule {
    static let vmalloc: [Rule] = [
        Rule(
            .vmallocOrder, .error, "blocks of an order that no allocation has",
            why: "", kernel: [], remedy: ""),
        Rule(
            .vmallocPartial, .error, "pages that are no whole blocks",
            why: "", kernel: [], remedy: ""),
        Rule(
            .vmallocLong, .error, "more pages than the descriptor announces",
            why: "", kernel: [], remedy: ""),
        Rule(
            .vmallocShort, .error, "fewer pages than the descriptor announces",
            why: "", kernel: [], remedy: ""),
        Rule(
            .vmallocLoop, .error, "a list of chunks that comes back to itself",
            why: "", kernel: [], remedy: ""),
        Rule(
            .vmallocFlags, .error, "flags that kernels do not set",
            why: "", kernel: [], remedy: ""),
        Rule(
            .vmallocTotal, .error, "another number of pages than its owner's records take",
            why: "", kernel: [], remedy: ""),
    ]
}
