import FixtureSupport
import Testing

@testable import khotool

/// Documents of trees that are none of a handover's, against their schema.
@Suite(.enabled(if: hasProgram("dtc"), "dtc is not installed"))
struct TreeSchemaTests {
    private static let source = """
        /dts-v1/;
        /memreserve/ 0x1000 0x2000;
        / {
            model = "none";
            compatible = "acme,board", "acme,base";
            flag;
            cells = <0x0 0x1 0xffffffff>;
            bytes = [01 02 03];
            odd = [00];
            chosen { };
            bus@4000 { reg = <0x4000 0x10>; device { status = "okay"; }; };
        };
        """

    private static func document() throws -> JSONValue {
        let folder = try TemporaryFolder()
        let source = try folder.write(Array(Self.source.utf8), to: "tree.dts")
        let tree = folder.path("tree.dtb")
        let made = try Launch("/usr/bin/env", ["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", tree, source]).run()
        #expect(made.status == 0, "\(made.errorLines)")
        return try JSONValue(Khotool.run(["decode", tree, "--format", "json"]).output)
    }

    @Test("The document is as its schema says, and has every key of it")
    func written() throws {
        let schema = try JSONSchema(named: "device-tree-1")
        let document = try Self.document()
        #expect(schema.part("$id")?.string == DeviceTreeDocument.schema)
        #expect(document["schema"]?.string == DeviceTreeDocument.schema)
        #expect(schema.violations(of: document) == [])
        #expect(schema.properties.subtracting(schema.propertiesMet(by: document)) == [])
    }

    @Test("A property has one value at most")
    func twoValues() throws {
        let schema = try JSONSchema(named: "device-tree-1")
        let document =
            #"{"schema": "\#(DeviceTreeDocument.schema)", "size": 1, "reservations": [], "root": {"name": "", "#
            + #""properties": [{"name": "a", "cells": ["0x1"], "bytes": "00"}]}}"#
        #expect(schema.violations(of: try JSONValue(Array(document.utf8))).count == 1)
    }
}
