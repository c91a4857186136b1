internal import Glibc

/// A file that appears under its name whole or not at all: written under another name beside it, then renamed.
///
/// Zeros past the end are not written but left as holes. Without ``commit()`` the file vanishes.
public struct AtomicFile: ~Copyable, Sendable {
    private let path: String
    /// Where the file ends up: `path`, or what a link of that name points to.
    private let target: String
    private let temporaryPath: String
    private let file: OpenFile
    private var isCommitted = false
    /// The number of bytes so far, holes included.
    public private(set) var size: UInt64 = 0

    /// Begins a file, readable by everyone whom the umask allows.
    ///
    /// - Throws: ``OutputError`` where a directory or a device has that name, or the directory cannot be written.
    public init(path: String) throws(OutputError) {
        do {
            let target = try Self.target(of: path)
            let (directory, name) = try Self.split(target)
            (file, temporaryPath) = try TemporaryDirectory.makeFile(
                in: directory, prefix: ".\(name.prefix(64)).", mode: 0o644)
            self.target = target
            self.path = path
        } catch {
            throw OutputError(path: path, reason: error.description)
        }
    }

    deinit {
        // The name was made by this value and is renamed or removed once.
        if !isCommitted { _ = unsafe unlink(temporaryPath) }
    }

    /// Writes a whole file.
    public static func write(_ bytes: [UInt8], to path: String) throws(OutputError) {
        var file = try AtomicFile(path: path)
        try file.write(bytes.span, at: 0)
        try file.commit()
    }

    /// Writes bytes at an offset; blocks of zeros past the end so far become holes.
    public mutating func write(_ bytes: Span<UInt8>, at offset: UInt64) throws(OutputError) {
        let (end, overflow) = offset.addingReportingOverflow(UInt64(bytes.count))
        guard !overflow else { throw OutputError(path: path, reason: "too large for a file") }
        do {
            try SparseWriting.write(bytes, at: offset, to: file, knownSize: size)
        } catch {
            throw OutputError(path: path, reason: error.description)
        }
        size = max(size, end)
    }

    /// Writes bytes at the end.
    public mutating func append(_ bytes: Span<UInt8>) throws(OutputError) {
        try write(bytes, at: size)
    }

    /// Makes the file at least as long as `size`; what nothing is written to is a hole.
    public mutating func extend(to size: UInt64) {
        self.size = max(self.size, size)
    }

    /// Gives the file its name, over what stood there.
    public consuming func commit() throws(OutputError) {
        do {
            try file.truncate(to: size)
        } catch {
            throw OutputError(path: path, reason: error.description)
        }
        // Both strings live for the call and are only read.
        guard unsafe rename(temporaryPath, target) == 0 else {
            throw OutputError(path: path, reason: FileFailure(action: "rename", code: errno).description)
        }
        isCommitted = true
    }

    /// The directory of a file and its name there.
    private static func split(_ path: String) throws(FileFailure) -> (directory: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let name = String(path[path.index(after: slash)...])
        guard !name.isEmpty else { throw FileFailure(action: "write", code: EISDIR) }
        return (slash == path.startIndex ? "/" : String(path[..<slash]), name)
    }

    /// The file that a path names, links followed; a directory or a device is not to be replaced by a file.
    private static func target(of path: String) throws(FileFailure) -> String {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw FileFailure(action: "write", code: ENOENT) }
        var status = stat()
        // The kernel fills the structure it is given, which is a local variable of the right type.
        guard unsafe stat(path, &status) == 0 else {
            if errno == ENOENT { return path }
            throw FileFailure(action: "write", code: errno)
        }
        if status.st_mode & S_IFMT == S_IFDIR { throw FileFailure(action: "write", code: EISDIR) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FileFailure(action: "write to what is no regular file", code: EINVAL)
        }
        // With a null buffer the result is a string of its own, to be freed; it is copied first.
        guard let resolved = unsafe realpath(path, nil) else { throw FileFailure(action: "write", code: errno) }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }
}
