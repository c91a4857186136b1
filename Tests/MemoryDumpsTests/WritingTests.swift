import Glibc
import MemoryDumps
import PhysicalMemory
import Testing

@Suite struct ELFCoreWriterTests {
    let source = ELFBuilder(
        (0x1000, noise(8192)), (0x8_0000_0000, noise(3 << 20)), (0x10_0000, [UInt8](repeating: 0, count: 16 << 20)))

    @Test func `What is written is read back`() throws {
        let core = try openELF(source.bytes)
        let directory = try TestDirectory()
        let notes = [
            ELFNote(name: "CORE", type: 1, contents: noise(13)),
            ELFNote(name: "VMCOREINFO", type: 0, contents: Array("OSRELEASE=7.3.4\n".utf8)),
        ]
        let ranges = [
            MemoryRange(from: 0x8_0000_0000, to: 0x8_0010_0008), MemoryRange(from: 0x1000, to: 0x1800),
            MemoryRange(from: 0x1400, to: 0x2001), MemoryRange(from: 0x10_0000, to: 0x110_0000),
        ]
        for name in ["one", "two"] {
            try ELFCoreWriter(machine: .aarch64, notes: notes).write(ranges, of: core, to: directory.path + "/" + name)
        }
        guard case .elfCore(let copy) = try Input.open(path: directory.path + "/one") else {
            throw TestFailure(text: "is no ELF core")
        }
        #expect(copy.machine == .aarch64)
        #expect(copy.notes == notes)
        #expect(copy.vmcoreinfo?.osRelease == "7.3.4")
        #expect(copy.present == ranges.merged())
        #expect(copy.damage.isEmpty)
        for range in copy.present {
            #expect(
                try copy.bytes(at: range.start, count: Int(range.size))
                    == core.bytes(at: range.start, count: Int(range.size)))
        }
        #expect(unsafe system("cmp -s \(directory.path)/one \(directory.path)/two") == 0)
    }

    @Test func `Zeros become holes`() throws {
        let directory = try TestDirectory()
        let path = directory.path + "/core"
        let core = try openELF(source.bytes)
        try ELFCoreWriter(machine: .x86_64).write([MemoryRange(from: 0x10_0000, to: 0x110_0000)], of: core, to: path)
        var status = stat()
        _ = unsafe stat(path, &status)
        #expect(status.st_size == (16 << 20) + 4096)
        #expect(status.st_blocks * 512 <= 64 << 10)
    }

    @Test func `More segments than the file header counts are written`() throws {
        let count = 70_000
        let core = try openELF(ELFBuilder((0, noise(4096)), (4096, [UInt8](repeating: 9, count: count * 2))).bytes)
        let ranges = (0..<count).compactMap { MemoryRange(start: PhysicalAddress(4096 + UInt64($0) * 2), size: 1) }
        let directory = try TestDirectory()
        try ELFCoreWriter(machine: .x86_64, notes: [ELFNote(name: "CORE", type: 1, contents: [])])
            .write(ranges, of: core, to: directory.path + "/core")
        guard case .elfCore(let copy) = try Input.open(path: directory.path + "/core") else {
            throw TestFailure(text: "is no ELF core")
        }
        #expect(copy.present == ranges)
        #expect(copy.notes.count == 1)
        #expect(try copy.bytes(at: PhysicalAddress(4096 + UInt64(count - 1) * 2), count: 1) == [9])
    }

    @Test func `Nothing is left behind where memory is absent`() throws {
        let core = try openELF(source.bytes)
        let directory = try TestDirectory()
        try directory.file("core", [1, 2, 3])
        let error = #expect(throws: OutputError.self) {
            try ELFCoreWriter(machine: .x86_64)
                .write([MemoryRange(from: 0x1000, to: 0x4000)], of: core, to: directory.path + "/core")
        }
        #expect(error?.memory == .absent(0x3000))
        #expect(directory.names == ["core"])
    }

    @Test func `A core without memory can be written and is refused when read`() throws {
        let directory = try TestDirectory()
        try ELFCoreWriter(machine: .x86_64).write([], of: NoMemory(), to: directory.path + "/core")
        #expect(throws: InputError.self) { try Input.open(path: directory.path + "/core") }
    }
}

@Suite struct AtomicFileTests {
    @Test func `A file appears when it is committed`() throws {
        let directory = try TestDirectory()
        var file = try AtomicFile(path: directory.path + "/file")
        try file.append([1, 2, 3].span)
        #expect(!directory.names.contains("file"))
        try file.commit()
        #expect(directory.names == ["file"])
    }

    @Test func `A file that is not committed vanishes`() throws {
        let directory = try TestDirectory()
        do {
            var file = try AtomicFile(path: directory.path + "/file")
            try file.append([1, 2, 3].span)
        }
        #expect(directory.names.isEmpty)
    }

    @Test func `A file that was there is replaced whole`() throws {
        let directory = try TestDirectory()
        let path = try directory.file("file", noise(5000))
        try AtomicFile.write([1, 2, 3], to: path)
        #expect(try MappedFile(path: path).size == 3)
    }

    @Test func `Zeros over other bytes are written`() throws {
        let directory = try TestDirectory()
        let path = directory.path + "/file"
        var file = try AtomicFile(path: path)
        try file.write([UInt8](repeating: 7, count: 10_000).span, at: 0)
        try file.write([UInt8](repeating: 0, count: 8192).span, at: 4096)
        try file.commit()
        let mapped = try MappedFile(path: path)
        #expect(mapped.size == 4096 + 8192)
        #expect(mapped.withBytes(at: 0, count: 12288) { [$0[4095], $0[4096], $0[9999]] } == [7, 0, 0])
    }

    @Test func `The file can be read by others as the umask allows`() throws {
        let directory = try TestDirectory()
        let path = try directory.file("file", [1])
        var status = stat()
        _ = unsafe stat(path, &status)
        let mask = umask(0)
        _ = umask(mask)
        #expect(status.st_mode & 0o777 == 0o644 & ~mask)
    }

    @Test func `A link is followed and not replaced`() throws {
        let directory = try TestDirectory()
        try directory.file("file", [1])
        _ = unsafe symlink("file", directory.path + "/link")
        try AtomicFile.write([1, 2], to: directory.path + "/link")
        #expect(try MappedFile(path: directory.path + "/file").size == 2)
    }

    @Test(arguments: ["/tmp", "/tmp/", "", "/dev/null", "/nowhere/file", "/tmp/a\0b"])
    func `What cannot be a file is refused`(path: String) throws {
        #expect(throws: OutputError.self) { try AtomicFile.write([1], to: path) }
    }
}
