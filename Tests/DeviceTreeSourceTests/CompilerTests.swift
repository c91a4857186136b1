import DeviceTree
import DeviceTreeSource
import FixtureSupport
import Testing

/// What there is to do with the compiler where it is installed.
@Suite(.enabled(if: hasProgram("dtc"), "dtc is not installed"))
struct CompilerTests {
    let folder = try? TemporaryFolder()

    private func compile(
        _ text: String, _ change: (inout DeviceTreeCompiler) -> Void = { _ in }
    ) throws -> DeviceTreeCompiler.Compiled {
        let path = try #require(folder).path("tree.dts")
        var compiler = DeviceTreeCompiler()
        change(&compiler)
        return try compiler.compile(Array(text.utf8), in: SourceFolder(of: path))
    }

    private func failure(_ text: String, _ change: (inout DeviceTreeCompiler) -> Void = { _ in }) throws -> String {
        do {
            _ = try compile(text, change)
            return "compiled"
        } catch let error as SourceError {
            return error.description(in: "tree.dts")
        }
    }

    @Test("A source becomes the tree that it describes")
    func tree() throws {
        let tree = try FlattenedDeviceTree(blob: compile("/dts-v1/;\n/ { a { cpus = <0 4  0 5>; }; };\n").blob)
        #expect(tree.root.child(named: "a")?["cpus"]?.bigEndianCells == [0, 4, 0, 5])
    }

    // MARK: The first line

    @Test(
        "The first line of kerf is as good as the compiler's own",
        arguments: [
            "/multikernel-v1/;\n/ { a; };", "/* of kerf */ // yes\n/multikernel-v1/ ;\n/ { a; };",
            "\u{feff}/multikernel-v1/;\n/ { a; };", "/multikernel-v1/;\n/plugin/;\n/ { a; };",
            "/dts-v1/;\n/multikernel-v1/;\n/ { a; };",
        ])
    func firstLine(text: String) throws {
        #expect(try FlattenedDeviceTree(blob: compile(text).blob).root["a"] != nil)
    }

    @Test("The first line of kerf counts where it is code, and nowhere else")
    func noFirstLine() throws {
        let text = "/multikernel-v1/; /* /multikernel-v1/; */\n/ { a = \"/multikernel-v1/;\"; };"
        #expect(try FlattenedDeviceTree(blob: compile(text).blob).root["a"]?.string == "/multikernel-v1/;")
        #expect(try failure("// /multikernel-v1/;\n/ { };") == "tree.dts:2:1: syntax error")
        #expect(try failure("/dts-v1/;\n/ { };\n/multikernel-v1/;\n").hasPrefix("tree.dts:3:"))
    }

    @Test("Lines and columns are those of the text as it was given")
    func unchangedColumns() throws {
        #expect(try failure("/multikernel-v1/; / { a b; };") == "tree.dts:1:25: syntax error")
        #expect(try failure("/dts-v1/;\n\n/ {\n\tb = <1>\n\tc;\n};\n") == "tree.dts:5:2: syntax error")
    }

    // MARK: Messages

    @Test("Every error of the compiler is told with its place")
    func errors() throws {
        let text = "/dts-v1/;\n/ {\n\ta = <&b>;\n\tc = <&d>;\n};\n"
        #expect(try failure(text).contains("b"))
        #expect(try failure(text).split(separator: "\n").count == 2)
        #expect(try failure("/dts-v1/;\n&x { };\n").hasPrefix("tree.dts:2:"))
        #expect(try failure("/dts-v1/;\n/ { a = <0xffffffffff>; };").hasPrefix("tree.dts:2:10: "))
    }

    @Test("Warnings are kept, with the check that they come from")
    func warnings() throws {
        let messages = try compile("/dts-v1/;\n/ {\n\tnode@1 { };\n};\n").messages
        let warning = try #require(messages.first)
        #expect(warning.severity == .warning)
        #expect(warning.check == "unit_address_vs_reg")
        #expect(warning.isAboutAddressing)
        #expect(warning.place == SourcePlace(line: 3, column: 9))
        #expect(warning.text.hasPrefix("/node@1: "))
    }

    // MARK: Other files

    @Test("A source includes what lies beside it or below, and errors there are told of that file")
    func including() throws {
        let folder = try #require(folder)
        _ = try folder.write(Array("/ { b; };".utf8), to: "part.dtsi")
        _ = try folder.write(Array("/ { x y; };".utf8), to: "wrong.dtsi")
        _ = try folder.write([1, 2, 3], to: "data.bin")
        let blob = try compile("/dts-v1/;\n/include/ \"part.dtsi\"\n/ { a = /incbin/(\"data.bin\"); };").blob
        let tree = try FlattenedDeviceTree(blob: blob)
        #expect(tree.root["b"] != nil)
        #expect(tree.root["a"].map { Array($0.bytes) } == [1, 2, 3])
        let message = try failure("/dts-v1/;\n/include/ \"wrong.dtsi\"\n")
        #expect(message == "wrong.dtsi:1:7: syntax error")
    }

