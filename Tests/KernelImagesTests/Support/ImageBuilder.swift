import FixtureSupport
import Foundation
import KernelImages
import MemoryDumps

/// Small images that are to kernels what a skeleton is to an animal.
enum ImageBuilder {
    static func number(_ value: some FixedWidthInteger, big: Bool = false) -> [UInt8] {
        KernelSkeleton.number(value, big: big)
    }

    static let strings = KernelSkeleton.strings

    static func text(_ strings: [String]) -> [UInt8] { KernelSkeleton.text(strings) }

    /// An ELF file of sections, each with flags of memory.
    static func elf(
        _ sections: [(name: String, bytes: [UInt8])], big: Bool = false, wide: Bool = true, machine: UInt16 = 62
    ) -> [UInt8] {
        KernelSkeleton.elf(sections, big: big, wide: wide, machine: machine)
    }

    /// A vmlinux of 7.2, with more sections where they are given.
    static func kernel(_ more: [(name: String, bytes: [UInt8])] = []) -> [UInt8] { KernelSkeleton.kernel(more) }

    /// A bzImage around a payload, with the size of what is in it behind, as the kernel's build puts it.
    static func bzImage(_ payload: [UInt8], trailer: [UInt8] = [0, 0x10, 0, 0]) -> [UInt8] {
        var image = [UInt8](repeating: 0, count: 1024)
        image[0x1f1] = 1
        image[0x1fe] = 0x55
        image[0x1ff] = 0xaa
        image.replaceSubrange(0x202..<0x208, with: Array("HdrS".utf8) + [0x0f, 0x02])
        image.replaceSubrange(0x248..<0x250, with: number(UInt32(0)) + number(UInt32(payload.count + trailer.count)))
        return image + payload + trailer
    }

    /// An arm64 Image: the kernel as it lies in memory.
    static func arm64(pageShift: Int, _ contents: [UInt8]) -> [UInt8] {
        var head = [UInt8](repeating: 0, count: 64)
        head[0x18] = UInt8((pageShift - 10) / 2) << 1
        head.replaceSubrange(0x38..<0x3c, with: Array("ARM".utf8) + [0x64])
        return head + contents
    }

    /// A configuration as CONFIG_IKCONFIG keeps it.
    static func configuration(_ lines: [String]) throws -> [UInt8] {
        let packed = try Compressor(name: "gzip", "gzip", "-9nc").run(Array(lines.joined(separator: "\n").utf8))
        return Array("IKCFG_ST".utf8) + packed + Array("IKCFG_ED".utf8)
    }
}

/// A compressor as the kernel's build calls it.
struct Compressor: Sendable, CustomStringConvertible {
    let name: String
    let command: [String]
    var description: String { name }

    init(name: String, _ command: String...) {
        self.name = name
        self.command = command
    }

    static let all = [
        Compressor(name: "gzip", "gzip", "-9nc"),
        Compressor(name: "xz", "xz", "-c", "--check=crc32", "--x86", "--lzma2=dict=1MiB"),
        Compressor(name: "zstd", "zstd", "-qc", "-19"),
        Compressor(name: "lz4", "lz4", "-qlc"),
        Compressor(name: "lzo", "lzop", "-9c"),
        Compressor(name: "bzip2", "bzip2", "-9c"),
        Compressor(name: "lzma", "lzma", "-9c"),
    ]

    /// Those that this machine has.
    static let present = all.filter { hasProgram($0.command[0]) }
    /// Those that it does not have.
    static let missing = all.filter { compressor in !present.contains { $0.name == compressor.name } }

    func run(_ bytes: [UInt8]) throws -> [UInt8] {
        var launch = Launch("/usr/bin/env", command)
        launch.input = bytes
        return try launch.run().output
    }
}

/// Opens bytes as a kernel.
func open(_ bytes: [UInt8], types: [UInt8]? = nil, limit: UInt64? = nil) throws -> Kernel {
    let folder = try TemporaryFolder()
    var limits = Kernel.limits
    if let limit { limits.unfolded = limit }
    return try Kernel.open(
        try folder.write(bytes, to: "kernel"), types: try types.map { try folder.write($0, to: "types") },
        limits: limits)
}

/// The error with which bytes are refused; `nil` where they are not.
func refusal(_ bytes: [UInt8], limit: UInt64? = nil) throws -> InputError? {
    do {
        _ = try open(bytes, limit: limit)
        return nil
    } catch let error as InputError {
        return error
    }
}
