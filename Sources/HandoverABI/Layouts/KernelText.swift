/// Characters of fixed length as the kernel keeps names: any bytes, closed with NUL.
///
/// Nothing says that they are text. ``description`` shows valid UTF-8 as it is and every other byte, control characters
/// included, as `\xNN`, and a backslash as `\\`, so that a name can be printed anywhere and turned back into its bytes.
public struct KernelText: Hashable, Sendable {
    /// The bytes before the first NUL.
    public let bytes: [UInt8]
    /// Whether a NUL closes them.
    public let isTerminated: Bool
    /// Whether all bytes after the NUL are zero, as the kernel's copy leaves them.
    public let isPadded: Bool

    /// The characters in a field of fixed length.
    public init(field: ArraySlice<UInt8>) {
        let end = field.firstIndex(of: 0)
        bytes = [UInt8](field[..<(end ?? field.endIndex)])
        isTerminated = end != nil
        isPadded = field[(end ?? field.endIndex)...].allSatisfy { $0 == 0 }
    }

    /// The bytes of an escaped name, or `nil` where an escape is not whole.
    public static func bytes(of text: String) -> [UInt8]? {
        var result: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                continue
            }
            switch rest.next() {
            case UInt8(ascii: "\\"): result.append(byte)
            case UInt8(ascii: "x"):
                guard let high = rest.next().flatMap(hexDigit), let low = rest.next().flatMap(hexDigit) else {
                    return nil
                }
                result.append(high << 4 | low)
            default: return nil
            }
        }
        return result
    }

    private static func hexDigit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension KernelText: CustomStringConvertible {
    /// The characters, with escapes where they are not printable text.
    public var description: String {
        if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }) {
            return String(decoding: bytes, as: UTF8.self)
        }
        var result = ""
        var decoder = UTF8()
        var position = 0
        while position < bytes.count {
            var input = bytes[position...].makeIterator()
            switch decoder.decode(&input) {
            case .scalarValue(let scalar) where Self.isPrintable(scalar):
                result.unicodeScalars.append(scalar)
                if scalar == "\\" { result.unicodeScalars.append(scalar) }
                position += UTF8.width(scalar)
            default:
                let byte = bytes[position]
                result += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
                position += 1
            }
            decoder = UTF8()
        }
        return result
    }

    /// C0 and C1 controls and the marks that reorder text would let a name rewrite the line it is printed on.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x61c, 0x200e...0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff: false
        default: true
        }
    }
}
