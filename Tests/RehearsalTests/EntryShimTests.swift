import Foundation
import PhysicalMemory
import Testing

@testable import Rehearsal

struct EntryShimTests {
    private static let places = EntryShim.Places(
        shim: 0xb01_0000, bootParameters: 0xb00_2000, pageTables: 0xb00_4000, checks: 0xb02_0000,
        stackEnd: 0xb00_f000, kernelEntry: 0x1_0a40_0200)

    @Test func `The header has the magic, a checksum, and the addresses of the image`() {
        let image = EntryShim(Self.places).image
        let words = (0..<8).map { image.integer(at: 4 * $0, as: UInt32.self) }
        #expect(words[0] == 0x1bad_b002)
        #expect(words[1] == 0x0001_0002)
        #expect(words[0] &+ words[1] &+ words[2] == 0)
        #expect(words[3] == 0xb01_0000)
        #expect(words[4] == 0xb01_0000)
        #expect(words[5] == 0xb01_0000 + UInt32(image.count))
        #expect(words[6] == words[5])
        #expect(words[7] == 0xb01_0020)
    }

    @Test func `The descriptors are flat code at 0x10 and flat data at 0x18`() {
        let image = EntryShim(Self.places).image
        let data = image.count - 48
        #expect(image.integer(at: data, as: UInt16.self) == 31)
        #expect(image.integer(at: data + 2, as: UInt32.self) == 0xb01_0000 + UInt32(data) + 16)
        let descriptors = (0..<4).map { image.integer(at: data + 16 + 8 * $0, as: UInt64.self) }
        #expect(descriptors == [0, 0, 0x00af_9b00_0000_ffff, 0x00cf_9300_0000_ffff])
        #expect(EntryShim(Self.places).resultAddress.value == 0xb01_0000 + UInt64(data) + 8)
    }

    @Test func `A sum depends on the order of the words`() {
        let words: [UInt64] = [1, 2, 0x8000_0000_0000_0000]
        // 1, then 2 * 1 + 2, then 2 * 4 and the last word.
        let expected: UInt64 = 0x8000_0000_0000_0008
        #expect(EntryShim.sum(words.span) == expected)
        #expect(sum([2, 1]) != sum([1, 2]))
        #expect(sum([1 << 63, 0]) == 1)
        #expect(sum([2], from: sum([1])) == sum([1, 2]))
    }

    private func sum(_ words: [UInt64], from start: UInt64 = 0) -> UInt64 {
        EntryShim.sum(words.span, from: start)
    }

    @Test func `A jump that leads back and one that leads ahead are filled in`() {
        let code = MachineCode([
            .label("start"), .code([0x90], "nop"), .jump(0xeb, "end", "jmp end"), .jump(0xeb, "start", "jmp start"),
            .label("end"), .code([0xf4], "hlt"),
        ])
        #expect(code.bytes == [0x90, 0xeb, 0x02, 0xeb, 0xfb, 0xf4])
        #expect(code.labels == ["start": 0, "end": 5])
    }

    /// The text beside each instruction is what the instruction does: an assembler makes the same bytes of it.
    @Test(.enabled(if: hasAssembler, "there is no assembler to compare with"))
    func `An assembler makes the same bytes of the text`() throws {
        let places = Self.places
        let image = EntryShim(places).image
        let data = UInt32(image.count - 48)
        var source = """
            .set stackEnd, \(places.stackEnd)
            .set table, \(places.bootParameters + 0x2d0)
            .set count, \(places.bootParameters + 0x1e8)
            .set pageTables, \(places.pageTables)
            .set checks, \(places.checks)
            .set bootParameters, \(places.bootParameters)
            .set kernelEntry, \(places.kernelEntry)
            .set changedCode, \(EntryShim.changedCode)
            .set exitPort, \(EntryShim.exitPort)
            .set enteredMark, \(EntryShim.enteredMark)
            .set descriptors, \(places.shim + data)
            .set result, \(places.shim + data + 8)
            .code32

            """
        var names: Set<String> = []
        for row in EntryShim.rows(places) where !row.text.hasPrefix("(") {
            // Names of rows that stand where an operand is filled in are not instructions of their own.
            let isName = row.text.hasSuffix(":")
            if isName, !names.insert(row.text).inserted { continue }
            let text = ["lgdt:", "ljmp:", "result:", "entered:"].contains(row.text) ? "" : row.text
            source += (text == "long:" ? ".code64\n" : "") + text + "\n"
        }
        let bytes = try Assembler.assemble(source, at: places.shim + 32)
        #expect(bytes == Array(image[32..<image.count - 48]))
    }

    private static var hasAssembler: Bool {
        ["as", "ld", "objcopy"].allSatisfy { FileManager.default.isExecutableFile(atPath: "/usr/bin/" + $0) }
    }
}

/// The machine's own assembler.
private enum Assembler {
    static func assemble(_ source: String, at address: UInt32) throws -> [UInt8] {
        let directory = FileManager.default.temporaryDirectory.appending(path: "khotool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        func path(_ name: String) -> String { directory.appending(path: name).path() }
        try source.write(toFile: path("shim.s"), atomically: true, encoding: .utf8)
        try run("as", ["--64", "-o", path("shim.o"), path("shim.s")])
        try run("ld", ["-Ttext=0x" + String(address, radix: 16), "-e", "0", "-o", path("shim"), path("shim.o")])
        try run("objcopy", ["-O", "binary", "-j", ".text", path("shim"), path("shim.bin")])
        return Array(try Data(contentsOf: URL(filePath: path("shim.bin"))))
    }

    private static func run(_ tool: String, _ arguments: [String]) throws {
        let process = try Process.run(URL(filePath: "/usr/bin/" + tool), arguments: arguments)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }
}
