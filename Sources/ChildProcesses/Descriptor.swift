internal import CLinux
internal import Glibc

/// A file descriptor that is closed when the last reference goes.
package final class Descriptor: Sendable {
    /// The number that system calls take.
    package let number: Int32

    /// Takes over a descriptor that is open.
    package init(owning number: Int32) {
        self.number = number
    }

    deinit {
        close(number)
    }

    /// Opens a file for reading.
    package static func reading(_ path: String) throws(SystemFailure) -> Descriptor {
        // A path with a NUL inside would be cut there and name another file.
        guard !path.utf8.contains(0) else { throw SystemFailure("open", code: ENOENT) }
        // The string lives for the call and is only read.
        let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw SystemFailure("open") }
        return Descriptor(owning: number)
    }

    /// Opens a file for reading, without waiting for whoever would write to it where it is a pipe.
    package static func readingWithoutWaiting(_ path: String) throws(SystemFailure) -> Descriptor {
        guard !path.utf8.contains(0) else { throw SystemFailure("open", code: ENOENT) }
        // The string lives for the call and is only read.
        let number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { throw SystemFailure("open") }
        return Descriptor(owning: number)
    }

    /// The path of a file without links and dots on the way; `nil` where there is none.
    package static func resolved(_ path: String) -> String? {
        guard !path.utf8.contains(0) else { return nil }
        // The C library allocates the result, which is copied and freed at once.
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// A file in memory without a name: contents for another process, which opens it by its descriptor.
    package static func memory(_ name: String) throws(SystemFailure) -> Descriptor {
        // The string lives for the call and is only read.
        let number = unsafe linux_memory_file(name)
        guard number >= 0 else { throw SystemFailure("make a file in memory") }
        return Descriptor(owning: number)
    }

    /// A pipe; what is written to one end is read at the other.
    package static func pipe() throws(SystemFailure) -> (reading: Descriptor, writing: Descriptor) {
        var ends: [Int32] = [-1, -1]
        // The kernel writes two numbers, which is what the array holds.
        guard unsafe linux_pipe(&ends) == 0 else { throw SystemFailure("make a pipe") }
        return (Descriptor(owning: ends[0]), Descriptor(owning: ends[1]))
    }

    /// Makes the file `size` bytes long; what is added is a hole.
    package func truncate(to size: UInt64) throws(SystemFailure) {
        guard let size = Int(exactly: size) else { throw SystemFailure("extend", code: EFBIG) }
        guard ftruncate(number, size) == 0 else { throw SystemFailure("extend") }
    }

    /// Writes every byte at an offset.
    package func write(_ bytes: Span<UInt8>, at offset: UInt64) throws(SystemFailure) {
        var done = 0
        while done < bytes.count {
            // The kernel reads at most `count` bytes from the start of what is left of the span.
            let count = unsafe bytes.extracting(done..<bytes.count).withUnsafeBytes { rest in
                unsafe pwrite(number, rest.baseAddress, rest.count, Int(offset) + done)
            }
            if count > 0 { done += count } else if errno != EINTR { throw SystemFailure("write") }
        }
    }

    /// Reads up to `count` bytes at an offset; fewer only at the end of the file.
    package func read(at offset: UInt64, count: Int) throws(SystemFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            // The kernel writes at most as many bytes as are left of the array behind `done`.
            let read = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(number, buffer.baseAddress.map { unsafe $0 + done }, count - done, Int(offset) + done)
            }
            if read == 0 { break }
            if read > 0 { done += read } else if errno != EINTR { throw SystemFailure("read") }
        }
        bytes.removeLast(count - done)
        return bytes
    }

    /// Reads what a pipe holds now, up to 64 KiB; nothing at its end.
    package func readAvailable() throws(SystemFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // The kernel writes at most `count` bytes, the length of the array.
            let count = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(number, $0.baseAddress, $0.count) }
            if count >= 0 { return Array(bytes.prefix(count)) }
            if errno != EINTR { throw SystemFailure("read") }
        }
    }

    /// The size of the file in bytes.
    package func size() throws(SystemFailure) -> UInt64 {
        var status = stat()
        // The kernel fills the structure it is given, which is a local variable of the right type.
        guard unsafe fstat(number, &status) == 0 else { throw SystemFailure("examine") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SystemFailure("read what is no regular file", code: EINVAL)
        }
        return UInt64(max(status.st_size, 0))
    }

    /// All bytes of a regular file of at most `limit` bytes.
    package func readAll(limit: UInt64) throws(SystemFailure) -> [UInt8] {
        let size = try size()
        guard size <= limit else { throw SystemFailure("read", code: EFBIG) }
        return try read(at: 0, count: Int(size))
    }
}
