internal import Glibc

/// A system call that failed, with its `errno`.
package struct FileFailure: Error, Hashable, Sendable {
    /// What was being done: `open`, `read`.
    package let action: String
    /// The value of `errno`.
    package let code: Int32

    /// A failure of an action with an `errno`.
    package init(action: String, code: Int32) {
        self.action = action
        self.code = code
    }

    var isNoSpace: Bool { code == ENOSPC || code == EDQUOT }
    var isNotFound: Bool { code == ENOENT || code == ENOTDIR }
    package var isTooLarge: Bool { code == EFBIG }

    /// `cannot open: Permission denied`.
    var description: String { "cannot \(action): \(Self.text(of: code))" }

    static func text(of code: Int32) -> String {
        // `strerror` never returns null and its string lives until the next call on this thread (glibc keeps it per
        // thread); it is copied at once.
        guard let message = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: message)
    }

    package func error(path: String, offset: UInt64? = nil) -> InputError {
        InputError(isNoSpace ? .noSpace : .unreadable, path: path, offset: offset, reason: description)
    }
}
