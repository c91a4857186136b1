import DeviceTree
import Testing

/// The tree all of these start from: the root tree that 7.3 received. Its structure block is 0x38 to 0x15c, its strings
/// block (57 bytes) 0x15c to 0x195; the first property of /memblock has its token at 0x74.
@Suite("Malformed trees")
struct RefusalTests {
    let sound: [UInt8]

    init() throws {
        sound = try Blob.bytes("7.3.4-in-root")
    }

    @Test("A property length of 0x7fffffff is refused where the length stands")
    func length() throws {
        let error = try #require(refusal(of: sound.replacing(at: 0x7c, with: 0x7fff_ffff)))
        #expect(error.code == .lengthOutOfBlock)
        #expect(error.offset == 0x7c)
        #expect(error.path == "/memblock")
        #expect(
            error.description == "node /memblock: property length 2147483647 runs past the structure block, "
                + "which ends at 0x15c (offset 0x7c)")
    }

    @Test("A name offset of 0x7fffffff is refused where the name offset stands")
    func nameOffset() throws {
        let error = try #require(refusal(of: sound.replacing(at: 0x80, with: 0x7fff_ffff)))
        #expect(error.code == .nameOutOfBlock)
        #expect(error.offset == 0x80)
        #expect(
            error.description == "node /memblock: property name offset 2147483647 lies outside the strings block, "
                + "which has 57 bytes (offset 0x80)")
    }

    @Test("A tree without an end token is refused at the end of its structure block")
    func noEnd() throws {
        let error = try #require(refusal(of: sound.replacing(at: 0x158, with: 4)))
        #expect(error.code == .missingEnd)
        #expect(error.offset == 0x15c)
        let shorter = try #require(refusal(of: sound.replacing(at: 36, with: 0x120)))
        #expect(shorter.code == .missingEnd)
        #expect(shorter.offset == 0x158)
    }

    @Test("An end of a node too many is refused where it stands")
    func unbalancedEnd() throws {
        let tree = HandMadeTree { $0.end() }
        let error = try #require(refusal(of: tree.blob))
        #expect(error.code == .unbalanced)
        #expect(error.offset == tree.structureEnd - 8)
        #expect(error.path == nil)
    }

    @Test("An end of a node too few is refused where the tree ends")
    func missingEndNode() throws {
        let error = try #require(refusal(of: sound.replacing(at: 0x154, with: 4)))
        #expect(error.code == .unbalanced)
        #expect(error.offset == 0x158)
    }

    @Test("A truncated blob is refused where it ends")
    func truncated() throws {
        let error = try #require(refusal(of: Array(sound.prefix(233))))
        #expect(error.code == .truncated)
        #expect(error.offset == 233)
        #expect(
            error.description
                == "the blob ends after 233 of 405 bytes and its structure block is not whole (offset 0xe9)")
    }

    @Test("A doubled total size is refused where the size stands")
    func doubledSize() throws {
        let error = try #require(refusal(of: sound.replacing(at: 4, with: 810)))
        #expect(error.code == .truncated)
        #expect(error.offset == 4)
    }

    @Test(
        "A header field that cannot be is refused where it stands",
        arguments: [
            (0, 0xd00d_feee, DeviceTreeError.Code.badMagic, 0),
            (4, 0x8000_0000, .tooLarge, 4),
            (4, 39, .badOffset, 8),
            (8, 0x3a, .badOffset, 8),
            (8, 0x10, .badOffset, 8),
            (8, 0x7fff_fffc, .badOffset, 8),
            (12, 0x150, .badOffset, 12),
            (12, 0xffff_ffff, .badOffset, 12),
            (16, 0x2c, .badOffset, 16),
            (16, 0x30, .badReserveMap, 0x30),
            (16, 0x40, .badOffset, 16),
            (20, 15, .badVersion, 20),
            (20, 3, .badVersion, 20),
            (24, 18, .badVersion, 24),
            (32, 0xffff_ffff, .badOffset, 12),
            (36, 0xffff_fffc, .badOffset, 8),
        ])
    func header(field: Int, value: UInt32, code: DeviceTreeError.Code, offset: Int) throws {
        let error = try #require(refusal(of: sound.replacing(at: field, with: value)))
        #expect(error.code == code)
        #expect(error.offset == offset)
    }

    @Test("Lengths whose end wraps around 32 bits are refused, on some of which libfdt 1.6.1 never returns")
    func wrappingLengths() throws {
        for length in UInt32.max - 40...UInt32.max {
            let error = try #require(refusal(of: sound.replacing(at: 0x7c, with: length)))
            #expect(error.code == .lengthOutOfBlock)
            #expect(error.offset == 0x7c)
        }
    }

    @Test("Reservations without a terminating entry are refused")
    func reservations() throws {
        var tree = HandMadeTree()
        tree.reservations = [UInt8](repeating: 1, count: 16)
        let error = try #require(refusal(of: tree.blob))
        #expect(error.code == .badReserveMap)
        #expect(error.offset == 40)
    }
}
