import Foundation

/// The bytes of an ELF core, to be damaged on purpose at physical addresses.
///
/// It reads no more of the format than the images of the captures need: 64-bit, little-endian, program headers.
package struct CoreImage: Sendable {
    /// The whole file.
    package var bytes: [UInt8]

    private struct Segment {
        let address: UInt64
        let offset: Int
        let size: UInt64
    }

    private let segments: [Segment]

    /// The unpacked image of a capture.
    package init(_ fixture: Fixture) throws {
        self.init(try fixture.bytes("memory.elf"))
    }

    /// An image that is not compressed.
    package init(_ file: [UInt8]) {
        bytes = file
        func number(_ offset: Int, _ width: Int) -> UInt64 {
            (0..<width).reduce(0) { $0 | UInt64(file[offset + $1]) << UInt64(8 * $1) }
        }
        let table = Int(number(32, 8))
        segments = (0..<Int(number(56, 2))).compactMap { index in
            let header = table + index * Int(number(54, 2))
            guard number(header, 4) == 1 else { return nil }
            return Segment(
                address: number(header + 24, 8), offset: Int(number(header + 8, 8)), size: number(header + 32, 8))
        }
    }

    private func offset(of address: UInt64) throws -> Int {
        guard let segment = segments.first(where: { address >= $0.address && address - $0.address < $0.size }) else {
            throw MissingFixture(path: "address 0x" + String(address, radix: 16))
        }
        return segment.offset + Int(address - segment.address)
    }

    /// The 64-bit number at an address.
    package func number(at address: UInt64) throws -> UInt64 {
        let offset = try offset(of: address)
        return (0..<8).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
    }

    /// Puts a number at an address.
    package mutating func put(_ number: some FixedWidthInteger, at address: UInt64) throws {
        let offset = try offset(of: address)
        for index in 0..<number.bitWidth / 8 {
            bytes[offset + index] = UInt8(truncatingIfNeeded: number >> (8 * index))
        }
    }

    /// Puts bytes at an address, all in one segment.
    package mutating func put(_ new: [UInt8], at address: UInt64) throws {
        let offset = try offset(of: address)
        bytes.replaceSubrange(offset..<offset + new.count, with: new)
    }

    /// Bytes at an address, all in one segment.
    package func bytes(at address: UInt64, count: Int) throws -> [UInt8] {
        let offset = try offset(of: address)
        return Array(bytes[offset..<offset + count])
    }

    /// Makes the note that names the root unknown, so that the root has to be searched for.
    package mutating func forgetRoot() {
        let owner = Array("KHOTOOL\0".utf8)
        for offset in 0..<min(4096, bytes.count) where bytes[offset...].starts(with: owner) {
            bytes[offset] = UInt8(ascii: "X")
        }
    }
}

extension CoreImage {
    /// Writes the whole file.
    package func write(to path: String) throws {
        try Data(bytes).write(to: URL(filePath: path))
    }
}
