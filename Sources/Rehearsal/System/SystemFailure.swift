internal import Glibc

/// A system call that failed, with its `errno`.
struct SystemFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done: `start qemu`.
    let action: String
    /// The value of `errno`.
    let code: Int32

    init(_ action: String, code: Int32 = errno) {
        self.action = action
        self.code = code
    }

    /// `cannot start qemu: No such file or directory`.
    var description: String { "cannot \(action): \(ErrorText.text(of: code))" }
}
