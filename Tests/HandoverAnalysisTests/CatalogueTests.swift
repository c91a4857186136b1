import HandoverAnalysis
import HandoverState
import Testing

@Suite("The catalogue of rules")
struct CatalogueTests {
    /// A family by the middle of its rules' names, and its numbers in the order of the rules.
    private static let families: [(name: String, numbers: [Int?])] = RuleID.allCases.reduce(into: []) {
        families, rule in
        let parts = rule.rawValue.split(separator: "-")
        let number = parts.count == 3 && parts[2].count == 3 ? Int(parts[2]) : nil
        let name = parts.prefix(2).joined(separator: "-")
        if families.last?.name == name {
            families[families.count - 1].numbers.append(number)
        } else {
            families.append((name, [number]))
        }
    }

    @Test("names every rule once, in the order of the names")
    func completeness() {
        #expect(Rule.all.map(\.id) == RuleID.allCases)
    }

    @Test("keeps families together and counts each from 1 without a gap")
    func numbers() {
        #expect(Set(Self.families.map(\.name)).count == Self.families.count)
        for family in Self.families {
            #expect(family.name.hasPrefix("KHO-") || family.name.hasPrefix("MK-"))
            #expect(family.numbers == Array(1...family.numbers.count), "\(family.name)")
        }
    }

    @Test("says of every rule what is wrong, why that matters and what to do", arguments: Rule.all)
    func texts(_ rule: Rule) {
        #expect(rule.title.first?.isUppercase == false, "a title is a clause")
        #expect(rule.title.last != ".", "a title is a clause")
        for sentence in [rule.rationale, rule.remedy] {
            #expect(sentence.first?.isUppercase == true, "\"\(sentence)\" is no sentence")
            #expect(sentence.last == ".", "\"\(sentence)\" is no sentence")
        }
        for text in [rule.title, rule.rationale, rule.remedy] {
            #expect(text.unicodeScalars.allSatisfy { $0.isASCII && $0.value >= 0x20 }, "\"\(text)\"")
        }
    }

    @Test("says of every rule about kernels what they do, and where", arguments: Rule.all)
    func kernels(_ rule: Rule) {
        if rule.id.rawValue.hasPrefix("KHO-INPUT-") { return }
        #expect(!rule.kernel.isEmpty)
        for behaviour in rule.kernel {
            #expect(!behaviour.function.isEmpty && !behaviour.releases.isEmpty)
            let isKerf = behaviour.file.hasPrefix("kerf/") && behaviour.file.hasSuffix(".py")
            #expect(behaviour.file.contains("/") && (behaviour.file.hasSuffix(".c") || isKerf), "\(behaviour.file)")
            #expect(!behaviour.reaction.isEmpty && behaviour.reaction.last != ".")
        }
    }

    @Test("explains no rule by itself, by whatever way round: else neither were told", arguments: Rule.all)
    func explanations(_ rule: Rule) {
        var seen: Set<RuleID> = []
        var next = rule.explains
        while let other = next.popLast() {
            if seen.insert(other).inserted { next += Rule[other].explains }
        }
        #expect(!seen.contains(rule.id))
    }
}
