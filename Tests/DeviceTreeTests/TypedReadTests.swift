import DeviceTree
import Testing

@Suite("Typed reads")
struct TypedReadTests {
    private func property(_ bytes: [UInt8]) throws -> FlattenedDeviceTree.Property {
        let tree = try FlattenedDeviceTree(blob: HandMadeTree { $0.property("p", bytes) }.blob)
        return try #require(tree.root["p"])
    }

    @Test("Native numbers are little-endian, others big-endian")
    func byteOrder() throws {
        let four = try property([1, 2, 3, 4])
        #expect(four.nativeUInt32 == 0x0403_0201)
        #expect(four.bigEndianUInt32 == 0x0102_0304)
        let eight = try property([1, 2, 3, 4, 5, 6, 7, 8])
        #expect(eight.nativeUInt64 == 0x0807_0605_0403_0201)
        #expect(eight.bigEndianUInt64 == 0x0102_0304_0506_0708)
        #expect(eight.bigEndianCells == [0x0102_0304, 0x0506_0708])
    }

    @Test("A number of another size than asked for is none", arguments: [0, 1, 3, 5, 7, 9, 12, 15])
    func sizes(count: Int) throws {
        let property = try property([UInt8](repeating: 1, count: count))
        #expect(property.nativeUInt32 == nil)
        #expect(property.nativeUInt64 == nil)
        #expect(property.bigEndianUInt32 == nil)
        #expect(property.bigEndianUInt64 == nil)
        #expect((property.nativeUInt64s == nil) == (count % 8 != 0))
        #expect((property.bigEndianCells == nil) == (count % 4 != 0))
    }

    @Test("Arrays of native numbers keep their order")
    func arrays() throws {
        let property = try property([1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0x80])
        #expect(property.nativeUInt64s == [1, 0x8000_0000_0000_0002])
        #expect(try self.property([]).nativeUInt64s == [])
    }

    @Test("A string has exactly one NUL, at its end")
    func strings() throws {
        #expect(try property(Array("kho-v4\0".utf8)).string == "kho-v4")
        #expect(try property([0]).string == "")
        #expect(try property([]).string == nil)
        #expect(try property(Array("open".utf8)).string == nil)
        #expect(try property(Array("two\0of\0".utf8)).string == nil)
        #expect(try property(Array("tail\0\0".utf8)).string == nil)
        #expect(try property([0xff, 0]).string == nil)
    }

    @Test("A list of strings ends each with a NUL, empty ones included")
    func stringLists() throws {
        #expect(try property(Array("two\0of\0".utf8)).strings == ["two", "of"])
        #expect(try property(Array("one\0".utf8)).strings == ["one"])
        #expect(try property([0, 0]).strings == ["", ""])
        #expect(try property([]).strings == [])
        #expect(try property(Array("a\0open".utf8)).strings == nil)
        #expect(try property([0xff, 0]).strings == nil)
    }

    @Test("A value's bytes lie in the blob at its offset")
    func place() throws {
        let tree = HandMadeTree { $0.property("p", [9, 8, 7]) }
        let property = try #require(FlattenedDeviceTree(blob: tree.blob).root["p"])
        #expect(property.offset == tree.structureStart + 20)
        #expect(property.bytes.startIndex == property.offset)
        #expect(Array(property.bytes) == [9, 8, 7])
        #expect(property.count == 3)
        #expect(property.nameOffset == 0)
    }
}
