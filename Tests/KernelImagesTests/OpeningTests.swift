import FixtureSupport
import HandoverABI
import KernelImages
import MemoryDumps
import Testing

@Suite("What a kernel is told from")
struct OpeningTests {
    @Test("An arm64 Image tells its page size in its header", arguments: [12, 14, 16])
    func arm64(pageShift: Int) throws {
        let kernel = try open(ImageBuilder.arm64(pageShift: pageShift, ImageBuilder.strings))
        #expect(kernel.knowledge.machine == "aarch64")
        #expect(kernel.knowledge.pageShift?.value == pageShift)
        #expect(kernel.knowledge.profile?.value.pageShift == pageShift)
    }

    @Test("BTF is found in an arm64 Image, which has no table of its parts")
    func typesInImage() throws {
        let types = try KernelTypes.bytes("7.3.4")
        let kernel = try open(ImageBuilder.arm64(pageShift: 12, ImageBuilder.strings + [0, 0x9f, 0xeb, 1] + types))
        #expect(kernel.types?.structures(named: "luo_ser").map(\.size) == [32])
    }

    @Test("A compressed kernel in an EFI program is unpacked")
    func efi() throws {
        let packed = try Compressor(name: "gzip", "gzip", "-9nc").run(
            ImageBuilder.arm64(pageShift: 14, ImageBuilder.strings))
        var image =
            Array("MZ\0\0zimg".utf8) + ImageBuilder.number(UInt32(128)) + ImageBuilder.number(UInt32(packed.count))
        image += [UInt8](repeating: 0, count: 128 - image.count) + packed
        let kernel = try open(image)
        #expect(kernel.wrapping == ["EFI zboot", "gzip", "arm64 Image"])
        #expect(kernel.knowledge.pageShift?.value == 14)
    }

    @Test("ELF files of both widths and byte orders", arguments: [false, true], [false, true])
    func elf(wide: Bool, big: Bool) throws {
        let kernel = try open(ImageBuilder.elf([(".rodata", ImageBuilder.strings)], big: big, wide: wide, machine: 22))
        #expect(kernel.knowledge.release?.value == "7.2.0-made")
        #expect(kernel.knowledge.machine == "s390x")
    }

    @Test("A folder is a kernel: an image, its types and its configuration beside it")
    func folder() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(ImageBuilder.kernel(), to: "vmlinux")
        _ = try folder.write(try KernelTypes.bytes("7.2.13"), to: "vmlinux.btf")
        _ = try folder.write(Array("CONFIG_KEXEC_HANDOVER=y\nCONFIG_PAGE_SIZE_4KB=y\n".utf8), to: ".config")
        let kernel = try Kernel.open(folder.path)
        #expect(kernel.imagePath.hasSuffix("/vmlinux"))
        #expect(kernel.typeSource?.hasSuffix("/vmlinux.btf") == true)
        #expect(kernel.knowledge.configuration?["KEXEC_HANDOVER"] == "y")
    }

    @Test(
        "What is no kernel is refused by name",
        arguments: [
            ([], "an empty file"), (Array("hello".utf8), "no kernel: expected a bzImage"),
            (ImageBuilder.bzImage([]) + [1], "is of no compression that is read"),
            (Array(ImageBuilder.bzImage([1, 2, 3]).prefix(1025)), "the payload of 7 bytes reaches past the end"),
            (Array(ImageBuilder.kernel().prefix(50)), "the ELF file is cut short"),
            (Array(ImageBuilder.kernel().dropLast(9)), "the section headers reach past the end"),
        ] as [([UInt8], String)])
    func refusals(bytes: [UInt8], reason: String) throws {
        let error = try #require(try refusal(bytes))
        #expect(error.reason.contains(reason), "\(error)")
    }

    @Test("Packing within packing ends somewhere")
    func layers() throws {
        let gzip = Compressor(name: "gzip", "gzip", "-9nc")
        var bytes = ImageBuilder.kernel()
        for _ in 0..<6 { bytes = try gzip.run(bytes) }
        #expect(try refusal(bytes)?.reason == "packed in more than 3 layers")
    }

    @Test("No damage to an ELF file makes the reader fail otherwise than with an error")
    func corruption() throws {
        let kernel = ImageBuilder.elf([(".rodata", ImageBuilder.strings), (".BTF", try KernelTypes.bytes("7.3.4"))])
        var numbers = SeededNumbers(seed: 3)
        let table = kernel.count - 4 * 64
        for _ in 0..<60 {
            var damaged = kernel
            let isHead = Bool.random(using: &numbers)
            let place = Int.random(in: isHead ? 0..<64 : table..<kernel.count, using: &numbers)
            damaged[place] = UInt8.random(in: 0...255, using: &numbers)
            _ = try refusal(damaged)
        }
    }
}
