internal import Glibc

/// An open file descriptor, closed when the last reference goes: the only place that calls the system for files.
///
/// Reads and writes name their offset, so that one descriptor can be used from several threads.
final class OpenFile: Sendable {
    /// What kind of file a descriptor names.
    enum Kind: Sendable { case regular, directory, pipe, device }

    let descriptor: Int32

    init(owning descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Opens a file for reading; a pipe without a writer does not block.
    static func reading(_ path: String) throws(FileFailure) -> OpenFile {
        try open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY, action: "open")
    }

    /// Opens a file for reading without waiting for the other end of a pipe.
    static func readingWithoutWaiting(_ path: String) throws(FileFailure) -> OpenFile {
        try open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, action: "open")
    }

    static func open(_ path: String, _ flags: Int32, mode: mode_t = 0o600, action: String) throws(FileFailure)
        -> OpenFile
    {
        // A path with a NUL inside would be cut there and name another file.
        guard !path.utf8.contains(0) else { throw FileFailure(action: action, code: EINVAL) }
        while true {
            // The string lives for the call, ends with a NUL, and is only read.
            let descriptor = unsafe Glibc.open(path, flags, mode)
            if descriptor >= 0 { return OpenFile(owning: descriptor) }
            if errno != EINTR { throw FileFailure(action: action, code: errno) }
        }
    }

    /// A second descriptor of standard input.
    static func standardInput() throws(FileFailure) -> OpenFile {
        let descriptor = dup(STDIN_FILENO)
        guard descriptor >= 0 else { throw FileFailure(action: "open standard input", code: errno) }
        return OpenFile(owning: descriptor)
    }

    /// The kind and the size in bytes that the file system reports, which for a kernel's own files is often a lie.
    func status() throws(FileFailure) -> (kind: Kind, size: UInt64) {
        var status = stat()
        // The kernel fills the structure it is given, which is a local variable of the right type.
        guard unsafe fstat(descriptor, &status) == 0 else { throw FileFailure(action: "examine", code: errno) }
        let size = UInt64(exactly: status.st_size) ?? 0
        return switch status.st_mode & S_IFMT {
        case S_IFREG: (.regular, size)
        case S_IFDIR: (.directory, 0)
        case S_IFIFO, S_IFSOCK: (.pipe, 0)
        default: (.device, 0)
        }
    }

    /// Whether the next byte to be read is the first of the file.
    var isAtStart: Bool { lseek(descriptor, 0, SEEK_CUR) == 0 }

    /// Reads the next bytes of the file into `buffer` and returns how many came; 0 at the end.
    func readNext(into buffer: inout [UInt8]) throws(FileFailure) -> Int {
        while true {
            // The kernel writes at most `count` bytes, the length of the array.
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe read(descriptor, bytes.baseAddress, bytes.count)
            }
            if count >= 0 { return count }
            if errno != EINTR { throw FileFailure(action: "read", code: errno) }
        }
    }

    /// Writes every byte of `bytes` at an offset.
    func write(_ bytes: Span<UInt8>, at offset: UInt64) throws(FileFailure) {
        var done = 0
        while done < bytes.count {
            guard let position = Int(exactly: offset)?.addingReportingOverflow(done), !position.overflow else {
                throw FileFailure(action: "write", code: EFBIG)
            }
            // The kernel reads at most `count` bytes from the start of what is left of the span.
            let count = unsafe bytes.extracting(done..<bytes.count).withUnsafeBytes { rest in
                unsafe pwrite(descriptor, rest.baseAddress, rest.count, position.partialValue)
            }
            if count < 0 {
                if errno != EINTR { throw FileFailure(action: "write", code: errno) }
            } else if count == 0 {
                throw FileFailure(action: "write", code: ENOSPC)
            } else {
                done += count
            }
        }
    }

    /// Makes the file `size` bytes long; what is added is a hole.
    func truncate(to size: UInt64) throws(FileFailure) {
        guard let size = Int(exactly: size) else { throw FileFailure(action: "extend", code: EFBIG) }
        while ftruncate(descriptor, size) != 0 {
            if errno != EINTR { throw FileFailure(action: "extend", code: errno) }
        }
    }

    /// The size of the file's file system and what is free of it for this user, in bytes; `nil` where it does not say.
    func space() -> (total: UInt64, free: UInt64)? {
        var status = statvfs()
        // The kernel fills the structure it is given, which is a local variable of the right type.
        guard unsafe fstatvfs(descriptor, &status) == 0 else { return nil }
        let total = UInt64(status.f_blocks).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        let free = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        guard !total.overflow, !free.overflow, total.partialValue > 0 else { return nil }
        return (total.partialValue, free.partialValue)
    }
}
