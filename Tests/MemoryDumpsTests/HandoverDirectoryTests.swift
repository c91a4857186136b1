import Glibc
import MemoryDumps
import Testing

@Suite struct HandoverDirectoryTests {
    let tree: [UInt8] = [0xd0, 0x0d, 0xfe, 0xed, 1, 2, 3, 4]

    @Test func `All files are read and subtrees sorted by name`() throws {
        let directory = try TestDirectory()
        try directory.file("out/fdt", tree)
        try directory.file("out/sub_fdts/memblock", [1])
        try directory.file("out/sub_fdts/LUO", [2, 3])
        try directory.file("out/scratch_phys", "0xe400000\n0xa400000\n")
        try directory.file("out/scratch_len", "0x1000000\n0x0\n")
        try directory.file("out/finalize", "1\n")
        for path in [directory.path, directory.path + "/", directory.path + "/out"] {
            let handover = try HandoverDirectory(path: path)
            #expect(handover.rootTree == tree)
            #expect(handover.subtrees.map(\.name) == ["LUO", "memblock"])
            #expect(handover.subtrees.first?.bytes == [2, 3])
            #expect(handover.scratchAddresses == [0xe400000, 0xa400000])
            #expect(handover.scratchSizes == [0x1000000, 0])
            #expect(handover.isFinalized == true)
            #expect(handover.problems.isEmpty)
        }
    }

    @Test func `Files that are not there are nil`() throws {
        let directory = try TestDirectory()
        try directory.file("in/fdt", tree)
        let handover = try HandoverDirectory(path: directory.path)
        #expect(handover.path == directory.path + "/in")
        #expect(handover.subtrees.isEmpty)
        #expect(handover.scratchAddresses == nil)
        #expect(handover.isFinalized == nil)
        #expect(handover.problems.isEmpty)
    }

    @Test func `A handover below a directory named kho is found`() throws {
        let directory = try TestDirectory()
        try directory.file("kho/out/fdt", tree)
        #expect(try HandoverDirectory(path: directory.path).path == directory.path + "/kho/out")
    }

    @Test func `Subtrees alone are a handover`() throws {
        let directory = try TestDirectory()
        try directory.file("out/sub_fdts/LUO", [1])
        #expect(try HandoverDirectory(path: directory.path).rootTree == nil)
    }

    @Test func `The side with a root tree is preferred`() throws {
        let directory = try TestDirectory()
        try directory.file("in/fdt", tree)
        try directory.file("out/sub_fdts/LUO", [1])
        #expect(try HandoverDirectory(path: directory.path).path == directory.path + "/in")
    }

    @Test func `Two handovers in one place are told apart by name`() throws {
        let directory = try TestDirectory()
        try directory.file("in/fdt", tree)
        try directory.file("out/fdt", tree)
        let error = #expect(throws: InputError.self) { try HandoverDirectory(path: directory.path) }
        #expect(error?.code == .ambiguous)
        #expect(error?.reason.contains("\(directory.path)/out, \(directory.path)/in") == true)
    }

    @Test func `A directory of something else is refused`() throws {
        let directory = try TestDirectory()
        try directory.file("readme", [1])
        let error = #expect(throws: InputError.self) { try Input.open(path: directory.path) }
        #expect(error?.code == .unrecognised)
    }

    @Test func `Malformed numbers are told and left out`() throws {
        let directory = try TestDirectory()
        try directory.file("fdt", tree)
        try directory.file("scratch_phys", "0x1000\nsalad\n0x1ffffffffffffffff\n-5\n+7\n\n 8192 \n")
        try directory.file("scratch_len", "0x1000\n")
        let handover = try HandoverDirectory(path: directory.path)
        #expect(handover.scratchAddresses == [0x1000, 8192])
        #expect(handover.problems.count == 5)
        #expect(handover.problems.first?.reason.contains("scratch_phys line 2") == true)
    }

    @Test func `What is no file is told and left out`() throws {
        let directory = try TestDirectory()
        try directory.file("fdt", tree)
        try directory.file("sub_fdts/deeper/file", [1])
        _ = unsafe mkfifo(directory.path + "/sub_fdts/pipe", 0o600)
        let handover = try HandoverDirectory(path: directory.path)
        #expect(handover.subtrees.isEmpty)
        #expect(handover.problems.count == 2)
    }

    @Test func `The files of a directory are bounded`() throws {
        let directory = try TestDirectory()
        try directory.file("fdt", noise(100_000))
        try directory.file("sub_fdts/a", noise(200_000))
        try directory.file("scratch_phys", [UInt8](repeating: 0x31, count: 2 << 20))
        var limits = InputLimits()
        limits.blob = 250_000
        let handover = try HandoverDirectory(path: directory.path, limits: limits)
        #expect(handover.rootTree?.count == 100_000)
        #expect(handover.subtrees.map(\.bytes.count).reduce(0, +) <= 150_000)
        #expect(!handover.problems.isEmpty)
    }
}
