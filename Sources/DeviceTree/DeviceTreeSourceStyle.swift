/// How the values of properties are written as source text.
///
/// A style chooses between the forms that the compiler turns into the same bytes. Two come with the module:
/// ``CellStyle`` for ordinary trees and ``HandoverStyle`` for those that kernels hand over to each other.
public protocol DeviceTreeSourceStyle: Sendable {
    /// Appends the text of a value, without `=` and without `;`, in ASCII.
    ///
    /// - Parameters:
    ///   - bytes: The value, not empty.
    ///   - text: The source text so far.
    func append(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8])
}

/// Strings as strings, multiples of four bytes as cells, anything else as bytes.
public struct CellStyle: DeviceTreeSourceStyle {
    /// Creates the style.
    public init() {}

    /// Appends `"text"`, `<0x1 0x2>` or `[01 02 03]`.
    public func append(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) {
        if text.appendStrings(bytes) { return }
        if bytes.count % 4 == 0 {
            text.appendCells(bytes)
        } else {
            text.appendBytes(bytes)
        }
    }
}

/// Strings as strings, anything else as bytes, with the little-endian numbers they hold in a comment.
///
/// Cells would show the numbers of a handover tree backwards, since they stand in the kernel's own byte order.
public struct HandoverStyle: DeviceTreeSourceStyle {
    /// Creates the style.
    public init() {}

    /// Appends `"text"`, or `[00 30 4c 00 00 00 00 00] /* 0x4c3000 */`: a comment for four bytes, and one for each eight
    /// of a multiple of eight.
    public func append(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) {
        if text.appendStrings(bytes) { return }
        let width = bytes.count == 4 ? 4 : 8
        guard bytes.count % width == 0 else { return text.appendBytes(bytes) }
        var position = bytes.startIndex
        while position < bytes.endIndex {
            if position > bytes.startIndex { text += ", ".utf8 }
            let number = bytes[position..<position + width]
            text.appendBytes(number)
            text += " /* ".utf8
            text.appendHexadecimal(number.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
            text += " */".utf8
            position += width
        }
    }
}

extension DeviceTreeSourceStyle where Self == CellStyle {
    /// Strings as strings, multiples of four bytes as cells, anything else as bytes.
    public static var cells: CellStyle { CellStyle() }
}

extension DeviceTreeSourceStyle where Self == HandoverStyle {
    /// Strings as strings, anything else as bytes, with the little-endian numbers they hold in a comment.
    public static var handover: HandoverStyle { HandoverStyle() }
}

extension [UInt8] {
    /// Appends `"one", "two"` when the bytes are printable strings, none of them empty, each with its NUL.
    ///
    /// - Returns: Whether they are; otherwise nothing is appended.
    fileprivate mutating func appendStrings(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.last == 0 else { return false }
        var previous: UInt8 = 0
        for byte in bytes {
            guard byte >= 0x20 && byte < 0x7f || byte == 0 && previous != 0 else { return false }
            previous = byte
        }
        append(UInt8(ascii: "\""))
        for byte in bytes.dropLast() {
            switch byte {
            case 0: self += "\", \"".utf8
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): self += [UInt8(ascii: "\\"), byte]
            default: append(byte)
            }
        }
        append(UInt8(ascii: "\""))
        return true
    }

    /// Appends `<0x1 0x2>`.
    fileprivate mutating func appendCells(_ bytes: ArraySlice<UInt8>) {
        append(UInt8(ascii: "<"))
        var position = bytes.startIndex
        while position < bytes.endIndex {
            if position > bytes.startIndex { append(UInt8(ascii: " ")) }
            appendHexadecimal(bytes[position..<position + 4].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
            position += 4
        }
        append(UInt8(ascii: ">"))
    }

    /// Appends `[01 02]`.
    fileprivate mutating func appendBytes(_ bytes: ArraySlice<UInt8>) {
        append(UInt8(ascii: "["))
        for position in bytes.indices {
            if position > bytes.startIndex { append(UInt8(ascii: " ")) }
            appendHexadecimal(bytes[position])
        }
        append(UInt8(ascii: "]"))
    }
}
