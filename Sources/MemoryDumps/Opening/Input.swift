public import PhysicalMemory

/// A file or directory, recognised by its contents and opened.
public enum Input: Sendable {
    /// A flattened device tree: all bytes of the file, even where its header tells another size.
    case deviceTree(bytes: [UInt8])
    /// The files a kernel shows under `/sys/kernel/debug/kho`.
    case directory(HandoverDirectory)
    /// An ELF core of a machine.
    case elfCore(ELFCore)
    /// A kdump-compressed dump.
    case kdump(KdumpFile)
    /// A piece of physical memory, byte for byte, at an address that was given with it.
    case raw(RawImage)
    /// JSON or YAML, as bytes of UTF-8.
    case document(text: [UInt8])
    /// Device tree source, as bytes of UTF-8.
    case source(text: [UInt8])
}

extension Input {
    /// The memory that the input holds; none for device trees, directories and texts.
    public var memory: Dump {
        switch self {
        case .elfCore(let core): .elf(core)
        case .kdump(let dump): .kdump(dump)
        case .raw(let image): .raw(image)
        case .deviceTree, .directory, .document, .source: .none
        }
    }

    /// Opens a file or directory; `-` is standard input.
    ///
    /// The kind is told by the first bytes. Any input may be gzip-compressed; what is inside is recognised before the
    /// rest is decompressed. Large contents that cannot be mapped where they are go to a temporary file without a name.
    ///
    /// - Parameters:
    ///   - base: The address of the first byte of a raw image; without it, unknown contents are refused.
    ///   - limits: How much memory and disk the input may take.
    ///   - report: Called with every remark about what was wrong with the input and passed over.
    /// - Throws: ``InputError``, which names the file and says what it looks like and what would do.
    public static func open(
        path: String, base: PhysicalAddress? = nil, limits: InputLimits = InputLimits(),
        report: (InputNote) -> Void = { _ in }
    ) throws(InputError) -> Input {
        var opening = Opening(path: path, base: base, limits: limits)
        let input = try opening.open()
        for note in opening.notes { report(note) }
        return input
    }

    /// The bytes of a text file that is no input but says what to do with one; `-` is standard input.
    public static func readText(path: String, limits: InputLimits = InputLimits()) throws(InputError) -> [UInt8] {
        var stream = ByteStream.file(try OpenFile.input(path), path: path)
        let kept = try stream.keep(path: path, limits: limits) { _ in limits.blob }
        return kept.prefix(count: Int(kept.size))
    }
}
