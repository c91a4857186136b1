import FindingReports
import FixtureSupport
import Foundation
import HandoverAnalysis
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// The other forms of a report.
@Suite struct FormTests {
    @Test("No form lets an input steer a terminal or break a line")
    func hostileText() throws {
        #expect(SampleReport.isPrintable(try SampleReport.bytes { JSONReport(to: $0) }))
        #expect(SampleReport.isPrintable(try SampleReport.bytes { SARIFReport(version: "1.0.0", to: $0) }))
        #expect(SampleReport.isPrintable(try SampleReport.bytes { GitLabReport(to: $0) }))
        #expect(SampleReport.isPrintable(try SampleReport.bytes { GitHubReport(to: $0) }))
        #expect(SampleReport.isPrintable(try SampleReport.bytes { JUnitReport(failing: .error, to: $0) }))
    }

    // MARK: JSON

    @Test("The document tells everything of a finding")
    func document() throws {
        let bytes = try SampleReport.bytes { JSONReport(to: $0) }
        let document = Objects(try JSONSerialization.jsonObject(with: Data(bytes)))
        #expect(document["schema"].text == JSONReport.schema)
        let inputs = document["inputs"].list
        #expect(inputs.count == 4)
        #expect(inputs[0]["findings"].list.isEmpty)
        let hostile = inputs[2]["findings"].list[0]
        #expect(hostile["message"].text == SampleReport.hostile)
        #expect(hostile["offset"].number == 0x48)
        #expect(inputs[3]["findings"].list[0]["accepted"]["by"].text == "policy")
        #expect(inputs[3]["findings"].list[0]["address"].text == "0xfffffffffffff000")
        #expect(document["summary"]["errors"].number == 2)
        #expect(document["summary"]["accepted"].number == 2)
        #expect(document["rules"].list.count == 5)
    }

    // MARK: GitHub

    @Test("An annotation is one line whose properties cannot be left")
    func annotations() throws {
        let text = String(decoding: try SampleReport.bytes { GitHubReport(to: $0) }, as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("::error file=state.yaml,line=12,col=7,title=KHO-INPUT-008%3A "))
        #expect(lines[0].hasSuffix("::/: found a word, expected a number"))
        #expect(lines[1].hasPrefix("::error file=a folder/100%25%3A a\\u{1b}[2J\\u{a}\\u{d}\\u{0}"))
        #expect(lines[2].hasPrefix("::warning ") && lines[3].hasPrefix("::notice "))
        for line in lines { #expect(line.matches(of: /::/).count >= 2) }
    }

    // MARK: GitLab

    @Test("Issues are of GitLab's severities, and no two have the same fingerprint")
    func issues() throws {
        let bytes = try SampleReport.bytes { GitLabReport(to: $0) }
        let issues = Objects(try JSONSerialization.jsonObject(with: Data(bytes))).list
        #expect(issues.map { $0["severity"].text } == ["blocker", "critical", "minor", "info"])
        #expect(Set(issues.map { $0["fingerprint"].text }).count == 4)
        for issue in issues {
            #expect(issue.keys == ["description", "check_name", "fingerprint", "severity", "location"])
            #expect(issue["location"]["lines"]["begin"].number != nil)
        }
        #expect(issues[0]["location"]["lines"]["begin"].number == 12)
    }

    // MARK: JUnit

    @Test("The suites are well-formed XML whose counts are those of their cases")
    func suites() throws {
        let bytes = try SampleReport.bytes { JUnitReport(failing: .warning, to: $0) }
        let document = try XMLDocument(data: Data(bytes))
        let root = try #require(document.rootElement())
        let suites = root.elements(forName: "testsuite")
        #expect(suites.count == 4)
        for suite in suites {
            let cases = suite.elements(forName: "testcase")
            func count(_ name: String) -> String { String(cases.count { !$0.elements(forName: name).isEmpty }) }
            func attribute(_ name: String) -> String? { suite.attribute(forName: name)?.stringValue }
            #expect(attribute("tests") == String(cases.count))
            #expect(attribute("failures") == count("failure"))
            #expect(attribute("errors") == count("error"))
            #expect(attribute("skipped") == count("skipped"))
        }
        func number(_ name: String) -> [String?] { suites.map { $0.attribute(forName: name)?.stringValue } }
        #expect(number("failures") == ["0", "0", "2", "0"])
        #expect(number("errors") == ["0", "1", "0", "0"])
        #expect(number("skipped") == ["0", "0", "0", "2"])
    }

    @Test("Below the threshold a case passes and tells what was found all the same")
    func threshold() throws {
        let text = String(
            decoding: try SampleReport.bytes { JUnitReport(failing: nil, to: $0) }, as: UTF8.self)
        #expect(!text.contains("<failure"))
        #expect(text.contains("<system-out>/ (0x4cc000): warning: memory that nothing points to</system-out>"))
    }
}
