import FindingReports
import FixtureSupport
import Foundation
import Testing

/// The page of rules that readers of the project find.
@Suite struct RuleTableTests {
    private static let page = Fixture.root.deletingLastPathComponent().appending(path: "Documentation/Rules.md")

    @Test("The page has every rule as the catalogue has it; with KHO_RECORD=1 it is written anew")
    func page() throws {
        if ProcessInfo.processInfo.environment["KHO_RECORD"] == "1" {
            try Data(RuleTable.markdown.utf8).write(to: Self.page)
        }
        let written = try String(decoding: Data(contentsOf: Self.page), as: UTF8.self)
        let lines = Set(written.split(separator: "\n"))
        let missing = RuleTable.markdown.split(separator: "\n").filter { !lines.contains($0) }
        #expect(missing.isEmpty, "KHO_RECORD=1 swift test --filter RuleTableTests writes the page")
        #expect(written == RuleTable.markdown)
    }
}
