internal import Glibc

/// Where temporary files go, and how files are made there that nobody else can open.
enum TemporaryDirectory {
    /// `TMPDIR`, else the places for large temporary files.
    static var candidates: [String] {
        // The environment is only read, by this process's own threads; the string is copied at once.
        if let value = unsafe getenv("TMPDIR"), case let path = unsafe String(cString: value), !path.isEmpty {
            return [path]
        }
        return ["/var/tmp", "/tmp"]
    }

    /// A file without a name in the first directory that takes one.
    static func makeUnnamedFile() throws(FileFailure) -> OpenFile {
        var failure = FileFailure(action: "make a temporary file", code: ENOENT)
        for directory in candidates {
            do {
                return try makeUnnamedFile(in: directory)
            } catch {
                failure = FileFailure(action: "make a temporary file in \(directory)", code: error.code)
            }
        }
        throw failure
    }

    private static func makeUnnamedFile(in directory: String) throws(FileFailure) -> OpenFile {
        let action = "make a temporary file"
        // O_TMPFILE, a macro that Swift does not import: its own bit (the same on x86-64 and arm64) and O_DIRECTORY.
        let unnamed = 0o20000000 | O_DIRECTORY
        if let file = try? OpenFile.open(directory, unnamed | O_RDWR | O_CLOEXEC, action: action) { return file }
        let (file, path) = try makeFile(in: directory, prefix: ".khotool-", mode: 0o600)
        // The string lives for the call and is only read; the name was made a moment ago.
        _ = unsafe unlink(path)
        return file
    }

    /// A new file under a name that did not exist before.
    static func makeFile(in directory: String, prefix: String, mode: mode_t) throws(FileFailure) -> (
        file: OpenFile, path: String
    ) {
        var failure = FileFailure(action: "make a temporary file", code: EEXIST)
        for _ in 0..<100 {
            let path = directory + "/" + prefix + String(UInt64.random(in: 0...UInt64.max), radix: 36)
            do {
                let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
                return (try OpenFile.open(path, flags, mode: mode, action: "write"), path)
            } catch {
                failure = error
                if error.code != EEXIST { break }
            }
        }
        throw failure
    }
}
