/// The bytes of a file or of standard input, one after the other: whatever is in them, unpacked where they are gzip.
public struct PlainBytes {
    private let path: String
    private var stream: ByteStream
    /// What was read to see whether the bytes are packed.
    private var begun: [UInt8] = []
    private var step: [UInt8]

    /// Opens a file; `-` is standard input.
    ///
    /// - Throws: ``InputError`` where it cannot be opened, is a directory, or holds nothing.
    public init(path: String, limits: InputLimits = InputLimits()) throws(InputError) {
        self.path = path
        step = [UInt8](repeating: 0, count: 256 << 10)
        let file: OpenFile
        let kind: OpenFile.Kind
        let size: UInt64
        do throws(FileFailure) {
            file = path == "-" ? try .standardInput() : try .reading(path)
            (kind, size) = try file.status()
        } catch {
            throw error.error(path: path)
        }
        if kind == .directory { throw InputError(.unrecognised, path: path, reason: "a directory, expected a file") }
        stream = .file(file, path: path)
        try begin()
        if begun.isEmpty { throw InputError(.empty, path: path, reason: "empty") }
        guard begun.starts(with: GzipInflation.magic) else { return }
        let packed: MappedFile
        if kind == .regular, size > 0, let mapped = try? MappedFile(file, size: size),
            mapped.prefix(count: begun.count) == begun
        {
            packed = mapped
        } else {
            packed = try Self.keep(begun, &stream, &step, path: path, limits: limits)
        }
        begun = []
        stream = .gzip(try GzipInflation(packed, path: path))
        try begin()
        if begun.isEmpty { throw InputError(.empty, path: path, reason: "gzip-compressed: empty") }
    }

    /// Reads as much as tells what the bytes are.
    private mutating func begin() throws(InputError) {
        while begun.count < ContentKind.prefixSize {
            let count = try stream.next(into: &step)
            if count == 0 { break }
            begun += step.prefix(count)
        }
    }

    /// What the first bytes are of, where they are no text: an ELF file, a device tree.
    public var foreignKind: String? {
        switch ContentKind.recognise(begun) {
        case .elf: "an ELF file"
        case .kdump, .flattenedKdump: "a dump"
        case .deviceTree: "a device tree"
        case .foreign(let what): what
        default: nil
        }
    }

    /// Calls `body` with all bytes, piece by piece.
    public mutating func forEachPiece(_ body: (Span<UInt8>) -> Void) throws(InputError) {
        if !begun.isEmpty { body(begun.span) }
        begun = []
        while case let count = try stream.next(into: &step), count > 0 { body(step.span.extracting(0..<count)) }
    }

    /// Keeps packed bytes that come from a pipe, to be unpacked from there.
    private static func keep(
        _ begun: [UInt8], _ stream: inout ByteStream, _ step: inout [UInt8], path: String, limits: InputLimits
    ) throws(InputError) -> MappedFile {
        do {
            var scratch = ScratchFile(limits: limits)
            try scratch.write(begun.span, at: 0)
            var offset = UInt64(begun.count)
            while case let count = try stream.next(into: &step), count > 0 {
                try scratch.write(step.span.extracting(0..<count), at: offset)
                offset += UInt64(count)
            }
            return try scratch.map()
        } catch let error as InputError {
            throw error
        } catch let failure as FileFailure {
            throw failure.error(path: path)
        } catch {
            throw InputError(.unreadable, path: path, reason: "contents cannot be kept")
        }
    }
}