    @Test(
        "No file outside the folder of the source is read, however it is named",
        arguments: [
            "/ { a = /incbin/(\"/etc/hostname\"); };", "/ { a = /incbin/ /* x */ ( // y\n \"/etc/hostname\"); };",
            "/include/ \"/etc/hostname\"", "/include/ \"../../../../../../etc/hostname\"",
            "/ { a = /incbin/(\"\\x2fetc/hostname\"); };", "/ { a = /incbin/(\"link\"); };",
            "/ { a = <'\"'>; b = /incbin/(\"/etc/hostname\"); };", "/include/ \"inner.dtsi\"",
            "/ { a = \"/*\"; b = /incbin/(\"/etc/hostname\", 1, 2); c = \"*/\"; };",
        ])
    func outside(text: String) throws {
        let folder = try #require(folder)
        _ = try folder.write(Array("\n/include/ \"/etc/hostname\"".utf8), to: "inner.dtsi")
        _ = try Launch("/bin/ln", ["-s", "/etc/hostname", folder.path("link")]).run()
        let message = try failure("/dts-v1/;\n" + text)
        #expect(message.contains("outside the folder of the source"), "\(message)")
        #expect(message.contains(text.contains("inner") ? "inner.dtsi:2:11: " : "tree.dts:"), "\(message)")
    }

    @Test("What is included in a comment or in text is not included")
    func notIncluded() throws {
        let text = "/dts-v1/; /* /include/ \"/etc/passwd\" */ // /include/ \"/etc/passwd\"\n"
        #expect(throws: Never.self) { try compile(text + "/ { a = \"/include/ \\\"/etc/passwd\\\"\"; };") }
    }

    // MARK: Hostile sources

    @Test("A source that includes itself is refused")
    func endlessInclusion() throws {
        let text = "/dts-v1/;\n/include/ \"tree.dts\"\n"
        _ = try #require(folder).write(Array(text.utf8), to: "tree.dts")
        #expect(try failure(text) == "tree.dts: Includes nested too deeply")
    }

    @Test("A source that includes twice what includes twice is refused, or ended after its time")
    func explosion() throws {
        for level in 0..<30 {
            let next = "/include/ \"\(level + 1)\"\n"
            _ = try #require(folder).write(Array((next + next).utf8), to: "\(level)")
        }
        _ = try #require(folder).write([], to: "30")
        let message = try failure("/dts-v1/;\n/include/ \"0\"\n/ { };") { $0.seconds = 1 }
        #expect(message == "tree.dts: Includes nested too deeply" || message.contains("more than 1 seconds"))
    }

    @Test("A small source of a tree without measure is refused, or ended after its time")
    func expansion() throws {
        let node = String(repeating: "n", count: 30_000) + "{ };"
        let paths = String(repeating: "&a,", count: 300_000)
        let message = try failure("/dts-v1/;\n/ { b = \(paths)\"\"; a: \(node) };") { $0.seconds = 2 }
        #expect(message.contains("failed") || message.contains("more than"), "\(message)")
    }

    @Test("Deep, long and large sources are refused with a word")
    func bounds() throws {
        let deep = String(repeating: "a {", count: 100_000) + String(repeating: "};", count: 100_000)
        #expect(try failure("/dts-v1/;\n/ {\(deep)};").contains("memory exhausted"))
        let levels = String(repeating: "a {", count: 100) + String(repeating: "};", count: 100)
        #expect(try failure("/dts-v1/;\n/ {\(levels)};").contains("the compiled tree is not usable"))
        #expect(try failure(String(repeating: " ", count: 5 << 20)) { $0.sourceLimit = 4 << 20 }.contains("4 MiB"))
        let zeros = try #require(folder).write([UInt8](repeating: 0, count: 3 << 20), to: "zeros")
        #expect(!zeros.isEmpty)
        let tree = "/dts-v1/;\n/ { a = /incbin/(\"zeros\"); };"
        #expect(try failure(tree) { $0.treeLimit = 2 << 20 }.contains("a tree of more than 2 MiB"))
        #expect(try failure(tree) { $0.sourceLimit = 1 << 20 }.contains("source of more than 1 MiB"))
    }
}
