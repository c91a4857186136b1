import Glibc
import HandoverDocument

/// Standard output: what the command was asked for.
enum StandardOutput {
    /// Lets a reader that has seen enough close the pipe: that must end the command, not kill it.
    static func ignoreBrokenPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Where documents are written to, chunk by chunk.
    static func sink(_ bytes: Span<UInt8>) throws(ByteSinkError) { write(bytes) }

    static func write(_ text: String) {
        write(Array(text.utf8).span)
    }

    /// Writes everything, or ends the command: with success where nobody reads any more, with status 2 where the output
    /// cannot be written.
    static func write(_ bytes: Span<UInt8>) {
        let code = Descriptor.write(bytes, to: STDOUT_FILENO)
        if code == 0 { return }
        if code == EPIPE { exit(ExitStatus.success.rawValue) }
        StandardError.write("khotool: error: standard output: \(Descriptor.reason(code))\n")
        exit(ExitStatus.unusable.rawValue)
    }
}

/// Standard error: diagnostics, unbuffered.
enum StandardError {
    static func write(_ text: String) {
        _ = Descriptor.write(Array(text.utf8).span, to: STDERR_FILENO)
    }
}

private enum Descriptor {
    /// Writes everything and returns 0, or the error that stopped it.
    static func write(_ bytes: Span<UInt8>, to descriptor: CInt) -> CInt {
        unsafe bytes.withUnsafeBytes { raw in
            var done = 0
            while done < raw.count {
                // The pointer stays within the buffer: `done` never passes its count.
                let written = unsafe Glibc.write(descriptor, raw.baseAddress.map { unsafe $0 + done }, raw.count - done)
                if written > 0 {
                    done += written
                } else if errno != EINTR {
                    return errno
                }
            }
            return 0
        }
    }

    static func reason(_ code: CInt) -> String {
        // The text lives in the C library until the next call on this thread; it is copied at once.
        unsafe String(cString: strerror(code))
    }
}

/// Whether streams go to a terminal, and whether colour is wanted there.
enum Terminal {
    /// Colour on standard output: a terminal that wants it, and no `NO_COLOR` (https://no-color.org).
    static var wantsColour: Bool {
        if let value = environment("NO_COLOR"), !value.isEmpty { return false }
        return isatty(STDOUT_FILENO) == 1 && environment("TERM") != "dumb"
    }

    /// Whether results and diagnostics go to terminals, so that a person sees both.
    static var isShared: Bool {
        isatty(STDOUT_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    }

    /// Whether somebody watches standard error who would like to know how far the work has come.
    static var showsProgress: Bool {
        isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb"
    }

    /// How wide text may be: what the shell says in `COLUMNS`, or 100 columns.
    static var width: Int { environment("COLUMNS").flatMap { Int($0) } ?? 100 }

    /// Whether there are blocks and arrows: everywhere but where the locale is one of ASCII.
    static var hasBlocks: Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty }
        return locale != "C" && locale != "POSIX"
    }

    private static func environment(_ name: String) -> String? {
        // The value is copied before anything could change the environment.
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
