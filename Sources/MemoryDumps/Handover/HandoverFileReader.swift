/// Reads the files of a handover directory, and remembers what could not be read.
struct HandoverFileReader {
    let directory: String
    let limits: InputLimits
    var problems = NoteList()
    /// What may still be read of all files together, in bytes.
    private var budget: UInt64

    init(directory: String, limits: InputLimits) {
        self.directory = directory
        self.limits = limits
        budget = limits.blob
    }

    static func exists(_ path: String) -> Bool {
        do {
            _ = try OpenFile.readingWithoutWaiting(path)
            return true
        } catch {
            // A file that is there and may not be read is there.
            return !error.isNotFound
        }
    }

    /// All bytes of a file, read to its end, whatever size it claims; `nil` where it is not there or cannot be read.
    mutating func bytes(of name: String, atMost mostBytes: UInt64 = .max) -> [UInt8]? {
        do {
            let file = try OpenFile.readingWithoutWaiting(directory + "/" + name)
            guard try file.status().kind == .regular else {
                problems.append("\(name) is not a file and is left out")
                return nil
            }
            var bytes: [UInt8] = []
            var piece = [UInt8](repeating: 0, count: 64 << 10)
            while case let count = try file.readNext(into: &piece), count > 0 {
                guard UInt64(count) <= budget, UInt64(bytes.count + count) <= mostBytes else {
                    problems.append("\(name) is cut: it is larger than \(min(mostBytes, limits.blob)) bytes")
                    return bytes
                }
                budget -= UInt64(count)
                bytes += piece.prefix(count)
            }
            return bytes
        } catch {
            if !error.isNotFound { problems.append("\(name) \(error.description)") }
            return nil
        }
    }

    /// The files of `sub_fdts`, sorted by name.
    mutating func subtrees() -> [HandoverDirectory.Subtree] {
        do {
            guard let names = try DirectoryListing.names(in: directory + "/sub_fdts") else {
                problems.append("sub_fdts has more than \(DirectoryListing.mostNames) files and is left out")
                return []
            }
            var subtrees: [HandoverDirectory.Subtree] = []
            for name in names {
                guard let bytes = bytes(of: "sub_fdts/" + name) else { continue }
                subtrees.append(HandoverDirectory.Subtree(name: name, bytes: bytes))
            }
            return subtrees
        } catch {
            if !error.isNotFound { problems.append("sub_fdts \(error.description)") }
            return []
        }
    }

    /// The numbers of a file, one a line, hexadecimal with `0x` or decimal; lines that are none are reported.
    mutating func numbers(in name: String) -> [UInt64]? {
        guard let bytes = bytes(of: name, atMost: 1 << 20) else { return nil }
        var numbers: [UInt64] = []
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let text = line.filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x0d }
            if text.isEmpty { continue }
            let isHexadecimal = text.starts(with: "0x".utf8)
            let digits = String(decoding: isHexadecimal ? text.dropFirst(2) : text[...], as: UTF8.self)
            guard let number = UInt64(digits, radix: isHexadecimal ? 16 : 10), digits.utf8.first != UInt8(ascii: "+")
            else {
                problems.append("\(name) line \(index + 1) is not a number and is left out")
                continue
            }
            numbers.append(number)
        }
        return numbers
    }
}
