import PhysicalMemory

/// The steps from a path to an ``Input``: find the bytes, unfold them where they are compressed, recognise, read.
struct Opening {
    let path: String
    let base: PhysicalAddress?
    let limits: InputLimits
    private(set) var notes: [InputNote] = []

    init(path: String, base: PhysicalAddress?, limits: InputLimits) {
        self.path = path
        self.base = base
        self.limits = limits
    }

    mutating func open() throws(InputError) -> Input {
        let file = try OpenFile.input(path)
        let kind: OpenFile.Kind
        let size: UInt64
        do throws(FileFailure) {
            (kind, size) = try file.status()
        } catch {
            throw error.error(path: path)
        }
        switch kind {
        case .directory:
            let directory = try HandoverDirectory(path: path)
            notes += directory.problems
            return .directory(directory)
        case .regular:
            // The kernel's own files (debugfs, sysfs, procfs) tell no size or a wrong one, and cannot be mapped.
            if size > 0, file.isAtStart, let mapped = try? MappedFile(file, size: size) {
                return try recognise(mapped, inGzip: false)
            }
            return try read(file, atMost: limits.blob)
        case .device: return try read(file, atMost: limits.blob)
        case .pipe: return try read(file, atMost: limits.unfolded)
        }
    }

    private mutating func read(_ file: OpenFile, atMost mostBytes: UInt64) throws(InputError) -> Input {
        var stream = ByteStream.file(file, path: path)
        let kept = try stream.keep(path: path, limits: limits) { prefix throws(InputError) in
            try admit(prefix, inGzip: false, atMost: mostBytes)
        }
        return try recognise(kept, inGzip: false)
    }

    private mutating func inflate(_ file: MappedFile) throws(InputError) -> Input {
        var stream = ByteStream.gzip(try GzipInflation(file, path: path))
        let kept = try stream.keep(path: path, limits: limits) { prefix throws(InputError) in
            try admit(prefix, inGzip: true, atMost: limits.unfolded)
        }
        if let note = stream.note { notes.append(note) }
        return try recognise(kept, inGzip: true)
    }

    /// Refuses contents by their first bytes, before the rest is read; else how much of it to read at most.
    private func admit(
        _ prefix: [UInt8], inGzip: Bool, atMost mostBytes: UInt64
    ) throws(InputError) -> UInt64 {
        let kind = ContentKind.recognise(prefix)
        if let refusal = refusal(of: kind, inGzip: inGzip) { throw refusal }
        switch kind {
        case .deviceTree, .document, .deviceTreeSource: return min(limits.blob, mostBytes)
        case .elf:
            try ELFHeader.refuse(prefix, path: path)
            return mostBytes
        default: return mostBytes
        }
    }

    private mutating func recognise(_ file: MappedFile, inGzip: Bool) throws(InputError) -> Input {
        let kind = ContentKind.recognise(file.prefix(count: ContentKind.prefixSize))
        if let refusal = refusal(of: kind, inGzip: inGzip) { throw refusal }
        switch kind {
        case .gzip: return try inflate(file)
        case .deviceTree: return .deviceTree(bytes: try bytes(of: file, what: "device tree"))
        case .document: return .document(text: try bytes(of: file, what: "document"))
        case .deviceTreeSource: return .source(text: try bytes(of: file, what: "device tree source"))
        case .elf:
            let core = try ELFCore(file: file, path: path)
            notes += core.damage
            return .elfCore(core)
        case .kdump: return try openKdump(file)
        case .flattenedKdump:
            let (rearranged, damage) = try FlattenedDump.rearrange(file, path: path, limits: limits)
            notes += damage
            return try openKdump(rearranged)
        case .empty, .foreign, .perhapsMemory, .unknown:
            do throws(MemoryError) {
                return .raw(try RawImage(file: file, base: base ?? 0))
            } catch {
                throw InputError(
                    .unsupported, path: path,
                    reason: "raw image of \(file.size) bytes does not fit above the base address \(error.address)")
            }
        }
    }

    private mutating func openKdump(_ file: MappedFile) throws(InputError) -> Input {
        let dump = try KdumpFile(file: file, path: path)
        notes += dump.damage
        return .kdump(dump)
    }

    private func bytes(of file: MappedFile, what: String) throws(InputError) -> [UInt8] {
        guard file.size <= limits.blob else {
            throw InputError(
                .tooLarge, path: path, reason: "\(what) of \(file.size) bytes, at most \(limits.blob) are read")
        }
        return file.prefix(count: Int(file.size))
    }

    /// Why contents of a kind are not read, or `nil`.
    private func refusal(of kind: ContentKind, inGzip: Bool) -> InputError? {
        let place = inGzip ? "gzip-compressed: " : ""
        switch kind {
        case .empty: return InputError(.empty, path: path, reason: place + "empty file")
        case .gzip:
            if !inGzip { return nil }
            return InputError(.unsupported, path: path, reason: "gzip inside gzip; decompress it once (gzip -d)")
        case .foreign(let what):
            return InputError(.unrecognised, path: path, reason: "\(place)\(what); \(Self.accepted)")
        case .perhapsMemory(let what), .unknown(let what):
            if base != nil { return nil }
            let remedy = if case .unknown = kind { "; a raw memory image needs its base address" } else { "" }
            return InputError(.unrecognised, path: path, reason: "\(place)\(what); \(Self.accepted)\(remedy)")
        case .deviceTree, .elf, .kdump, .flattenedKdump, .document, .deviceTreeSource: return nil
        }
    }

    private static let accepted =
        "expected a device tree blob or its source, an ELF core, a kdump-compressed dump, a debugfs directory or a JSON or YAML"
        + " document, plain or gzip-compressed"
}

extension OpenFile {
    /// Opens what a caller named; `-` is standard input.
    static func input(_ path: String) throws(InputError) -> OpenFile {
        do throws(FileFailure) {
            return path == "-" ? try .standardInput() : try .reading(path)
        } catch {
            throw error.error(path: path)
        }
    }
}
