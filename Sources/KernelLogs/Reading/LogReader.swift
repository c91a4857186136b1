/// Takes a log apart into lines, chunk by chunk; nothing but the beginning of a line that has not ended is kept.
public struct LogReader: Sendable {
    /// The most bytes of a line that are looked at; `printk` makes records of at most 1024.
    public static let lineLimit = 4096

    /// How many lines there have been.
    public private(set) var lineCount = 0
    /// How many lines were longer than is looked at.
    public private(set) var cutLineCount = 0

    private var begun: [UInt8] = []
    private var isPartial = false
    private var isCut = false

    /// A reader at the beginning of a log.
    public init() {}

    /// Takes the next bytes and calls `body` with each line that ends in them, without its end.
    public mutating func read(_ chunk: Span<UInt8>, _ body: (Span<UInt8>, _ number: Int) -> Void) {
        var start = 0
        for index in 0..<chunk.count where chunk[index] == UInt8(ascii: "\n") {
            let piece = chunk.extracting(start..<index)
            start = index + 1
            if isPartial {
                keep(piece)
                end(body)
            } else {
                lineCount += 1
                if piece.count > Self.lineLimit { cutLineCount += 1 }
                body(piece.extracting(0..<min(piece.count, Self.lineLimit)), lineCount)
            }
        }
        if start < chunk.count { keep(chunk.extracting(start..<chunk.count)) }
    }

    /// Ends the log: a last line without an end is a line too.
    public mutating func finish(_ body: (Span<UInt8>, _ number: Int) -> Void) {
        if isPartial { end(body) }
    }

    private mutating func keep(_ piece: Span<UInt8>) {
        isPartial = true
        let room = Self.lineLimit - begun.count
        if piece.count > room { isCut = true }
        for index in 0..<min(piece.count, room) { begun.append(piece[index]) }
    }

    private mutating func end(_ body: (Span<UInt8>, _ number: Int) -> Void) {
        lineCount += 1
        if isCut { cutLineCount += 1 }
        body(begun.span, lineCount)
        begun.removeAll(keepingCapacity: true)
        isPartial = false
        isCut = false
    }
}
