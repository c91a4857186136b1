/// A warning or fault as the kernel writes it: a line that says what, then registers and a call trace.
struct Splat {
    enum Kind { case warning, fault, panic }

    let kind: Kind
    let line: Int
    let text: String
    /// The function that the first line names.
    private(set) var function: String?
    /// The file that the first line names.
    private(set) var file: String?
    /// The function in which it happened, and those that called it; the innermost first.
    private(set) var trace: [String] = []
    private var length = 0

    /// The most lines that belong to one, and the most functions that are kept.
    private static let mostLines = 160
    private static let mostFunctions = 48

    private static let beginnings: [(text: String, kind: Kind)] = [
        ("WARNING: ", .warning), ("BUG: ", .fault), ("kernel BUG at ", .fault), ("Oops: ", .fault),
        ("PANIC: early exception ", .fault), ("general protection fault", .fault), ("Unable to handle kernel ", .fault),
        ("Internal error: ", .fault), ("invalid opcode: ", .fault), ("Kernel panic - not syncing: ", .panic),
    ]

    /// Begins one, where a line does.
    init?(_ line: Span<UInt8>, from start: Int, number: Int) {
        guard start < line.count, let beginning = Self.beginnings.first(where: { line.holds($0.text, at: start) })
        else {
            return nil
        }
        kind = beginning.kind
        self.line = number
        text = line.text(start..<line.count)
        guard kind == .warning else { return }
        // `CPU: 0 PID: 1 at FILE:LINE FUNCTION+0x1/0x2`, from 6.19 on `FILE:LINE at FUNCTION+0x1/0x2, CPU#0: swapper/0`.
        for word in text.split(separator: " ") {
            if file == nil, let end = word.firstRange(of: ".c:") ?? word.firstRange(of: ".h:") {
                file = String(word[..<word.index(end.upperBound, offsetBy: -1)])
            } else if file != nil, function == nil, word != "at" {
                function = Self.name(word)
            }
        }
        if let function { trace.append(function) }
    }

    /// The name in `name+0x12/0x34`, with `.constprop.0` and its like cut off.
    private static func name(_ word: Substring) -> String? {
        let name = word.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        return name.isEmpty ? nil : String(name)
    }

    /// Takes a line that follows; false where it is the last of this one.
    mutating func take(_ line: Span<UInt8>, from start: Int) -> Bool {
        length += 1
        if length > Self.mostLines || line.holds("---[ end ", at: start) { return false }
        if line.holds("RIP: ", at: start) || line.holds("pc : ", at: start) {
            // `RIP: 0010:name+0x12/0x34`
            let words = line.text(start..<line.count).split(separator: " ")
            if let word = words.dropFirst().first(where: { $0.contains("+0x") }) {
                let function = word.split(separator: ":").last.flatMap { Self.name($0) }
                // In a warning the first line has named it.
                if let function, trace.first != function { trace.insert(function, at: 0) }
            }
        } else if let plus = line.first(from: start, where: { $0 == UInt8(ascii: "+") }), line.holds("+0x", at: plus) {
            var begin = plus
            while begin > start, line[begin - 1].isNameCharacter || line[begin - 1] == UInt8(ascii: ".") { begin -= 1 }
            let before = line.text(start..<begin)
            // A function after a question mark was left on the stack by something else.
            if !before.contains("?"), trace.count < Self.mostFunctions,
                let name = Self.name(line.text(begin..<plus)[...])
            {
                trace.append(name)
            }
        }
        return true
    }

    // MARK: What it means

    private static let families = [
        "kho_", "__kho_", "luo_", "memfd_luo_", "liveupdate_", "reserve_mem_", "reserved_mem_add", "deserialize_bitmap",
        "early_init_dt_check_kho", "xa_load_or_alloc", "new_chunk",
    ]
    private static let files = ["kexec_handover", "kernel/liveupdate/", "memfd_luo", "test_kho"]

    private static func isOfHandover(_ function: String) -> Bool {
        families.contains { function.hasPrefix($0) }
    }

    /// Whether it has to do with a handover.
    var isOfHandover: Bool {
        if let file, Self.files.contains(where: { file.contains($0) }) { return true }
        return trace.contains(where: Self.isOfHandover)
    }

    /// The messages that it may be, the most fitting first.
    func matches(_ messages: [Message]) -> [Message] {
        guard isOfHandover else { return [] }
        switch kind {
        case .warning:
            return messages.filter { message in
                if case .warning(let functions) = message.form {
                    trace.first.map(functions.contains) ?? false
                } else {
                    false
                }
            }
        case .fault:
            // The innermost function that any message names; those of the C library and the like name none.
            for function in trace where Self.isOfHandover(function) {
                let found = messages.filter { message in
                    guard case .fault(let names) = message.form else { return false }
                    return names.contains { name in
                        name.last == "*" ? function.hasPrefix(name.dropLast()) : function == name
                    }
                }
                if !found.isEmpty { return found }
            }
            return []
        case .panic: return []
        }
    }
}
