import HandoverAnalysis
import HandoverState
import Testing

@Suite("The catalogue of rules")
struct CatalogueTests {
    @Test("names every rule once, in the order of the names")
    func completeness() {
        #expect(Rule.all.map(\.id) == RuleID.allCases)
    }
}
