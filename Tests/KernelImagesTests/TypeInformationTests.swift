import FixtureSupport
import KernelImages
import Testing

@Suite("BPF Type Format")
struct TypeInformationTests {
    typealias Member = BTFWriter.Member

    @Test("Members are read in both byte orders", arguments: [false, true])
    func members(isBigEndian: Bool) throws {
        var writer = BTFWriter(isBigEndian: isBigEndian)
        let long = writer.integer("long unsigned int", bytes: 8)
        let u64 = writer.alias("u64", of: writer.alias("", of: long, kind: 10))
        let text = writer.array(of: writer.integer("char", bytes: 1), count: 48)
        let inner = writer.structure(
            "", size: 16,
            [
                Member(name: "a", type: u64, bitOffset: 0), Member(name: "b", type: u64, bitOffset: 64),
            ])
        let either = writer.structure("", size: 8, isUnion: true, [Member(name: "phys", type: u64, bitOffset: 0)])
        _ = writer.structure(
            "luo_made_ser", size: 88,
            [
                Member(name: "name", type: text, bitOffset: 0), Member(name: "inner", type: inner, bitOffset: 384),
                Member(name: "next", type: either, bitOffset: 512),
                Member(name: "owner", type: writer.pointer(to: inner), bitOffset: 576),
                Member(name: "", type: inner, bitOffset: 640),
            ])
        let types = try TypeInformation(writer.bytes)
        #expect(types.order == (isBigEndian ? .big : .little))
        let structure = try #require(types.structures(named: "luo_made_ser").first)
        #expect(structure.size == 88)
        #expect(structure.members.map(\.bitOffset) == [0, 384, 512, 576, 640])
        #expect(structure.members.map(\.bits) == [384, 128, 64, 64, 128])
        #expect(structure.members.map(\.type) == ["char[48]", "struct {…}", "union {…}", "struct {…} *", "struct {…}"])
        #expect(structure.members[1].members.map(\.bitOffset) == [384, 448])
        #expect(structure.members[2].members.isEmpty)
    }

    @Test("Bit-fields, as compilers describe them now and as they did before")
    func bitFields() throws {
        var writer = BTFWriter()
        let u64 = writer.integer("u64", bytes: 8)
        _ = writer.structure(
            "now", size: 16,
            [
                Member(name: "pfn", type: u64, bitOffset: 0, bits: 52),
                Member(name: "flags", type: u64, bitOffset: 52, bits: 12),
                Member(name: "index", type: u64, bitOffset: 64),
            ])
        let narrow = writer.integer("u64", bytes: 8, bits: 52)
        _ = writer.structure("before", size: 8, [Member(name: "pfn", type: narrow, bitOffset: 0)])
        let types = try TypeInformation(writer.bytes)
        let now = try #require(types.structures(named: "now").first)
        #expect(now.members.map(\.isBitField) == [true, true, false])
        #expect(now.members.map(\.bits) == [52, 12, 64])
        #expect(types.structures(named: "before").first?.members.map(\.bits) == [52])
    }

    @Test("Types that refer to each other without end give no structure")
    func cycles() throws {
        var writer = BTFWriter()
        let first = writer.alias("round", of: 2)
        _ = writer.alias("and_round", of: first)
        _ = writer.structure("turning", size: 8, [Member(name: "a", type: first, bitOffset: 0)])
        _ = writer.structure(
            "nested", size: 8, [Member(name: "a", type: 4, bitOffset: 0), Member(name: "b", type: 4, bitOffset: 0)])
        _ = writer.structure("lost", size: 8, [Member(name: "a", type: 9999, bitOffset: 0)])
        _ = writer.array(of: 6, count: 0xffff_ffff)
        _ = writer.structure("endless", size: 8, [Member(name: "a", type: 6, bitOffset: 0)])
        let types = try TypeInformation(writer.bytes)
        for name in ["turning", "nested", "lost", "endless", "absent"] {
            #expect(types.structures(named: name).isEmpty, "\(name)")
        }
    }

    @Test("A kind that is not known is named with its place")
    func unknownKind() throws {
        var writer = BTFWriter()
        _ = writer.integer("int", bytes: 4)
        writer.unknown(kind: 30)
        let error = #expect(throws: TypeInformationError.self) { try TypeInformation(writer.bytes) }
        #expect(error?.reason == "type 2 is of a kind that is not known")
        #expect(error?.offset == 40)
    }

    @Test("Types that are cut short are refused at every length")
    func truncation() throws {
        let bytes = try KernelTypes.bytes("6.17.8")
        for length in Array(0..<64) + Array(stride(from: 64, to: bytes.count, by: 4099)) {
            #expect(throws: TypeInformationError.self) { try TypeInformation(Array(bytes[..<length])) }
        }
    }

    @Test("No damage makes the reader fail otherwise than with an error")
    func corruption() throws {
        let bytes = try KernelTypes.bytes("7.3.4")
        var numbers = SeededNumbers(seed: 5)
        for _ in 0..<20 {
            var damaged = bytes
            for _ in 0..<40 {
                damaged[Int.random(in: 0..<damaged.count, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
            }
            // The head is kept mostly, so that the damage is met further in.
            damaged.replaceSubrange(0..<24, with: bytes[0..<24])
            guard let types = try? TypeInformation(damaged) else { continue }
            for name in ["luo_ser", "memfd_luo_ser", "kho_radix_node", "luo_session_ser"] {
                _ = types.structures(named: name)
            }
        }
    }
}
