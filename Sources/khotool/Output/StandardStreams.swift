import Glibc
import HandoverDocument

/// Standard output: buffered, and quiet when the reader has gone.
struct StandardOutput: ByteSink {
    private var buffer: [UInt8] = []
    private static let capacity = 64 << 10

    init() {
        // A reader that has seen enough closes the pipe; that must end the command, not kill it.
        _ = unsafe signal(SIGPIPE, SIG_IGN)
        buffer.reserveCapacity(Self.capacity)
    }

    mutating func write(_ bytes: Span<UInt8>) {
        if bytes.count >= Self.capacity {
            flush()
            Self.writeAll(bytes, to: STDOUT_FILENO)
            return
        }
        for index in bytes.indices { buffer.append(bytes[index]) }
        if buffer.count >= Self.capacity { flush() }
    }

    mutating func write(_ text: String) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.capacity { flush() }
    }

    mutating func flush() {
        Self.writeAll(buffer.span, to: STDOUT_FILENO)
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes everything, or ends the process: with success where nobody reads any more, with status 2 where the output
    /// cannot be written.
    static func writeAll(_ bytes: Span<UInt8>, to descriptor: CInt) {
        unsafe bytes.withUnsafeBytes { raw in
            var done = 0
            while done < raw.count {
                // The pointer stays within the buffer: `done` never passes its count.
                let written = unsafe Glibc.write(descriptor, raw.baseAddress.map { unsafe $0 + done }, raw.count - done)
                if written > 0 {
                    done += written
                } else if errno == EPIPE {
                    exit(ExitStatus.success.rawValue)
                } else if errno != EINTR {
                    let reason = unsafe String(cString: strerror(errno))
                    if descriptor == STDOUT_FILENO { StandardError.write("khotool: error: standard output: \(reason)\n") }
                    exit(ExitStatus.unusable.rawValue)
                }
            }
        }
    }
}

/// Standard error: diagnostics, unbuffered.
enum StandardError {
    static func write(_ text: String) {
        StandardOutput.writeAll(Array(text.utf8).span, to: STDERR_FILENO)
    }
}

/// Whether streams go to a terminal, and whether colour is wanted there.
enum Terminal {
    /// Colour on standard output: a terminal that wants it, and no `NO_COLOR` (https://no-color.org).
    static var wantsColour: Bool {
        if let value = environment("NO_COLOR"), !value.isEmpty { return false }
        return isatty(STDOUT_FILENO) == 1 && environment("TERM") != "dumb"
    }

    private static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
