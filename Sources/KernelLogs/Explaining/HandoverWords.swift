/// By what a line shows that it is of KHO or LUO, whether or not it is known.
enum HandoverWords {
    /// How the messages of each file begin, whatever they say then.
    private static let beginnings: [String] = [
        "KHO", "kho", "luo: ", "luo_", "memfd_luo: ", "test_kho: ", "liveupdate", "Live Update", "reserve_mem: ",
    ]
    /// Lines that carry such words and say nothing.
    private static let others: [String] = [
        "Linux version ", "Command line: ", "Kernel command line: ", "Modules linked in", "Unknown kernel command line",
        "Malformed early option", "CPU: ", "RIP: ", "Code: ", "Booting kernel: ",
    ]

    /// Whether a message, from an index on, is of KHO or LUO.
    static func areIn(_ line: Span<UInt8>, from start: Int) -> Bool {
        guard start < line.count, mayBegin[Int(line[start])] || hasName(line, from: start) else { return false }
        if line[start] == UInt8(ascii: " ") || line[start] == UInt8(ascii: "@") { return false }
        if others.contains(where: { line.holds($0, at: start) }) { return false }
        // The functions of a call trace.
        if line.first(from: start, where: { $0 == UInt8(ascii: "+") }).map({ line.holds("+0x", at: $0) }) ?? false {
            return false
        }
        return beginnings.contains { line.holds($0, at: start) } || hasName(line, from: start)
    }

    /// The bytes with which a message of KHO or LUO begins.
    private static let mayBegin: [Bool] = (0..<256).map { "KklmtLr".utf8.contains(UInt8($0)) }

    /// Whether `KHO` stands in a line as a word.
    private static func hasName(_ line: Span<UInt8>, from start: Int) -> Bool {
        var index = start
        while index + 2 < line.count {
            if line[index] == UInt8(ascii: "K"), line.holds("KHO", at: index),
                index == start || !line[index - 1].isNameCharacter,
                index + 3 == line.count || !line[index + 3].isNameCharacter
            {
                return true
            }
            index += 1
        }
        return false
    }

    /// Where, behind the beginning of a line, a message begins: another writer on the same console did not end its own.
    static func messageInside(_ line: Span<UInt8>, from start: Int) -> Int? {
        var index = start + 1
        while index < line.count {
            // All prefixes of files end so.
            if line[index] == UInt8(ascii: ":") {
                for prefix in prefixes {
                    let begin = index + 2 - prefix.utf8.count
                    if begin > start, line.holds(prefix, at: begin) { return begin }
                }
            }
            index += 1
        }
        return nil
    }

    private static let prefixes: [String] = ["memfd_luo: ", "test_kho: ", "liveupdate test: ", "KHO: ", "luo: "]
}
