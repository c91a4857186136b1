internal import MemoryDumps

/// What a compressed part of a file unfolds to: kept in memory while it is small, then in a temporary file without a
/// name, and never more than the limits allow, whatever its headers say.
struct Unfolding {
    let file: MappedFile
    /// The compressed bytes; what follows the end of the stream in them is not looked at.
    let range: Range<UInt64>
    let path: String
    let limits: InputLimits

    private static let step = 1 << 20

    /// Decompresses all of it.
    func run(_ compression: Compression) throws(InputError) -> MappedFile {
        switch compression {
        case .gzip: try stream(compression, try begin(GzipDecoder.init))
        case .xz: try stream(compression, try begin { () throws(FileFailure) in try XZDecoder(.xz) })
        case .lzma: try stream(compression, try begin { () throws(FileFailure) in try XZDecoder(.lzma) })
        case .zstd: try stream(compression, try begin(ZstdDecoder.init))
        case .bzip2: try stream(compression, try begin(Bzip2Decoder.init))
        case .lz4: try blocks(compression, LZ4Blocks(file: file, range: range))
        case .lzo: try blocks(compression, LZOBlocks(file: file, range: range))
        }
    }

    private func stream(_ compression: Compression, _ decoder: some StreamDecoder) throws(InputError) -> MappedFile {
        var kept = ScratchFile(limits: limits)
        var buffer = [UInt8](repeating: 0, count: Self.step)
        var position = range.lowerBound
        while true {
            let count = Int(min(UInt64(Self.step), range.upperBound - position))
            let step = file.withBytes(at: position, count: count) { input in
                decoder.decode(input, into: &buffer, from: 0)
            }
            guard let step else { throw damage(compression, position, kept.size, "it is cut short") }
            position += UInt64(step.consumed)
            try keep(buffer.span.extracting(0..<step.produced), in: &kept)
            switch step.outcome {
            case .end: return try end(kept)
            case .damaged(let reason): throw damage(compression, position, kept.size, reason)
            case .more:
                if step.produced == 0, step.consumed == 0 || position == range.upperBound {
                    throw damage(compression, position, kept.size, "it is cut short")
                }
            }
        }
    }

    private func blocks(_ compression: Compression, _ blocks: some BlockSequence) throws(InputError) -> MappedFile {
        var blocks = blocks
        var kept = ScratchFile(limits: limits)
        while true {
            switch blocks.next() {
            case .bytes(let count): try keep(blocks.buffer.span.extracting(0..<count), in: &kept)
            case .end: return try end(kept)
            case .damaged(let reason): throw damage(compression, blocks.position, kept.size, reason)
            }
        }
    }

    // MARK: What goes wrong

    private func begin<Decoder>(_ make: () throws(FileFailure) -> Decoder) throws(InputError) -> Decoder {
        do { return try make() } catch { throw error.error(path: path) }
    }

    private func keep(_ bytes: Span<UInt8>, in kept: inout ScratchFile) throws(InputError) {
        do {
            try kept.write(bytes, at: kept.size)
        } catch {
            if error.isTooLarge {
                throw InputError(
                    .tooLarge, path: path, offset: range.lowerBound,
                    reason: "the compressed kernel unfolds to more than \(limits.unfolded >> 20) MiB")
            }
            throw error.error(path: path)
        }
    }

    private func end(_ kept: ScratchFile) throws(InputError) -> MappedFile {
        do { return try kept.map() } catch { throw error.error(path: path) }
    }

    private func damage(_ compression: Compression, _ position: UInt64, _ size: UInt64, _ reason: String) -> InputError
    {
        InputError(
            .damaged, path: path, offset: position,
            reason: "\(compression.rawValue) data is damaged after \(size) uncompressed bytes: \(reason)")
    }
}
