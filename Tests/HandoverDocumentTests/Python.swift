import Foundation

/// Runs scripts over documents.
enum Python {
    static let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Schemas/handover-state-1.json")

    /// The schema of plans.
    static let planSchema = schema(named: "handover-plan-1")

    static func schema(named name: String) -> URL {
        schema.deletingLastPathComponent().appendingPathComponent("\(name).json")
    }

    static let schemaText = (try? String(contentsOf: schema, encoding: .utf8)) ?? ""

    static let comparison = """
        import json, sys, yaml
        for case in json.load(open(sys.argv[1])):
            wanted = json.loads(case["json"])
            found = [yaml.load(case["yaml"], Loader=loader) for loader in (yaml.SafeLoader, yaml.CSafeLoader)]
            again = yaml.safe_load(case["json"]) if case["json"].isascii() else wanted
            print("same" if found == [wanted, wanted] and again == wanted else "different")
        """

    static let validation = """
        import json, sys, yaml, jsonschema
        schema = json.load(open(sys.argv[2]))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for case in json.load(open(sys.argv[1])):
            value = json.loads(case["json"]) if "json" in case else yaml.safe_load(case["yaml"])
            error = jsonschema.exceptions.best_match(validator.iter_errors(value))
            print("valid" if error is None else "invalid " + repr(error.json_path + ": " + error.message[:200]))
        """

    /// Whether documents are valid, without the reasons, which take their time.
    static let judgement = """
        import json, sys, jsonschema
        validator = jsonschema.Draft202012Validator(json.load(open(sys.argv[2])))
        for case in json.load(open(sys.argv[1])):
            print("valid" if validator.is_valid(json.loads(case["json"])) else "invalid")
        """

    static let isComplete: Bool = {
        (try? run("import yaml, jsonschema; yaml.CSafeLoader; print('yes')", on: [])) == ["yes"]
    }()

    /// The lines that a script prints, given a file of cases and the schema.
    static func run(
        _ script: String, on cases: [[String: String]], schema: URL = schema
    ) throws -> [String] {
        let directory = FileManager.default.temporaryDirectory
        let file = directory.appendingPathComponent("cases-\(UInt64.random(in: 0 ... .max)).json")
        try JSONEncoder().encode(cases).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, file.path, schema.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return [] }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
