extension DeviceTreeError {
    /// The kind of a fault. New kinds can appear without breaking a caller.
    public struct Code: Hashable, Sendable {
        private enum Kind: String, Sendable {
            case badMagic, badVersion, truncated, badStructure, badOffset, badReserveMap, nameOutOfBlock
            case lengthOutOfBlock, unterminated, unbalanced, missingEnd, tooDeep, tooLarge, nameTooLong
            case badName, noSpace, exists, notFound, badArgument, libfdt
        }

        private let kind: Kind

        /// libfdt's own number for the fault, positive, or `nil` when another code describes it.
        public let libfdtStatus: Int?

        private init(_ kind: Kind, status: Int? = nil) {
            self.kind = kind
            libfdtStatus = status
        }

        /// The blob does not start with `d0 0d fe ed`.
        public static let badMagic = Code(.badMagic)
        /// The header's version is older than 16 or needs a reader newer than 17.
        public static let badVersion = Code(.badVersion)
        /// The blob ends before what its header announces.
        public static let truncated = Code(.truncated)
        /// The structure block holds a token where it may not stand, or no token at all.
        public static let badStructure = Code(.badStructure)
        /// A header field places a block outside the blob, out of alignment or over another block.
        public static let badOffset = Code(.badOffset)
        /// The memory reservation block has no terminating entry.
        public static let badReserveMap = Code(.badReserveMap)
        /// A property's name lies outside the strings block.
        public static let nameOutOfBlock = Code(.nameOutOfBlock)
        /// A property's value runs past the structure block.
        public static let lengthOutOfBlock = Code(.lengthOutOfBlock)
        /// A name has no terminating NUL.
        public static let unterminated = Code(.unterminated)
        /// The begin and end tokens of nodes do not pair up.
        public static let unbalanced = Code(.unbalanced)
        /// The structure block ends without an `FDT_END` token.
        public static let missingEnd = Code(.missingEnd)
        /// Nodes are nested deeper than the limit.
        public static let tooDeep = Code(.tooDeep)
        /// The tree is larger than the limit.
        public static let tooLarge = Code(.tooLarge)
        /// A node or property name is longer than the limit.
        public static let nameTooLong = Code(.nameTooLong)
        /// A name cannot be written: it is empty or holds a NUL.
        public static let badName = Code(.badName)
        /// The fixed capacity of a writer or editor is used up.
        public static let noSpace = Code(.noSpace)
        /// The node to be added exists already.
        public static let exists = Code(.exists)
        /// The node or property to be changed does not exist.
        public static let notFound = Code(.notFound)
        /// An argument cannot be written into a tree, for example a reservation of no bytes.
        public static let badArgument = Code(.badArgument)

        /// A refusal by libfdt that no other code describes.
        ///
        /// - Parameter status: libfdt's own number, positive, one of its `FDT_ERR_` constants.
        public static func libfdt(_ status: Int) -> Code {
            Code(.libfdt, status: status)
        }
    }
}

extension DeviceTreeError.Code: CustomStringConvertible {
    /// The name of the code, for tests and logs.
    public var description: String {
        libfdtStatus.map { "libfdt(\($0))" } ?? kind.rawValue
    }
}
