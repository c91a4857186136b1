/// Bytes that come one after another and cannot be mapped: a pipe, a file of the kernel's, gzip contents.
enum ByteStream {
    case file(OpenFile, path: String)
    case gzip(GzipInflation)

    /// Fills `buffer` as far as the bytes last and returns their number; 0 after the last one.
    mutating func next(into buffer: inout [UInt8]) throws(InputError) -> Int {
        switch self {
        case .file(let file, let path):
            do {
                return try file.readNext(into: &buffer)
            } catch {
                throw error.error(path: path)
            }
        case .gzip(var inflation):
            // The stream is the only holder of the inflation, so that both copies stay in step.
            let count = try inflation.next(into: &buffer)
            self = .gzip(inflation)
            return count
        }
    }

    /// What came after the end of the contents.
    var note: InputNote? {
        if case .gzip(let inflation) = self { inflation.note } else { nil }
    }
}

extension ByteStream {
    private static let step = 1 << 20

    /// Reads everything into memory or a temporary file, after `examine` has seen the first bytes and allowed a size.
    ///
    /// - Parameter examine: Refuses the kind of contents by throwing, or returns the most bytes to read.
    mutating func keep(
        path: String, limits: InputLimits,
        examine: ([UInt8]) throws(InputError) -> UInt64
    ) throws(InputError) -> MappedFile {
        var prefix: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: ContentKind.prefixSize)
        while prefix.count < ContentKind.prefixSize {
            let count = try next(into: &piece)
            if count == 0 { break }
            prefix += piece.prefix(count)
        }
        let mostBytes = try examine(prefix)
        var size = UInt64(prefix.count)
        do {
            var scratch = ScratchFile(limits: limits)
            try scratch.write(prefix.span, at: 0)
            if prefix.count >= ContentKind.prefixSize {
                piece = [UInt8](repeating: 0, count: Self.step)
                while case let count = try next(into: &piece), count > 0 {
                    let offset = size
                    size += UInt64(count)
                    if size > mostBytes {
                        throw InputError(
                            .tooLarge, path: path,
                            reason: "contents of more than \(mostBytes) bytes, the most for this kind")
                    }
                    try scratch.write(piece.span.extracting(0..<count), at: offset)
                }
            }
            return try scratch.map()
        } catch let error as InputError {
            throw error
        } catch let failure as FileFailure {
            throw failure.isTooLarge
                ? InputError(.tooLarge, path: path, reason: "contents of more than \(limits.unfolded) bytes")
                : failure.error(path: path)
        } catch {
            throw InputError(.unreadable, path: path, reason: "contents cannot be kept")
        }
    }
}
