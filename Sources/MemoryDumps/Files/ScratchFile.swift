internal import Glibc

/// Contents that have no file of their own - inflated, piped, rearranged - kept where they can be mapped.
///
/// Small contents stay in memory, larger ones go to a temporary file without a name, which vanishes with the process.
/// Zeros are not written, so what a dump leaves out takes no room, and the file system never fills up: a reserve of it
/// stays free.
package struct ScratchFile {
    /// How many bytes are written between two looks at the free space.
    private static let checkInterval: UInt64 = 16 << 20

    private let limits: InputLimits
    /// Where the contents are: in `memory` until there is a file.
    private var file: OpenFile?
    private var memory: [UInt8] = []
    private var unchecked: UInt64 = 0
    /// The number of bytes, holes included.
    package private(set) var size: UInt64 = 0

    /// Empty contents.
    package init(limits: InputLimits) {
        self.limits = limits
    }

    /// Writes bytes at an offset, over what was there.
    package mutating func write(_ bytes: Span<UInt8>, at offset: UInt64) throws(FileFailure) {
        let (end, overflow) = offset.addingReportingOverflow(UInt64(bytes.count))
        guard !overflow, end <= limits.unfolded else { throw FileFailure(action: "keep the contents", code: EFBIG) }
        if file == nil, end > limits.inMemory { try moveToDisk() }
        guard let file else {
            writeToMemory(bytes, from: Int(offset), to: Int(end))
            return
        }
        if unchecked >= Self.checkInterval { try checkSpace(of: file) }
        unchecked += UInt64(try SparseWriting.write(bytes, at: offset, to: file, knownSize: size))
        size = max(size, end)
    }

    /// Ends writing: the contents as a mapped file.
    package func map() throws(FileFailure) -> MappedFile {
        guard let file else { return try MappedFile(copying: memory) }
        try file.truncate(to: size)
        return try MappedFile(file, size: size)
    }

    /// Keeps bytes in memory; `end` is within the limit for that.
    private mutating func writeToMemory(_ bytes: Span<UInt8>, from start: Int, to end: Int) {
        if memory.count < end { memory.append(contentsOf: repeatElement(0, count: end - memory.count)) }
        for index in bytes.indices { memory[start + index] = bytes[index] }
        size = UInt64(memory.count)
    }

    private mutating func moveToDisk() throws(FileFailure) {
        let file = try TemporaryDirectory.makeUnnamedFile()
        try checkSpace(of: file)
        try file.write(memory.span, at: 0)
        self.file = file
        memory = []
    }

    private mutating func checkSpace(of file: OpenFile) throws(FileFailure) {
        unchecked = 0
        guard let space = file.space() else { return }
        let reserve = limits.reserve ?? min(space.total / 10, 1 << 30)
        guard space.free >= reserve &+ Self.checkInterval, reserve < UInt64.max - Self.checkInterval else {
            throw FileFailure(
                action: "keep the contents in a temporary file (\(space.free >> 20) MiB free, \(reserve >> 20) MiB stay"
                    + " free; TMPDIR names another place)", code: ENOSPC)
        }
    }
}
