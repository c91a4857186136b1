import Testing

@testable import Rehearsal

struct KernelImageTests {
    @Test func `The setup header tells where a kernel may run and what it needs`() throws {
        let kernel = try KernelBuilder().kernel
        #expect(kernel.version == 0x20f)
        #expect(kernel.alignment == 0x20_0000)
        #expect(kernel.preferredAddress == 0x100_0000)
        #expect(kernel.initialSize == 0x80_0000)
        #expect(kernel.isRelocatable)
        #expect(kernel.commandLineLimit == 2047)
        #expect(kernel.payload.count == 8192)
        #expect(kernel.versionText == "9.9.9-test (builder) #1")
        // From 0x1f1 to where the jump at 0x200 leads.
        #expect(kernel.setupHeader.count == 0x202 + 0x6a - 0x1f1)
    }

    @Test func `No setup sectors stand for four`() throws {
        var builder = KernelBuilder()
        builder.setupSectors = 0
        #expect(try builder.kernel.payload.count == 8192)
    }

    @Test func `A kernel needs at least what its image takes`() throws {
        var builder = KernelBuilder()
        builder.initialSize = 0
        #expect(try builder.kernel.initialSize == 8192)
    }

    @Test(arguments: [
        (0x20b as UInt16, 0b11 as UInt16, "bzImage: its boot protocol is 2.11, needed is 2.12 or later"),
        (0x20f, 0b10, "bzImage: it has no 64-bit entry (XLF_KERNEL_64)"),
    ])
    func `A kernel without a 64-bit entry is refused`(version: UInt16, flags: UInt16, reason: String) {
        var builder = KernelBuilder()
        builder.version = version
        builder.xloadflags = flags
        #expect(throws: RehearsalError(.kernel, reason)) { try builder.kernel }
    }

    @Test func `What is no kernel is refused`() {
        for bytes in [[], Array("\u{7f}ELF".utf8), [UInt8](repeating: 0, count: 4096)] {
            #expect(throws: RehearsalError(.kernel, "x: not a bzImage: there is no setup header")) {
                try KernelImage(bytes, path: "x")
            }
        }
    }

    @Test func `A kernel that is cut short is refused`() {
        let bytes = Array(KernelBuilder().bytes.prefix(28 * 512 + 100))
        let reason = "x: it is cut short: 14436 bytes, the setup code alone takes 14336"
        #expect(throws: RehearsalError(.kernel, reason)) { try KernelImage(bytes, path: "x") }
    }
}
