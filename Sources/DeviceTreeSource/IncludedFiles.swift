internal import ChildProcesses

/// The files that a source has read in by `/include/` and `/incbin/`.
///
/// The compiler reads whatever they name, so that a tree that came from somewhere could carry off any file of whoever
/// compiles it. Here they may name files in the folder of the source and below.
struct IncludedFiles {
    private static let mostFiles = 1000

    private let root: String
    private let limit: Int
    private var size = 0
    private var known: Set<String> = []
    private var waiting: [(folder: String, file: String?, text: [UInt8])] = []

    /// Looks at everything that a source would have read, before anything is.
    ///
    /// - Parameters:
    ///   - folder: Where the source lies.
    ///   - limit: How many bytes the source and what it includes may have.
    static func check(_ text: [UInt8], in folder: String, limit: Int) throws(SourceError) {
        guard let root = Descriptor.resolved(folder) else { return }
        var files = IncludedFiles(root: root, limit: limit)
        files.size = text.count
        files.waiting = [(root, nil, text)]
        while let next = files.waiting.popLast() { try files.look(at: next.text, in: next.folder, file: next.file) }
    }

    private init(root: String, limit: Int) {
        self.root = root
        self.limit = limit
    }

    private mutating func look(at text: [UInt8], in folder: String, file: String?) throws(SourceError) {
        for (range, isSource) in Self.names(in: text) {
            let name = String(decoding: text[range], as: UTF8.self)
            // An escape could stand for any character; no file needs one.
            let isEscaped = text[range].contains(UInt8(ascii: "\\"))
            let path = name.hasPrefix("/") ? name : folder + "/" + name
            guard !isEscaped, let resolved = Descriptor.resolved(path) else {
                if isEscaped { throw outside(name, at: range, of: text, file: file) }
                // The compiler says that it is not there.
                continue
            }
            guard resolved.hasPrefix(root == "/" ? "/" : root + "/") else {
                throw outside(name, at: range, of: text, file: file)
            }
            // By the way that leads there, as the compiler goes on from it: links do not change what is beside a file.
            guard known.insert(path).inserted else { continue }
            guard known.count <= Self.mostFiles else { throw .failed("more than \(Self.mostFiles) files are included") }
            try read(path, name: name, isSource: isSource)
        }
    }

    private mutating func read(_ path: String, name: String, isSource: Bool) throws(SourceError) {
        let bytes: [UInt8]
        do throws(SystemFailure) {
            bytes = try Descriptor.readingWithoutWaiting(path).readAll(limit: UInt64(max(limit - size, 0)))
        } catch {
            guard error.isTooLarge else { throw .failed("\"\(name)\": \(error)") }
            throw .tooLarge(limit: limit)
        }
        size += bytes.count
        guard isSource else { return }
        waiting.append((path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "", path, bytes))
    }

    private func outside(_ name: String, at range: Range<Int>, of text: [UInt8], file: String?) -> SourceError {
        let (line, column) = text.lineAndColumn(at: range.lowerBound - 1)
        return .outside(name: name, SourcePlace(file: file, line: line, column: column))
    }

    /// Where the names of files stand, and whether they are those of sources.
    ///
    /// The compiler's rule for characters in apostrophes reaches farther than it seems; behind an apostrophe comments
    /// and strings count too, so that nothing can hide there.
    private static func names(in text: [UInt8]) -> [(Range<Int>, isSource: Bool)] {
        var names: [(Range<Int>, isSource: Bool)] = []
        var scanner = SourceScanner(text)
        var pending: Bool?
        while let token = scanner.next() {
            switch token {
            case .directive(let range):
                if text[range].elementsEqual("/include/".utf8) { pending = true }
                if text[range].elementsEqual("/incbin/".utf8) { pending = false }
            case .string(let range):
                if let isSource = pending { names.append((range, isSource)) }
                pending = nil
            case .character(UInt8(ascii: "'")): return names + allNames(in: text)
            case .character: break
            }
        }
        return names
    }

    /// Every name behind such a word, wherever it stands.
    private static func allNames(in text: [UInt8]) -> [(Range<Int>, isSource: Bool)] {
        var names: [(Range<Int>, isSource: Bool)] = []
        let words = [(Array("/include/".utf8), true), (Array("/incbin/".utf8), false)]
        for start in text.indices where text[start] == UInt8(ascii: "/") {
            for (word, isSource) in words where text[start...].starts(with: word) {
                var scanner = SourceScanner(text, at: start + word.count)
                for _ in 0..<2 {
                    if case .string(let range)? = scanner.next() {
                        names.append((range, isSource))
                        break
                    }
                }
            }
        }
        return names
    }
}

extension [UInt8] {
    /// The line and the column of an offset, from 1.
    func lineAndColumn(at offset: Int) -> (line: Int, column: Int) {
        let before = self[..<Swift.min(Swift.max(offset, 0), count)]
        let line = before.count { $0 == 0x0a } + 1
        let start = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
        return (line, before.count - start + 1)
    }
}
