internal import MemoryDumps

/// The strings in a kernel's image: where code and data of the linker's output keep them, the machine code left out.
struct KernelStrings {
    private let file: MappedFile
    private let ranges: [Range<UInt64>]

    init(_ kernel: UnfoldedKernel) {
        file = kernel.file
        switch kernel.form {
        case .raw: ranges = [0..<kernel.file.size]
        case .typeInformation: ranges = []
        case .elf(let elf):
            let parts = elf.sections.filter { $0.isAllocated && !$0.name.contains("text") && $0.name != ".BTF" }
            // A kernel without section headers is still a kernel.
            ranges = elf.sections.isEmpty ? [0..<kernel.file.size] : Self.merged(parts.map(\.range))
        }
    }

    /// Ranges that overlap would let a file be searched as often as it has sections.
    private static func merged(_ ranges: [Range<UInt64>]) -> [Range<UInt64>] {
        var result: [Range<UInt64>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = result.last, range.lowerBound <= last.upperBound {
                result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    /// Whether the image holds a text, anywhere.
    func contains(_ text: String) -> Bool {
        firstOffset(of: Array(text.utf8)) != nil
    }

    /// The first place of some bytes, from an offset on.
    func firstOffset(of bytes: [UInt8], from start: UInt64 = 0) -> UInt64? {
        let search = ByteSearch(bytes)
        for range in ranges where range.upperBound > start {
            let from = max(range.lowerBound, start)
            let found = file.withBytes(at: from, count: Int(range.upperBound - from)) { search.first(in: $0) }
            if let found = found ?? nil { return from + UInt64(found) }
        }
        return nil
    }

    /// The strings that are a prefix with a number behind it and nothing else, in their order; each once.
    func versions(of prefix: String) -> [String] {
        let bytes = Array(prefix.utf8)
        var found: [String] = []
        var start: UInt64 = 0
        for _ in 0..<Self.mostOccurrences {
            guard found.count < Self.mostVersions, let offset = firstOffset(of: bytes, from: start) else { break }
            start = offset + 1
            guard let digits = number(at: offset + UInt64(bytes.count)), beginsString(at: offset) else { continue }
            let text = prefix + digits
            if !found.contains(text) { found.append(text) }
        }
        return found
    }

    /// No kernel knows more versions of a format than this.
    private static let mostVersions = 16
    /// More places are not looked at.
    private static let mostOccurrences = 4096

    /// One to four digits and a NUL.
    private func number(at offset: UInt64) -> String? {
        let bytes = file.prefix(at: offset, count: 5)
        let digits = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...4).contains(digits.count), digits.count < bytes.count, bytes[digits.count] == 0 else { return nil }
        return String(decoding: digits, as: UTF8.self)
    }

    /// Whether what stands before is no text: a NUL, or the last byte of a kernel's pointer.
    private func beginsString(at offset: UInt64) -> Bool {
        guard offset > 0, let before = file.prefix(at: offset - 1, count: 1).first else { return true }
        return before < 0x20 || before > 0x7e
    }

    /// The release in the banner `Linux version RELEASE (…`, and the whole banner.
    func banner() -> (release: String, text: String)? {
        let mark = Array("Linux version ".utf8)
        var start: UInt64 = 0
        for _ in 0..<64 {
            guard let offset = firstOffset(of: mark, from: start) else { return nil }
            start = offset + 1
            let line = file.prefix(at: offset, count: 512).prefix { $0 >= 0x20 && $0 <= 0x7e }
            let release = line.dropFirst(mark.count).prefix { $0 != UInt8(ascii: " ") }
            if let first = release.first, (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(first), release.count <= 128
            {
                return (String(decoding: release, as: UTF8.self), String(decoding: line, as: UTF8.self))
            }
        }
        return nil
    }

    /// The bytes between two marks, at most so many.
    func bytes(between first: String, and last: String, atMost limit: UInt64) -> Range<UInt64>? {
        guard let start = firstOffset(of: Array(first.utf8)) else { return nil }
        let begin = start + UInt64(first.utf8.count)
        guard let end = firstOffset(of: Array(last.utf8), from: begin), end - begin <= limit else { return nil }
        return begin..<end
    }
}
