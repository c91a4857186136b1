import Testing

@testable import Rehearsal

struct CPIOArchiveTests {
    /// A header as people read it: the magic, then 13 fields of eight digits.
    private func header(_ fields: [String]) -> [UInt8] {
        Array(("070701" + fields.map { String(repeating: "0", count: 8 - $0.count) + $0 }.joined()).utf8)
    }

    @Test func `An archive is headers, names and contents, each filled up to four bytes, and a trailer`() {
        var archive = CPIOArchive()
        archive.add(directory: "dev")
        archive.add(file: "init", mode: 0o755, contents: Array("hello".utf8))
        var expected: [UInt8] = []
        //                  inode  mode    uid  gid  links time size  device      device  name  sum
        expected += header(["1", "41ED".uppercased(), "0", "0", "2", "0", "0", "0", "0", "0", "0", "4", "0"])
        expected += Array("dev\0".utf8) + [0, 0]  // 110 + 4 bytes, two more make a multiple of four
        expected += header(["2", "81ED", "0", "0", "1", "0", "5", "0", "0", "0", "0", "5", "0"])
        expected += Array("init\0".utf8) + [0]
        expected += Array("hello".utf8) + [0, 0, 0]
        expected += header(["0", "0", "0", "0", "1", "0", "0", "0", "0", "0", "0", "B", "0"])
        expected += Array("TRAILER!!!\0".utf8) + [0, 0, 0]
        #expect(archive.bytes == expected)
    }

    @Test func `A device has its numbers in the header`() {
        var archive = CPIOArchive()
        archive.add(device: "dev/console", major: 5, minor: 1)
        let expected = header(["1", "2180", "0", "0", "1", "0", "0", "0", "0", "5", "1", "C", "0"])
        #expect(Array(archive.bytes.prefix(110)) == expected)
    }

    @Test func `Every part of an archive begins at a multiple of four`() {
        for length in 0..<9 {
            var archive = CPIOArchive()
            archive.add(
                file: String(repeating: "n", count: length + 1), mode: 0o644,
                contents: [UInt8](repeating: 7, count: length))
            #expect(archive.bytes.count % 4 == 0)
        }
    }
}
