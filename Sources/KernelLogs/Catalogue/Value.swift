/// A value that a message carries.
public struct Value: Hashable, Sendable {
    /// What it is.
    public let name: Name
    /// How the message has it; a hexadecimal number always with `0x`.
    public let text: String

    /// What values are; a message has each at most once.
    public enum Name: String, Hashable, Sendable, CaseIterable {
        case address, size, error, treeError, expected, found, actual, region, subtree, property, node, session
        case handler, token, flb, count, number, version, release, percent, lowSize, globalSize, nodeSize, option
        case parameters, index, function, reason, requested, data, file, line, operation
    }

    /// The value as a number, where it is one.
    public var number: UInt64? {
        text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
    }
}

extension Value {
    /// What an error number or word stands for, where the value is one.
    public var meaning: String? {
        switch name {
        case .error: Self.errors.first { "-\($0.number)" == text || "-\($0.word)" == text }?.meaning
        case .treeError: Self.treeErrors.first { $0.number == text }?.meaning
        default: nil
        }
    }

    private static let errors: [(number: Int, word: String, meaning: String)] = [
        (1, "EPERM", "not allowed"), (2, "ENOENT", "there is none"), (5, "EIO", "contents could not be restored"),
        (7, "E2BIG", "too large"), (9, "EBADF", "not an open file"), (11, "EAGAIN", "try again"),
        (12, "ENOMEM", "no memory"), (14, "EFAULT", "memory that cannot be mapped"), (16, "EBUSY", "in use"),
        (17, "EEXIST", "there is one already"), (19, "ENODEV", "its module is gone"), (22, "EINVAL", "malformed"),
        (27, "EFBIG", "too large a file"), (28, "ENOSPC", "no room"), (34, "ERANGE", "out of range"),
        (61, "ENODATA", "no data"), (95, "EOPNOTSUPP", "not supported, or switched off"),
        (99, "EADDRNOTAVAIL", "no free place"),
    ]

    private static let treeErrors: [(number: String, meaning: String)] = [
        ("1", "none of its version strings is the wanted one"), ("-1", "FDT_ERR_NOTFOUND: not there"),
        ("-2", "FDT_ERR_EXISTS"), ("-3", "FDT_ERR_NOSPACE: the tree's page is full"),
        ("-4", "FDT_ERR_BADOFFSET"), ("-5", "FDT_ERR_BADPATH"), ("-6", "FDT_ERR_BADPHANDLE"),
        ("-7", "FDT_ERR_BADSTATE"), ("-8", "FDT_ERR_TRUNCATED: the tree is cut"),
        ("-9", "FDT_ERR_BADMAGIC: not a device tree"), ("-10", "FDT_ERR_BADVERSION"),
        ("-11", "FDT_ERR_BADSTRUCTURE"), ("-12", "FDT_ERR_BADLAYOUT"), ("-13", "FDT_ERR_INTERNAL"),
    ]
}
