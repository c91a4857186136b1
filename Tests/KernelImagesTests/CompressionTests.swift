import FixtureSupport
import HandoverABI
import KernelImages
import MemoryDumps
import Testing

@Suite("Kernels of every compression")
struct CompressionTests {
    /// More than one block of every compressor.
    private static let kernel: [UInt8] = {
        var numbers = SeededNumbers(seed: 7)
        let filler = numbers.bytes(300_000) + [UInt8](repeating: 0x5a, count: 9 << 20)
        return ImageBuilder.kernel([(".init.text", filler)])
    }()

    @Test("A bzImage is unpacked, whatever it was packed with", arguments: Compressor.present)
    func bzImage(_ compressor: Compressor) throws {
        let kernel = try open(ImageBuilder.bzImage(try compressor.run(Self.kernel)))
        #expect(kernel.wrapping == ["bzImage", compressor.name])
        #expect(kernel.knowledge.release?.value == "7.2.0-made")
        #expect(kernel.knowledge.profile?.value.name == "linux-7.2")
    }

    @Test("A compressed vmlinux is unpacked too", arguments: Compressor.present)
    func plain(_ compressor: Compressor) throws {
        let kernel = try open(try compressor.run(Self.kernel))
        #expect(kernel.wrapping == [compressor.name])
        #expect(kernel.knowledge.versions(of: "memfd").map(\.version) == ["memfd-v2"])
    }

    @Test(
        "Every compressor of the kernel's build was tried",
        .enabled(if: !Compressor.missing.isEmpty, "all compressors are installed"))
    func missing() {
        withKnownIssue("not installed: \(Compressor.missing)", isIntermittent: true) {
            #expect(Compressor.missing.isEmpty)
        }
    }

    @Test("A payload that is not compressed is read as it is")
    func uncompressed() throws {
        let kernel = try open(ImageBuilder.bzImage(Self.kernel))
        #expect(kernel.wrapping == ["bzImage"])
        #expect(kernel.knowledge.hasHandover == true)
    }

    @Test("Data that is cut short is damaged at any length", arguments: Compressor.present)
    func truncation(_ compressor: Compressor) throws {
        let packed = try compressor.run(ImageBuilder.kernel())
        // lz4 has no end mark: a frame cut between two blocks is a shorter file.
        for length in stride(from: 20, to: packed.count - 8, by: max(packed.count / 37, 1)) {
            let error = try refusal(Array(packed[..<length]))
            #expect(error != nil, "\(length) of \(packed.count)")
        }
    }

    @Test("No damage makes the readers fail otherwise than with an error", arguments: Compressor.present)
    func corruption(_ compressor: Compressor) throws {
        let packed = ImageBuilder.bzImage(try compressor.run(ImageBuilder.kernel()))
        var numbers = SeededNumbers(seed: 11)
        for _ in 0..<40 {
            var damaged = packed
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                damaged[Int.random(in: 0x1f0..<damaged.count, using: &numbers)] = UInt8.random(
                    in: 0...255, using: &numbers)
            }
            _ = try refusal(damaged, limit: 32 << 20)
        }
    }

    @Test("What unfolds to more than the limit is refused, and soon", arguments: Compressor.present)
    func bomb(_ compressor: Compressor) throws {
        let packed = try compressor.run([UInt8](repeating: 0, count: 40 << 20))
        let error = try #require(try refusal(ImageBuilder.bzImage(packed), limit: 16 << 20))
        #expect(error.code == .tooLarge)
        #expect(error.reason == "the compressed kernel unfolds to more than 16 MiB")
    }

    @Test("A dictionary larger than any kernel asks for is refused", .enabled(if: hasProgram("xz"), "there is no xz"))
    func dictionary() throws {
        let xz = Compressor(name: "xz", "xz", "-c", "--lzma2=preset=0,dict=512MiB")
        let error = try #require(try refusal(try xz.run(ImageBuilder.kernel())))
        #expect(error.reason.contains("its dictionary takes more than 144 MiB"))
    }
}
