import FixtureSupport
import Testing

/// Device tree source as an input of the command.
@Suite(.enabled(if: hasProgram("dtc"), "dtc is not installed"))
struct SourceTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func write(_ text: String, to name: String = "tree.dts") throws -> String {
        try folder.write(Array(text.utf8), to: name)
    }

    private static let baseline = """
        /multikernel-v1/;
        // What is given away.
        / {
            compatible = "multikernel-v1";
            resources {
                cpus = <0 4  0 5  0 6>;
                memory@0 { size = <0x0 0x30000000>; numa-node-id = <0>; };
                devices { nic { device-type = "pci"; pci-id = "0000:41:00.0"; }; };
            };
        };
        """

    @Test("A source is compiled and told of as its tree, from a file, packed, and from a pipe")
    func decoded() throws {
        let path = try write(Self.baseline)
        let outcome = try Khotool.run(["decode", path])
        #expect(outcome.status == 0, "\(outcome.errorLines)")
        #expect(outcome.errorLines == [])
        #expect(outcome.text.contains("3 CPUs: 4-6"))
        #expect(outcome.text.contains("768 MiB, NUMA 0"))
        #expect(outcome.text.contains("0000:41:00.0"))
        _ = try Launch("/bin/sh", ["-c", "gzip -k '\(path)'"]).run()
        #expect(try Khotool.run(["decode", path + ".gz"]).text == outcome.text)
        #expect(try Khotool.run(["decode", "-"], input: Array(Self.baseline.utf8)).text == outcome.text)
    }

    @Test("An error in a source is told with its line and column in the words of the compiler")
    func syntax() throws {
        let path = try write("/dts-v1/;\n/ {\n\ta = <1>\n\tb;\n};\n")
        for verb in [["decode"], ["encode", "-o", folder.path("o.dtb")], ["diff", path]] {
            let outcome = try Khotool.run(verb + [path])
            #expect(outcome.status == 2)
            #expect(outcome.errorLines == ["\(path):4:2: error: syntax error"])
        }
        let found = try Khotool.run(["validate", path])
        #expect(found.status == 2)
        #expect(found.text.contains("the source does not compile: syntax error"))
        #expect(found.text.contains("4:2") || found.text.contains("line 4, column 2"), "\(found.text)")
    }

    @Test("Where the compiler is missing, the package that has it is named")
    func noCompiler() throws {
        let path = try write(Self.baseline)
        let outcome = try Khotool.shell("PATH=/nowhere exec \"$khotool\" decode '\(path)'")
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errorLines.first?.contains("install the package device-tree-compiler") == true)
    }

    @Test("The compiler of the folder that somebody works in is not run")
    func noCompilerHere() throws {
        let path = try write(Self.baseline)
        _ = try write("#!/bin/sh\ntouch '\(folder.path("ran"))'\n", to: "dtc")
        let line = "cd '\(folder.path)'; chmod +x dtc; PATH=:.: exec \"$khotool\" decode '\(path)'"
        #expect(try Khotool.shell(line).status == 2)
        #expect(try !folder.names().contains("ran"))
    }

    @Test("A source cannot carry off files from elsewhere")
    func confined() throws {
        let path = try write("/dts-v1/;\n/ { a = /incbin/(\"/etc/hostname\"); };\n")
        let outcome = try Khotool.run(["decode", path, "--format", "dts"])
        #expect(outcome.status == 2)
        #expect(outcome.output == [])
        #expect(outcome.errorLines.first?.hasPrefix("\(path):2:18: error: \"/etc/hostname\" lies outside") == true)
    }

    @Test("The root of a handover is as good as source as it is as a blob", arguments: ["7.3.4", "6.17.8"])
    func handover(release: String) throws {
        let image = try Fixture.named(release).image
        let root = folder.path("root.dts")
        let made = try Khotool.shell("\"$khotool\" decode '\(image)' --format dts > '\(root)'")
        #expect(made.status == 0)
        let compiled = try Launch(
            "/usr/bin/env", ["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", folder.path("root.dtb"), root]
        ).run()
        #expect(compiled.status == 0)
        let blob = folder.path("root.dtb")
        for form in ["text", "json", "dts"] {
            let fromSource = try Khotool.run(["decode", root, "--format", form])
            let fromBlob = try Khotool.run(["decode", blob, "--format", form])
            #expect(fromSource.text == fromBlob.text)
            #expect(fromSource.status == fromBlob.status)
        }
        #expect(try Khotool.run(["diff", root, blob]).status == 0)
        #expect(try Khotool.run(["diff", "--raw", root, blob]).status == 0)
        #expect(try Khotool.run(["validate", root]).status == Khotool.run(["validate", blob]).status)
    }

    @Test("What is found in a source stands on its line")
    func placed() throws {
        let path = try write(
            "/dts-v1/;\n/ {\n\tcompatible = \"kho-v4\";\n\tLUO {\n\t\tpreserved-data = [00];\n\t};\n};\n")
        let outcome = try Khotool.run(["validate", path, "--format", "json"])
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("\"line\": 4"), "\(outcome.text)")
    }

    // MARK: Writing

    @Test("A multikernel tree is written as a blob and as source, by the name of the output")
    func encoded() throws {
        let path = try write(Self.baseline)
        let blob = folder.path("o.dtb")
        let source = folder.path("o.dts")
        #expect(try Khotool.run(["encode", path, "-o", blob]).status == 0)
        #expect(try folder.read("o.dtb").starts(with: [0xd0, 0x0d, 0xfe, 0xed]))
        #expect(try Khotool.run(["encode", blob, "-o", source]).status == 0)
        let printed = try Khotool.run(["encode", blob, "--format", "dts", "-o", "-"])
        #expect(printed.output == (try folder.read("o.dts")))
        #expect(try Khotool.run(["encode", source, "-o", folder.path("again.dtb")]).status == 0)
        #expect(try folder.read("again.dtb") == folder.read("o.dtb"))
        #expect(try Khotool.run(["decode", blob]).text == Khotool.run(["decode", path]).text)
    }

    @Test("Processors are written in the cells that old kernels read, where they have room there")
    func narrowed() throws {
        let path = try write(Self.baseline)
        let outcome = try Khotool.run(["encode", path, "--width", "32", "--format", "dts", "-o", "-"])
        #expect(outcome.text.contains("cpus = <0x4 0x5 0x6>;"))
        let wide = try write(Self.baseline.replacing("0 6>", with: "1 6>"), to: "wide.dts")
        let refused = try Khotool.run(["encode", wide, "--width", "32", "-o", folder.path("o.dtb")])
        #expect(refused.status == 2)
        #expect(refused.errorLines.first?.contains("processor 0x100000006 has no room in a cell of 32 bits") == true)
        #expect(try !folder.names().contains("o.dtb"))
    }

    @Test("Options that belong to handovers and those of multikernel trees are told apart")
    func options() throws {
        let path = try write(Self.baseline)
        let profiled = try Khotool.run(["encode", path, "--profile", "7.3", "-o", folder.path("o.dtb")])
        #expect(profiled.status == 2)
        #expect(profiled.errorLines.first?.contains("are for handovers") == true)
        let image = try Fixture.named("7.3.4").image
        let bare = try Khotool.run(["encode", image, "-o", folder.path("o.elf")])
        #expect(bare.status == 2)
        #expect(bare.errorLines.first?.contains("name it with --profile") == true)
        let widened = try Khotool.run(["encode", image, "--profile", "7.3", "--width", "32", "-o", "o.elf"])
        #expect(widened.errorLines.first?.contains("are for multikernel device trees") == true)
    }

    @Test("What cannot be read of a multikernel tree is damage, on its line")
    func damaged() throws {
        let path = try write("/dts-v1/;\n/ {\n\tresources {\n\t\tcpus = [00 01];\n\t};\n};\n")
        let outcome = try Khotool.run(["decode", path])
        #expect(outcome.status == 1, "\(outcome.errorLines)")
        #expect(outcome.errorLines.first?.hasPrefix("\(path):4:3: /resources/cpus: error: ") == true)
    }
}
