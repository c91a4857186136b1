import HandoverState
import PhysicalMemory
import Testing

@testable import Rehearsal

struct BootParametersTests {
    private func page() throws -> ([UInt8], KernelImage) {
        let kernel = try KernelBuilder().kernel
        let parameters = BootParameters(
            commandLine: 0x1_2345_6000, initialFiles: 0x2_0000_1000, initialFilesSize: 0x3_0000_0004,
            setupData: 0x4_5678_9000)
        return (parameters.bytes(for: kernel), kernel)
    }

    @Test func `The page holds what only a boot loader knows, in two halves where the fields are old`() throws {
        let (page, _) = try page()
        #expect(page.count == 4096)
        #expect(page[0x210] == 0xff)  // type_of_loader
        #expect(page.integer(at: 0x218, as: UInt32.self) == 0x0000_1000)  // ramdisk_image
        #expect(page.integer(at: 0x0c0, as: UInt32.self) == 2)
        #expect(page.integer(at: 0x21c, as: UInt32.self) == 4)  // ramdisk_size
        #expect(page.integer(at: 0x0c4, as: UInt32.self) == 3)
        #expect(page.integer(at: 0x228, as: UInt32.self) == 0x2345_6000)  // cmd_line_ptr
        #expect(page.integer(at: 0x0c8, as: UInt32.self) == 1)
        #expect(page.integer(at: 0x250, as: UInt64.self) == 0x4_5678_9000)  // setup_data
    }

    @Test func `The kernel's setup header is copied, and all else is zero`() throws {
        let (page, kernel) = try page()
        #expect(page.integer(at: 0x1fe, as: UInt16.self) == 0xaa55)
        #expect(page.integer(at: 0x202, as: UInt32.self) == 0x5372_6448)
        #expect(page.integer(at: 0x258, as: UInt64.self) == kernel.preferredAddress)
        #expect(page[0x1ef] == 0)  // sentinel: not zero means that a loader copied the whole sector
        #expect(page[0x1e8] == 0)  // no memory map yet: the shim writes it
        #expect(page[0x2d0...].allSatisfy { $0 == 0 })
        #expect(page[..<0x0c0].allSatisfy { $0 == 0 })
    }

    @Test func `The setup data names the root tree and the scratch array`() throws {
        let array = try #require(MemoryRange(start: 0xf3f_0000, size: 48))
        let record = HandoverRecords.setupData(root: 0x4c_4000, pageSize: 4096, scratchArray: array)
        var expected: [UInt8] = []
        expected.append(littleEndian: UInt64(0))  // next: none
        expected.append(littleEndian: UInt32(10))  // SETUP_KEXEC_KHO
        expected.append(littleEndian: UInt32(32))  // the length of the rest
        for word: UInt64 in [0x4c_4000, 4096, 0xf3f_0000, 48] { expected.append(littleEndian: word) }
        #expect(record == expected)
    }

    @Test func `The scratch array is an address and a size for each area, in its order`() throws {
        let areas = [MemoryRange(from: 0xe40_0000, to: 0xf40_0000), MemoryRange(from: 0x940_0000, to: 0x940_0000)]
        let array = HandoverRecords.scratchArray(areas)
        #expect(array.count == 32)
        #expect(array.integer(at: 0, as: UInt64.self) == 0xe40_0000)
        #expect(array.integer(at: 8, as: UInt64.self) == 0x100_0000)
        #expect(array.integer(at: 16, as: UInt64.self) == 0x940_0000)
        #expect(array.integer(at: 24, as: UInt64.self) == 0)
    }

    @Test func `The command line asks for each region with an alignment that its address has`() {
        let regions = [
            ReservedRegion(name: "trace", address: 0xfa1_0000, size: 1 << 20),
            ReservedRegion(name: "aligned", address: 0x4000_0000, size: 1 << 21),
            ReservedRegion(name: "page", address: 0x1000, size: 4096),
        ]
        let words = CommandLine.text(for: regions, appending: "kho=off debug").split(separator: " ").map(String.init)
        #expect(words.contains("reserve_mem=1048576:65536:trace"))
        #expect(words.contains("reserve_mem=2097152:2097152:aligned"))
        #expect(words.contains("reserve_mem=4096:4096:page"))
        // What comes later wins: the caller over the handover, the report's console over the caller.
        #expect(words.firstIndex(of: "kho=on") ?? 9 < words.firstIndex(of: "kho=off") ?? 0)
        #expect(words.firstIndex(of: "debug") ?? 9 < words.firstIndex(of: "console=ttyS0,115200") ?? 0)
    }
}
