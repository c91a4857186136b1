/// What stands before a kernel's message in a log: time stamps, levels, the host's name, escapes of a terminal.
///
/// Logs come from `dmesg` with any of its options, journals, `/dev/kmsg` and serial consoles; each puts something of its
/// own before the message, and some of them more than one thing.
struct LinePrefix {
    /// Where the message begins.
    private(set) var end = 0
    /// The level at which it was printed, 0 to 7, where the prefix tells.
    private(set) var level: Int?

    /// The most prefixes that a line has; a hostile one has more.
    private static let most = 8
    /// How far into a line a journal's prefix is looked for.
    private static let reach = 120

    /// Finds the prefix of a line.
    init(of line: Span<UInt8>) {
        for _ in 0..<Self.most {
            while end < line.count, line[end] == UInt8(ascii: " ") || line[end] == UInt8(ascii: "\t") {
                // A message that begins with blanks continues another; blanks before a time stamp are a console's.
                guard let next = line.first(from: end, where: { $0 > 0x20 }), next < line.count,
                    line[next] == UInt8(ascii: "[") || line[next] == UInt8(ascii: "<")
                else { break }
                end = next
            }
            let start = end
            guard start < line.count else { return }
            switch line[start] {
            case UInt8(ascii: "<"): takeLevel(line)
            case UInt8(ascii: "["): takeBrackets(line)
            case UInt8(ascii: "0")...UInt8(ascii: "9"): takeRecord(line)
            default: takeFacility(line)
            }
            if end == start { takeJournal(line) }
            if end == start { return }
        }
    }

    /// `<6>`, or with a facility `<30>`.
    private mutating func takeLevel(_ line: Span<UInt8>) {
        var index = end + 1
        var value = 0
        while index < line.count, index - end < 5, let digit = line[index].decimalDigit {
            value = value * 10 + digit
            index += 1
        }
        guard index > end + 1, index < line.count, line[index] == UInt8(ascii: ">") else { return }
        level = value & 7
        end = index + 1
    }

    /// `[    0.123456] `, `[   12.3][ T123] `, `[Sat Nov 21 08:00:00 2026] `.
    private mutating func takeBrackets(_ line: Span<UInt8>) {
        let limit = min(line.count, end + 48)
        var hasDigit = false
        var index = end + 1
        while index < limit, line[index] != UInt8(ascii: "]") {
            if line[index].decimalDigit != nil { hasDigit = true }
            index += 1
        }
        guard index < limit, hasDigit else { return }
        index += 1
        if index < line.count, line[index] == UInt8(ascii: " ") { index += 1 }
        end = index
    }

    /// A record of `/dev/kmsg`: `6,339,5140900,-;message`.
    private mutating func takeRecord(_ line: Span<UInt8>) {
        let limit = min(line.count, end + 64)
        var index = end
        var commas = 0
        var value = 0
        while index < limit, line[index] != UInt8(ascii: ";") {
            let byte = line[index]
            if byte == UInt8(ascii: ",") {
                commas += 1
            } else if commas < 3 {
                guard let digit = byte.decimalDigit else { return }
                if commas == 0 { value = (value * 10 + digit) & 0xfff }
            } else if byte == UInt8(ascii: " ") {
                return
            }
            index += 1
        }
        guard index < limit, commas >= 3 else { return }
        level = value & 7
        end = index + 1
    }

    private static let facilities: [String] = ["kern", "user", "daemon", "syslog", "auth", "local0"]
    private static let levels: [String] = [
        "emerg", "alert", "crit", "err", "warn", "notice", "info", "debug",
    ]

    /// `kern  :info  : `, as `dmesg -x` has it.
    private mutating func takeFacility(_ line: Span<UInt8>) {
        guard Self.facilities.contains(where: { line.holds($0, at: end) }),
            let colon = line.first(from: end, where: { $0 == UInt8(ascii: ":") }), colon - end <= 9,
            let level = Self.levels.firstIndex(where: { line.holds($0, at: colon + 1) }),
            let second = line.first(from: colon + 1, where: { $0 == UInt8(ascii: ":") }), second - colon <= 8
        else { return }
        self.level = level
        end = min(second + 2, line.count)
    }

    /// Everything up to `kernel: `, as journals and syslogs have it.
    private mutating func takeJournal(_ line: Span<UInt8>) {
        let limit = min(line.count, end + Self.reach)
        var index = end
        while index < limit {
            if line[index] == UInt8(ascii: "k"), line.holds("kernel: ", at: index),
                index == end || line[index - 1] == UInt8(ascii: " ")
            {
                end = index + 8
                return
            }
            index += 1
        }
    }
}
