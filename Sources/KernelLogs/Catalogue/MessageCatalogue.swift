extension Message {
    /// All that kernels are known to say of handovers, by subject.
    public static let all: [Message] =
        setup + handover + reservedMemory + liveUpdate + sessions + memfd + tests + kernel + warnings + faults

    /// The message of a name.
    public static func named(_ id: String) -> Message? {
        all.first { $0.id == id }
    }
}

/// The messages by how a line begins.
struct LineIndex: Sendable {
    /// A message that is a line, and its format taken apart.
    struct Entry: Sendable {
        let message: Message
        let pattern: MessagePattern
        let names: [Value.Name]
        let isHexadecimal: [Bool]
        /// Whether the line means this only in a boot that has found a handover.
        let needsHandover: Bool

        init(_ message: Message, _ format: String, _ names: [Value.Name], needsHandover: Bool) {
            self.message = message
            self.names = names
            self.needsHandover = needsHandover
            pattern = MessagePattern(format)
            isHexadecimal = pattern.hexadecimalValues
        }

        /// The values that lie in ranges of a line.
        func values(in line: Span<UInt8>, at ranges: [Range<Int>]) -> [Value] {
            var values: [Value] = []
            for (index, range) in ranges.enumerated() where index < names.count {
                let text = line.text(range)
                let needsPrefix = isHexadecimal[index] && !text.hasPrefix("0x")
                values.append(Value(name: names[index], text: needsPrefix ? "0x" + text : text))
            }
            return values
        }
    }

    /// The entries by the first byte of their lines.
    private let byFirstByte: [[Entry]]

    static let known = LineIndex(Message.all)

    init(_ messages: [Message]) {
        var lists = [[Entry]](repeating: [], count: 256)
        for message in messages {
            let entry: Entry
            switch message.form {
            case .line(let format, let names): entry = Entry(message, format, names, needsHandover: false)
            case .lineAfterHandover(let format, let names): entry = Entry(message, format, names, needsHandover: true)
            case .panic, .warning, .fault, .earlyFault: continue
            }
            if let first = entry.pattern.lead.first { lists[Int(first)].append(entry) }
        }
        byFirstByte = lists
    }

    /// The messages that a line may be, from an index on, with the ranges of their values.
    func matches(_ line: Span<UInt8>, from start: Int) -> [(entry: Entry, values: [Range<Int>])] {
        guard start < line.count else { return [] }
        var result: [(entry: Entry, values: [Range<Int>])] = []
        let candidates = byFirstByte[Int(line[start])]
        for index in candidates.indices where line.holds(candidates[index].pattern.lead, at: start) {
            if let values = candidates[index].pattern.match(line, from: start) {
                result.append((candidates[index], values))
            }
        }
        return result
    }
}
