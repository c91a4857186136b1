/// What the guest's program told, parsed.
struct GuestReport: Hashable {
    /// The release of the kernel.
    private(set) var release: String?
    /// Whether the kernel shows an incoming handover: 0, or an error below zero.
    private(set) var handover: Int?
    /// The subtrees that it shows.
    private(set) var subtrees: [String] = []
    /// Whether the kernel has the handover test built in: 0, or an error.
    private(set) var test: Int?
    /// How many MiB of memory were free and have been written over.
    private(set) var filled: Int?
    /// Opening the live update device: 0, or an error.
    private(set) var liveUpdate: Int?
    /// Retrieving each session, in the order in which they were asked for.
    private(set) var sessions: [Int: Int] = [:]
    /// Finishing each session.
    private(set) var finishes: [Int: Int] = [:]
    /// The files of each session, by token.
    private(set) var files: [Int: [UInt64: File]] = [:]
    /// Whether the program came to its end.
    private(set) var isComplete = false

    /// A file as the kernel gave it out.
    enum File: Hashable {
        /// It did not; an error below zero.
        case refused(Int)
        /// It did.
        case retrieved(size: UInt64, position: UInt64, seals: Int, hash: UInt64)
    }

    /// Reads the lines of a report; others are passed over, and so is what was cut.
    init(_ lines: [String]) {
        for line in lines {
            guard let mark = line.firstRange(of: "@kho ") else { continue }
            read(line[mark.upperBound...].split(separator: " "))
        }
    }

    private mutating func read(_ words: [Substring]) {
        let numbers = words.dropFirst().map { Int($0) }
        func number(_ index: Int) -> Int? { index < numbers.count ? numbers[index] : nil }
        switch words.first {
        case "release": release = words.count > 1 ? String(words[1]) : nil
        case "handover": handover = number(0)
        case "subtree": subtrees += words.dropFirst().prefix(1).map(String.init)
        case "test": test = number(0)
        case "filled": filled = number(0)
        case "liveupdate": liveUpdate = number(0)
        case "session": if let index = number(0), let result = number(1) { sessions[index] = result }
        case "finish": if let index = number(0), let result = number(1) { finishes[index] = result }
        case "file": readFile(words, number)
        case "end": isComplete = true
        default: break
        }
    }

    private mutating func readFile(_ words: [Substring], _ number: (Int) -> Int?) {
        guard let index = number(0), words.count > 3, let token = Self.hexadecimal(words[2]), let result = number(2)
        else { return }
        if result < 0 {
            files[index, default: [:]][token] = .refused(result)
        } else if words.count == 8, let size = number(3), let position = number(4), let seals = number(5),
            let hash = Self.hexadecimal(words[7])
        {
            files[index, default: [:]][token] = .retrieved(
                size: UInt64(bitPattern: Int64(size)), position: UInt64(bitPattern: Int64(position)), seals: seals,
                hash: hash)
        }
    }

    private static func hexadecimal(_ text: Substring) -> UInt64? {
        text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : nil
    }
}
