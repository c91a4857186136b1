import DeviceTree
import Testing

@Suite("Source text")
struct SourceTests {
    @Test("Strings, cells and bytes have their own forms, and nodes are indented")
    func cells() throws {
        let blob = try DeviceTreeWriter.build(
            reservations: [MemoryReservation(address: 0x1000, size: 0x20)], bootCPU: 3
        ) { root throws(DeviceTreeError) in
            try root.property("compatible", strings: ["a\"b\\", "c"])
            try root.property("reg", cells: [0, 0x4c3000])
            try root.property("odd", bytes: [0, 0xa, 0xff])
            try root.property("flag")
            try root.node("one@0") { node throws(DeviceTreeError) in
                try node.node("two") { _ throws(DeviceTreeError) in }
            }
            try root.node("three") { _ throws(DeviceTreeError) in }
        }
        let expected = """
            /dts-v1/;
            /* boot processor 0x3 */
            /memreserve/ 0x1000 0x20;

            / {
            \tcompatible = "a\\"b\\\\", "c";
            \treg = <0x0 0x4c3000>;
            \todd = [00 0a ff];
            \tflag;

            \tone@0 {

            \t\ttwo {
            \t\t};
            \t};

            \tthree {
            \t};
            };

            """
        #expect(try FlattenedDeviceTree(blob: blob).source() == expected)
    }

    @Test("Handover trees show each native number beside its bytes")
    func handover() throws {
        let blob = try DeviceTreeWriter.build { root throws(DeviceTreeError) in
            try root.property("compatible", string: "kho-v4")
            try root.property("fdt", native64: 0x4c3000)
            try root.property("nr", native32: 7)
            try root.property("list", native64s: [1, 0xffff_ffff_ffff_ffff])
            try root.property("odd", bytes: [0, 1, 2])
        }
        let expected = """
            /dts-v1/;

            / {
            \tcompatible = "kho-v4";
            \tfdt = [00 30 4c 00 00 00 00 00] /* 0x4c3000 */;
            \tnr = [07 00 00 00] /* 0x7 */;
            \tlist = [01 00 00 00 00 00 00 00] /* 0x1 */, [ff ff ff ff ff ff ff ff] /* 0xffffffffffffffff */;
            \todd = [00 01 02];
            };

            """
        #expect(try FlattenedDeviceTree(blob: blob).source(annotating: .handover) == expected)
    }

    @Test("Bytes that look like text but are not strings do not become strings")
    func notStrings() throws {
        let values: [[UInt8]] = [
            [0], [0, 0], [0x41], [0x41, 0, 0], [0x41, 0x0a, 0], [0xc3, 0xa9, 0], [0, 0x41, 0],
        ]
        for value in values {
            let tree = try FlattenedDeviceTree(blob: HandMadeTree { $0.property("p", value) }.blob)
            #expect(!tree.source().contains("\""))
            #expect(!tree.source(annotating: .handover).contains("\""))
        }
    }

    @Test("A stream gets the same text as a string does, in portions")
    func stream() throws {
        struct Portions: TextOutputStream {
            var portions: [String] = []
            mutating func write(_ text: String) { portions.append(text) }
        }
        let blob = HandMadeTree {
            for number in 0..<20_000 { $0.property("p\(number)", [1, 2, 3]) }
        }.blob
        let tree = try FlattenedDeviceTree(blob: blob)
        var stream = Portions()
        tree.writeSource(to: &stream)
        #expect(stream.portions.count > 2)
        #expect(stream.portions.joined() == tree.source())
        var bytes: [UInt8] = Array("// head\n".utf8)
        tree.writeSource(annotating: .cells, to: &bytes)
        #expect(bytes == Array(("// head\n" + tree.source()).utf8))
    }

    @Test("Names outside the compiler's alphabet are quoted, so that it cannot misread them")
    func oddNames() throws {
        let tree = HandMadeTree {
            $0.property("a b\"", [1])
            $0.begin([0x5c, 0x78])
            $0.end()
        }
        let source = try FlattenedDeviceTree(blob: tree.blob).source()
        #expect(source.contains("\t\"a b\\\"\" = [01];\n"))
        #expect(source.contains("\t\"\\\\x\" {\n"))
    }
}

@Suite("Source text through the compiler", .enabled(if: Compiler.isPresent, "dtc is not installed"))
struct SourceRoundTripTests {
    /// Whether the compiler makes equivalent trees of a blob and of our text of it.
    private func expectSame(_ blob: [UInt8]) throws {
        let tree = try FlattenedDeviceTree(blob: blob)
        let expected = try #require(try Compiler.convert(Array(blob.prefix(tree.totalSize)), from: "dtb", to: "dts"))
        for source in [tree.source(), tree.source(annotating: .handover)] {
            let compiled = try #require(try Compiler.convert(Array(source.utf8), from: "dts", to: "dtb"))
            let actual = try Compiler.convert(compiled, from: "dtb", to: "dts")
            #expect(actual == expected)
        }
    }

    @Test("The text of a kernel's tree compiles to an equivalent tree", arguments: Blob.whole)
    func kernelTrees(name: String) throws {
        try expectSame(try Blob.bytes(name))
    }

    @Test("The text of a tree with every printable character and awkward values compiles to an equivalent tree")
    func awkwardValues() throws {
        let blob = try DeviceTreeWriter.build(
            reservations: [
                MemoryReservation(address: .max - 0xfff, size: 0x1000), MemoryReservation(address: 0, size: 1),
            ]
        ) { root throws(DeviceTreeError) in
            try root.property("all", string: String(decoding: 0x20..<0x7f as Range<UInt8>, as: UTF8.self))
            try root.property("comment", strings: ["*/ } ; /*", "//", "\\\\x41", "\\"])
            try root.property("a,b._+*#?-9", bytes: [0])
            try root.property("9", bytes: [0, 0, 0, 1, 0])
            try root.property("control", bytes: [7, 8, 9, 10, 13, 0])
            try root.property("latin", bytes: [0xc3, 0xa9, 0])
            try root.property("cells", cells: [0, .max])
            try root.property("empty")
            try root.node("9a,b._+-@0,1") { node throws(DeviceTreeError) in
                try node.property("delete-node", native64: .max)
            }
        }
        try expectSame(blob)
    }

    @Test("The text of trees with random values compiles to equivalent trees")
    func randomValues() throws {
        var numbers = SeededNumbers(state: 3)
        let tree = HandMadeTree {
            for number in 0..<400 {
                let count = Int.random(in: 0...20, using: &numbers)
                let alphabet: [UInt8] = [0, 0, 0x41, 0x42, 0x22, 0x5c, 0x0a, 0xff, 0x7e, 0x20]
                $0.property("p\(number)", (0..<count).map { _ in alphabet.randomElement(using: &numbers) ?? 0 })
            }
        }
        try expectSame(tree.blob)
    }
}
