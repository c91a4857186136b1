/// The bytes of one structure, read and written by the fields of its layout.
public struct Record: Hashable, Sendable {
    /// How the bytes are laid out.
    public let layout: Layout
    /// The bytes, exactly as many as the layout says.
    public private(set) var bytes: [UInt8]

    /// A structure of zeroes.
    public init(_ layout: Layout) {
        self.layout = layout
        bytes = [UInt8](repeating: 0, count: layout.size)
    }

    /// The structure at an offset of a view, or `nil` where the view ends before it does.
    public init?(_ layout: Layout, in view: Span<UInt8>, at offset: Int = 0) {
        guard offset >= 0, layout.size <= view.count - offset else { return nil }
        self.layout = layout
        var copy: [UInt8] = []
        copy.reserveCapacity(layout.size)
        for index in offset..<offset + layout.size { copy.append(view[index]) }
        bytes = copy
    }

    /// The integer in a field of this layout, native-endian in the kernel's words, little-endian on every machine that
    /// has KHO.
    public subscript(field: Field) -> UInt64 {
        get { self[field, 0] }
        set { self[field, 0] = newValue }
    }

    /// One element of an array of integers.
    public subscript(field: Field, index: Int) -> UInt64 {
        get {
            let start = field.offset + index * field.width
            var value: UInt64 = 0
            for position in (start..<start + field.width).reversed() {
                value = value << 8 | UInt64(bytes[position])
            }
            return value
        }
        set {
            let start = field.offset + index * field.width
            for position in 0..<field.width {
                bytes[start + position] = UInt8(truncatingIfNeeded: newValue >> UInt64(position * 8))
            }
        }
    }

    /// The characters in a field.
    public func text(_ field: Field) -> KernelText {
        KernelText(field: bytes[field.offset..<field.offset + field.size])
    }

    /// Writes characters into a field and pads them with NUL.
    ///
    /// - Returns: whether they fit with their closing NUL; where not, the field stays as it was.
    public mutating func setText(_ text: [UInt8], in field: Field) -> Bool {
        guard text.count < field.size else { return false }
        for index in 0..<field.size {
            bytes[field.offset + index] = index < text.count ? text[index] : 0
        }
        return true
    }
}
