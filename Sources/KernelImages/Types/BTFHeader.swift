/// The head of BPF Type Format: where the types and the strings lie (Documentation/bpf/btf.rst).
struct BTFHeader {
    static let magic: UInt16 = 0xeb9f
    /// What the head has been since the format came to be; later ones are longer.
    static let size = 24
    /// More than this is refused: a kernel's own is some megabytes.
    static let mostBytes = 128 << 20

    let order: ByteOrder
    /// The part that holds the types.
    let types: Range<Int>
    /// The part that holds the names.
    let strings: Range<Int>

    /// Whether bytes begin like this format, in either byte order.
    static func recognises(_ prefix: [UInt8]) -> Bool {
        prefix.starts(with: [0x9f, 0xeb, 1]) || prefix.starts(with: [0xeb, 0x9f, 1])
    }

    init(_ bytes: [UInt8]) throws(TypeInformationError) {
        guard bytes.count >= Self.size, Self.recognises(bytes) else {
            throw TypeInformationError("no BTF of version 1 begins here", at: 0)
        }
        order = bytes[0] == 0x9f ? .little : .big
        types = try Self.part("types", at: 8, of: bytes, order)
        strings = try Self.part("names", at: 16, of: bytes, order)
        guard let last = strings.last, bytes[strings.lowerBound] == 0, bytes[last] == 0 else {
            throw TypeInformationError("the names do not begin and end with NUL", at: strings.lowerBound)
        }
    }

    private static func part(
        _ name: String, at offset: Int, of bytes: [UInt8], _ order: ByteOrder
    ) throws(TypeInformationError) -> Range<Int> {
        func number(_ offset: Int) -> Int { Int(bytes.integer(at: offset, as: UInt32.self, order) ?? .max) }
        let length = number(4)
        guard length >= size, length <= bytes.count else {
            throw TypeInformationError("a head of \(length) bytes in \(bytes.count)", at: 4)
        }
        // The numbers are of 32 bits, and the sums of 64.
        let start = length + number(offset)
        let end = start + number(offset + 4)
        guard end <= bytes.count else {
            throw TypeInformationError("the \(name) reach past the end, to \(end) of \(bytes.count)", at: offset)
        }
        return start..<end
    }

    /// The length of type information that begins with some bytes, as its head tells it; `nil` where it is none.
    static func length(_ prefix: [UInt8]) -> Int? {
        guard prefix.count >= size, recognises(prefix) else { return nil }
        let order: ByteOrder = prefix[0] == 0x9f ? .little : .big
        func number(_ offset: Int) -> Int { Int(prefix.integer(at: offset, as: UInt32.self, order) ?? .max) }
        guard (size...256).contains(number(4)), number(12) > 0, number(20) > 0 else { return nil }
        let end = number(4) + max(number(8) + number(12), number(16) + number(20))
        return end <= mostBytes ? end : nil
    }
}
