internal import Glibc

/// A system call that failed, with its `errno`.
package struct SystemFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done: `start qemu`.
    package let action: String
    /// The value of `errno`.
    package let code: Int32

    /// A failure of something that was being done.
    package init(_ action: String, code: Int32 = errno) {
        self.action = action
        self.code = code
    }

    /// Whether a file was larger than was asked for.
    package var isTooLarge: Bool { code == EFBIG }

    /// `cannot start qemu: No such file or directory`.
    package var description: String { "cannot \(action): \(ErrorText.text(of: code))" }
}
