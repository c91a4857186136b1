import MemoryDumps
import PhysicalMemory
import Testing

/// Dumps of real machines. QEMU wrote the two of the whole machine at the same moment.
@Suite(.enabled(if: Corpus.isThere, "KHO_CORPUS names no directory of captured dumps"))
struct CapturedDumpTests {
    @Test func `Both dumps of one machine hold the same pages`() throws {
        guard case .elfCore(let core) = try Input.open(path: Corpus.file("7.3.4/memory-full.elf.gz")) else {
            throw TestFailure(text: "is no ELF core")
        }
        guard case .kdump(let dump) = try Input.open(path: Corpus.file("7.3.4/memory-full.kdump")) else {
            throw TestFailure(text: "is no kdump file")
        }
        #expect(core.present == dump.present)
        #expect(core.notes == dump.notes)
        var different = 0
        for range in core.present {
            for address in stride(from: range.start.value, to: range.end.value, by: 4096) {
                let isSame = try core.withWords(at: PhysicalAddress(address), count: 512) { left in
                    let same = try? dump.withWords(at: PhysicalAddress(address), count: 512) { right in
                        var bits: UInt64 = 0
                        for index in left.indices { bits |= left[index] ^ right[index] }
                        return bits == 0
                    }
                    return same == true
                }
                if !isSame { different += 1 }
            }
        }
        #expect(different == 0)
    }

    @Test func `The root tree is found in the dump of a whole machine`() throws {
        for name in ["7.3.4/memory-full.elf.gz", "7.3.4/memory-full.kdump"] {
            let pages = try Input.open(path: Corpus.file(name)).memory
                .pages(startingWith: 0xedfe_0dd0, pageSize: 4096)
            #expect(!pages.isEmpty)
        }
    }

    @Test(arguments: ["6.17.8", "6.18.15", "6.19.11", "7.1.13", "7.2.13", "7.3.4", "7.3.4-huge", "7.3.4-many"])
    func `Trimmed dumps and directories open without a remark`(name: String) throws {
        var notes: [InputNote] = []
        for file in ["memory.elf.gz", "boot1/out", "boot1", "boot2/in", "boot2"] {
            _ = try Input.open(path: Corpus.file(name + "/" + file)) { notes.append($0) }
        }
        #expect(notes.isEmpty)
    }

    @Test func `A trimmed dump written again holds the same`() throws {
        guard case .elfCore(let core) = try Input.open(path: Corpus.file("7.3.4-many/memory.elf.gz")) else {
            throw TestFailure(text: "is no ELF core")
        }
        let directory = try TestDirectory()
        try ELFCoreWriter(machine: core.machine).write(core.present, of: core, to: directory.path + "/core")
        guard case .elfCore(let copy) = try Input.open(path: directory.path + "/core") else {
            throw TestFailure(text: "is no ELF core")
        }
        #expect(copy.present == core.present)
        #expect(readEverything(copy).sum == readEverything(core).sum)
    }
}
