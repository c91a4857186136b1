/// Why an input could not be used: one line that says what was found, where, and what would do.
public struct InputError: Error, Hashable, Sendable {
    /// What kind of failure it is; what tests and callers compare.
    public struct Code: Hashable, Sendable {
        private enum Kind: Hashable {
            case unreadable, empty, unrecognised, unsupported, damaged, tooLarge, noSpace, ambiguous
        }

        private let kind: Kind

        /// The system refused to open or read the file.
        public static let unreadable = Code(kind: .unreadable)
        /// The file holds nothing.
        public static let empty = Code(kind: .empty)
        /// The contents are of no kind that is read here.
        public static let unrecognised = Code(kind: .unrecognised)
        /// The kind is known, this variety of it is not read: another byte order, another machine, a process.
        public static let unsupported = Code(kind: .unsupported)
        /// The file breaks the rules of its own format.
        public static let damaged = Code(kind: .damaged)
        /// The file, or what it unfolds to, is larger than the limits allow.
        public static let tooLarge = Code(kind: .tooLarge)
        /// Too little room for temporary files.
        public static let noSpace = Code(kind: .noSpace)
        /// More than one thing could be meant.
        public static let ambiguous = Code(kind: .ambiguous)
    }

    /// The kind of failure.
    public let code: Code
    /// The file as it was named, or `-` for standard input.
    public let path: String
    /// Where in the file, in bytes from its start (of the uncompressed contents, where those are what is wrong).
    public let offset: UInt64?
    /// What was found and what to do, without the path.
    public let reason: String

    /// A failure at an offset of a file.
    public init(_ code: Code, path: String, offset: UInt64? = nil, reason: String) {
        self.code = code
        self.path = path
        self.offset = offset
        self.reason = reason
    }
}

extension InputError: CustomStringConvertible {
    /// One line: `vmcore: program header table is outside the file (offset 0x40)`.
    public var description: String {
        let place = offset.map { " (offset 0x" + String($0, radix: 16) + ")" } ?? ""
        return "\(path): \(reason)\(place)"
    }
}
