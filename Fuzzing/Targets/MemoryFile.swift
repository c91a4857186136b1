import CLinux
import Glibc

/// A file in memory with the bytes of an input, under a path by which it can be opened like any other.
final class MemoryFile {
    private let descriptor: Int32

    init?(_ bytes: [UInt8]) {
        // The string lives for the call and is only read.
        descriptor = unsafe linux_memory_file("khotool-fuzz")
        guard descriptor >= 0 else { return nil }
        var done = 0
        while done < bytes.count {
            // The kernel reads at most what is left of the array.
            let count = unsafe bytes[done...].withUnsafeBytes { rest in
                unsafe write(descriptor, rest.baseAddress, rest.count)
            }
            guard count > 0 else { return nil }
            done += count
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    var path: String { "/proc/self/fd/\(descriptor)" }
}
