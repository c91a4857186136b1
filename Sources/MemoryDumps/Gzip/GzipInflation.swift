/// The uncompressed contents of a gzip file, piece by piece (RFC 1952): all members, checked by length and checksum.
///
/// Zeros after the last member are padding, as gzip(1) has it; anything else there is left out and reported.
struct GzipInflation {
    /// The first bytes of every gzip member: magic and the one compression method there is.
    static let magic: [UInt8] = [0x1f, 0x8b, 0x08]
    private static let step = 1 << 20

    private let file: MappedFile
    private let path: String
    private let stream: GzipStream
    private var position: UInt64 = 0
    private var produced: UInt64 = 0
    private var ended = false
    private(set) var note: InputNote?

    init(_ file: MappedFile, path: String) throws(InputError) {
        self.file = file
        self.path = path
        do {
            stream = try GzipStream()
        } catch {
            throw error.error(path: path)
        }
        file.advise(.sequential)
    }

    /// Fills `buffer` as far as the contents last and returns the number of bytes; 0 after the last one.
    mutating func next(into buffer: inout [UInt8]) throws(InputError) -> Int {
        var filled = 0
        while filled < buffer.count, !ended {
            let step = Int(min(UInt64(Self.step), file.size - position))
            let result = file.withBytes(at: position, count: step) { input in
                stream.inflate(input, into: &buffer, from: filled)
            }
            guard let result else { break }
            position += UInt64(result.consumed)
            produced += UInt64(result.produced)
            filled += result.produced
            switch result.outcome {
            case .damaged(let message):
                throw InputError(
                    .damaged, path: path, offset: position,
                    reason: "gzip data is damaged after \(produced) uncompressed bytes: \(message)")
            case .endOfMember:
                endMember()
            case .more:
                if position == file.size, filled < buffer.count {
                    throw InputError(
                        .damaged, path: path, offset: position,
                        reason: "gzip data is cut short after \(produced) uncompressed bytes")
                }
            }
        }
        return filled
    }

    private mutating func endMember() {
        if file.prefix(at: position, count: Self.magic.count) == Self.magic {
            stream.reset()
            return
        }
        ended = true
        var rest = position
        while rest < file.size {
            let zeros = file.prefix(at: rest, count: Self.step)
            if let garbage = zeros.firstIndex(where: { $0 != 0 }) {
                let offset = rest + UInt64(garbage)
                note = InputNote(offset: offset, reason: "bytes after the end of the gzip data are left out")
                return
            }
            rest += UInt64(zeros.count)
        }
    }
}
