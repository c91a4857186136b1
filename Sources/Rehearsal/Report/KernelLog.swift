/// What a kernel wrote to its console, line by line.
struct KernelLog: Hashable {
    /// The lines, without time stamps.
    let lines: [String]

    /// Takes a console's bytes apart. What an emulator's firmware or a cut line leaves is kept as it is.
    init(_ bytes: [UInt8]) {
        lines = bytes.split { $0 == UInt8(ascii: "\n") }.compactMap { line in
            let printable = line.filter { $0 == UInt8(ascii: "\t") || ($0 >= 0x20 && $0 != 0x7f) }
            let text = Self.withoutTime(String(decoding: printable, as: UTF8.self))
            return text.isEmpty ? nil : text
        }
    }

    /// The line without `[    1.234567] ` at its beginning.
    private static func withoutTime(_ line: String) -> String {
        guard line.hasPrefix("["), let end = line.firstIndex(of: "]"),
            line.distance(from: line.startIndex, to: end) < 16
        else { return line }
        let inside = line[line.index(after: line.startIndex)..<end]
        guard inside.contains("."), inside.allSatisfy({ $0.isNumber || $0 == "." || $0 == " " }) else { return line }
        return String(line[line.index(after: end)...].drop { $0 == " " })
    }

    /// The first line that holds a text.
    func first(_ text: String) -> String? {
        lines.first { $0.contains(text) }
    }

    /// The lines that hold any of some texts, in order.
    func all(_ texts: String...) -> [String] {
        lines.filter { line in texts.contains { line.contains($0) } }
    }

    // MARK: What lines mean

    /// Texts by which lines tell of a handover and what came of it.
    private static let telling = [
        "KHO", "kho", "luo", "LUO", "liveupdate", "live update", "Live Update", "memory reservation", "reserve-mem",
        "FDT '", "has no child '", "is incompatible with", "kexec-metadata", "exec from:", "Block set",
        "Block contains",
        "Failed to insert session", "Failed to deserialize", "No registered handler", "restore folio", "shmem:",
    ]
    private static let alarming = [
        "Kernel panic", "BUG:", "Oops", "WARNING:", "general protection", "kernel BUG", "Unable to handle",
        "invalid opcode", "Bad page", "page dumped because",
    ]

    /// The lines that tell of the handover, each once; command lines and the echo of options left out.
    var decisive: [String] {
        var seen: Set<String> = []
        return lines.filter { line in
            let tells =
                Self.telling.contains { line.contains($0) } && !line.contains("ommand line") && !line.hasPrefix(" ")
                && !line.hasPrefix("Linux version") && !line.hasPrefix("@kho") && !line.hasPrefix("CPU:")
            return (tells || Self.alarming.contains { line.contains($0) }) && seen.insert(line).inserted
        }
    }

    /// Why the kernel gave up, in its words.
    var panic: String? {
        first("Kernel panic")
    }

    /// What the kernel complained of without giving up.
    var alarms: [String] {
        lines.filter { line in Self.alarming.contains { line.contains($0) } && !line.contains("Kernel panic") }
    }
}
