internal import HandoverState

/// The first file system of the guest: the program that asks the kernel, and what it is to ask for.
enum GuestFiles {
    /// The archive.
    static func archive(program: [UInt8], asking liveUpdate: LiveUpdate?) -> [UInt8] {
        var archive = CPIOArchive()
        archive.add(directory: "dev")
        // Where the kernel opens the first program's standard streams, before anything is mounted.
        archive.add(device: "dev/console", major: 5, minor: 1)
        for name in ["proc", "sys"] { archive.add(directory: name) }
        archive.add(file: "init", mode: 0o755, contents: program)
        archive.add(file: "orders", mode: 0o644, contents: Array(orders(asking: liveUpdate).utf8))
        return archive.bytes
    }

    /// The sessions to retrieve by name, as hexadecimal digits because names may hold anything, each followed by the
    /// tokens of its files.
    static func orders(asking liveUpdate: LiveUpdate?) -> String {
        var text = ""
        for session in liveUpdate?.sessions ?? [] {
            text += "S " + session.name.utf8.map { hex(UInt64($0), digits: 2) }.joined() + "\n"
            for file in session.files { text += "F " + hex(file.token, digits: 1) + "\n" }
        }
        return text
    }

    private static func hex(_ value: UInt64, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
