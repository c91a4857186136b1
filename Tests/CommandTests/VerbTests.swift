import FixtureSupport
import Testing

/// The command line itself.
@Suite struct VerbTests {
    private static let verbs = [
        ["decode"], ["check"], ["diff"], ["extract"], ["trim"], ["explain"], ["abi"], ["abi", "list"], ["abi", "show"],
        ["abi", "probe"], ["abi", "verify"], ["abi", "diff"],
    ]

    @Test("The help of every verb has an example of it", arguments: verbs)
    func help(_ verb: [String]) throws {
        let outcome = try Khotool.run(verb + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        let usage = try #require(outcome.text.firstRange(of: "USAGE:"))
        #expect(outcome.text[..<usage.lowerBound].contains("khotool " + verb.joined(separator: " ")))
    }

    @Test("The help lists the verbs and tells what the exit status means", arguments: [[], ["--help"], ["help"]])
    func overview(_ arguments: [String]) throws {
        let outcome = try Khotool.run(arguments)
        #expect(outcome.status == 0)
        for word in ["decode", "check", "diff", "extract", "trim", "explain", "abi", "Exit status"] {
            #expect(outcome.text.contains(word))
        }
    }

    @Test("The version is one line")
    func version() throws {
        let outcome = try Khotool.run(["--version"])
        #expect(outcome.status == 0)
        #expect(outcome.text.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }

    @Test(
        "A command line that cannot be used ends with status 64 and says why on standard error",
        arguments: [
            ["frobnicate"],
            ["decode"],
            ["decode", "a", "b"],
            ["decode", "--frobnicate", "a"],
            ["decode", "--format", "xml", "a"],
            ["decode", "--root", "here", "a"],
            ["decode", "--root", "0x1_000", "a"],
            ["decode", "--scratch", "0x1000", "a"],
            ["decode", "--scratch", "0xffffffffffffffff,4096", "a"],
            ["decode", "--page-size", "8K", "a"],
            ["decode", "--profile", "linux-5.0", "a"],
            ["decode", "--subtree", "LUO", "a"],
            ["check", "a"],
            ["check", "--target", "7.3"],
            ["check", "a", "--target", "linux-5.0"],
            ["check", "a", "--target", "7.3", "--plan", "linux-5.0"],
            ["check", "a", "--target", "7.3", "--format", "xml"],
            ["check", "a", "--target", "7.3"] + Array(repeating: "--plan=7.2", count: 7),
            ["diff", "a"],
            ["diff", "a", "b", "c"],
            ["diff", "-", "-"],
            ["diff", "a", "b", "--ignore", "everything"],
            ["diff", "a", "b", "--only", "LUO"],
            ["diff", "a", "b", "--format", "yaml"],
            ["diff", "a", "b", "--raw", "--ranges"],
            ["extract", "a"],
            ["extract", "a", "-o", "b"],
            ["extract", "a", "--session", "s", "-o", "b"],
            ["extract", "a", "--session", "s", "--token", "1", "--reserve-mem", "r", "-o", "b"],
            ["extract", "a", "--session", "s", "--token", "first", "-o", "b"],
            ["trim", "a"],
            ["abi", "show"],
            ["abi", "show", "linux-5.0"],
            ["abi", "probe"],
            ["abi", "verify", "a", "--profile", "linux-5.0"],
            ["abi", "verify", "a", "--format", "xml"],
            ["abi", "diff", "a"],
        ])
    func usage(_ arguments: [String]) throws {
        let outcome = try Khotool.run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.first?.hasPrefix("Error: ") == true)
    }

    @Test("Completions are made for every shell", arguments: ["bash", "zsh", "fish"])
    func completions(_ shell: String) throws {
        let outcome = try Khotool.run(["--generate-completion-script", shell])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        for word in ["khotool", "decode", "linux-7.2", "metadata-only"] { #expect(outcome.text.contains(word)) }
        guard hasProgram(shell) else { return }
        let folder = try TemporaryFolder()
        let script = try folder.write(outcome.output, to: "completions")
        #expect(try Launch("/usr/bin/env", [shell, "-n", script]).run().status == 0)
    }

    @Test("Every profile is listed and shown", arguments: Fixture.all.map(\.profile))
    func profiles(_ profile: String) throws {
        #expect(try Khotool.run(["abi", "list"]).text.contains(profile))
        let shown = try Khotool.run(["abi", "show", profile])
        #expect(shown.status == 0)
        #expect(shown.text.hasPrefix(profile + ": "))
    }
}
