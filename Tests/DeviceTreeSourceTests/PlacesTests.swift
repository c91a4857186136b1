import DeviceTreeSource
import FixtureSupport
import Testing

@Suite(.enabled(if: hasProgram("dtc"), "dtc is not installed"))
struct PlacesTests {
    private func places(_ text: String, in path: String = "-") throws -> SourcePlaces {
        try DeviceTreeCompiler().compile(Array(text.utf8), in: SourceFolder(of: path)).places
    }

    private let text = """
        /multikernel-v1/;
        /* / { fake { a = <1>; }; }; */
        / {
            compatible = "multikernel-v1", /* cpus = <1>; */
                "{ x = <1>; };";
            pool: resources {
                cpus = <0 4
                    0 5>;
                old = <1>;
                gone { x = <1>; };
                // node { };
                chunk: memory@0 { size = <0x0 0x30000000>; };
            };
        };
        &pool {
            late = [00 01];
            old = <2>;
            /delete-property/ cpus;
            /delete-node/ gone; sub { flag; };
        };
        &chunk { numa-node-id = <0>; };
        / { again { }; };
        """

    @Test("Nodes stand where they are told of first, properties where their values come from")
    func nodes() throws {
        let places = try places(text)
        func line(_ path: String, _ property: String? = nil) -> Int? {
            places.place(of: path, property: property)?.line
        }
        #expect(line("/") == 3)
        #expect(line("/", "compatible") == 4)
        #expect(line("/resources") == 6)
        #expect(line("/resources/memory@0") == 12)
        #expect(line("/resources/memory@0", "size") == 12)
        #expect(line("/resources/memory@0", "numa-node-id") == 21)
        #expect(line("/resources", "late") == 16)
        #expect(line("/resources", "old") == 17)
        #expect(line("/resources/sub", "flag") == 19)
        #expect(line("/again") == 22)
    }

    @Test("What was deleted, or is no code, has no place")
    func deleted() throws {
        let places = try places(text)
        #expect(places.place(of: "/resources", property: "cpus") == nil)
        #expect(places.place(of: "/resources/gone") == nil)
        #expect(places.place(of: "/fake") == nil)
        #expect(places.place(of: "/", property: "x") == nil)
        #expect(places.nearestPlace(to: "/resources/gone/x")?.line == 6)
        #expect(places.nearestPlace(to: "/resources/late")?.line == 16)
    }

    @Test("Columns are those of the text")
    func columns() throws {
        #expect(try places(text).place(of: "/resources/memory@0", property: "size") == .init(line: 12, column: 27))
    }

    @Test("What an overlay's compiler adds has no place, and what it is made of keeps its own")
    func overlay() throws {
        let places = try places("/dts-v1/;\n/plugin/;\n&{/resources} {\n\tcpu-add { };\n};\n&x { a; };\n")
        #expect(places.place(of: "/fragment@0") == nil)
        #expect(places.place(of: "/fragment@0/__overlay__")?.line == 3)
        #expect(places.place(of: "/fragment@0/__overlay__/cpu-add")?.line == 4)
        #expect(places.place(of: "/fragment@1/__overlay__", property: "a")?.line == 6)
    }

    @Test("A place in an included file names that file")
    func included() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(Array("/ {\n b; };".utf8), to: "part.dtsi")
        let places = try places("/dts-v1/;\n/include/ \"part.dtsi\"\n", in: folder.path("tree.dts"))
        let place = try #require(places.place(of: "/", property: "b"))
        #expect(place == SourcePlace(file: "part.dtsi", line: 2, column: 2))
        #expect(place.description(in: "trees/tree.dts") == "trees/part.dtsi:2:2")
    }
}
