internal import Glibc

/// The words for error numbers, which are the same on the host and in a guest.
package enum ErrorText {
    /// What the C library calls an `errno`.
    package static func text(of code: Int32) -> String {
        // The text lives in the C library until the next call on this thread; it is copied at once.
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
