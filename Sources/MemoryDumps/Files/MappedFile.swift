internal import Glibc
public import Synchronization

/// The bytes of a file, read where they lie: mapped into memory, so that a dump larger than memory costs no more than
/// the pages that are looked at.
///
/// The size is taken when the file is mapped. A file that another program cuts short afterwards ends the process when
/// the missing part is touched (SIGBUS), as it does every program that maps files; one that grows is read up to its
/// old size.
@safe
public final class MappedFile: Sendable {
    /// The first byte of the mapping; `nil` for an empty file. Valid for `size` bytes until the object goes away.
    @usableFromInline nonisolated(unsafe) let base: UnsafeRawPointer?

    /// The number of bytes.
    public let size: UInt64

    /// Whether the contents can be had again once their pages are given back.
    private let isBackedByFile: Bool

    /// How many bytes have been looked at since pages were last given back.
    @usableFromInline let looked = Atomic<Int>(0)
    /// After how many bytes the pages that were looked at are given back.
    @usableFromInline static let window = 8 << 20
    /// What a look is taken to bring in at least: the kernel maps the neighbours of a page with it.
    @usableFromInline static let leastLook = 16 << 10

    /// Maps an open file, which need not stay open.
    init(_ file: OpenFile, size: UInt64) throws(FileFailure) {
        guard let length = Int(exactly: size) else { throw FileFailure(action: "map", code: EFBIG) }
        self.size = size
        isBackedByFile = true
        if length == 0 {
            unsafe base = nil
            return
        }
        // A private read-only mapping of `length` bytes at an address of the kernel's choice touches no memory of ours.
        let mapping = unsafe mmap(nil, length, PROT_READ, MAP_PRIVATE, file.descriptor, 0)
        guard let mapping = unsafe mapping, unsafe mapping != MAP_FAILED else {
            throw FileFailure(action: "map", code: errno)
        }
        unsafe base = UnsafeRawPointer(mapping)
    }

    /// Maps a regular file.
    ///
    /// - Throws: ``InputError`` where it cannot be opened or mapped, as the kernel's own files and pipes cannot.
    public convenience init(path: String) throws(InputError) {
        do {
            let file = try OpenFile.reading(path)
            try self.init(file, size: try file.status().size)
        } catch {
            throw error.error(path: path)
        }
    }

    /// A copy of bytes, laid out as a mapped file is.
    init(copying bytes: [UInt8]) throws(FileFailure) {
        size = UInt64(bytes.count)
        isBackedByFile = false
        if bytes.isEmpty {
            unsafe base = nil
            return
        }
        // A private anonymous mapping of the array's length touches no memory of ours.
        let mapping = unsafe mmap(nil, bytes.count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let mapping = unsafe mapping, unsafe mapping != MAP_FAILED else {
            throw FileFailure(action: "keep the contents", code: errno)
        }
        // The mapping is as long as the array, and new, so that the two do not overlap.
        unsafe bytes.withUnsafeBytes { source in
            unsafe UnsafeMutableRawBufferPointer(
                start: mapping, count: source.count
            ).copyMemory(from: source)
        }
        unsafe base = UnsafeRawPointer(mapping)
    }

    deinit {
        // `base` and `size` are those of the mapping made above; no view outlives the object.
        if let base = unsafe base { unsafe munmap(UnsafeMutableRawPointer(mutating: base), Int(size)) }
    }

    /// How a part of the file is about to be read.
    package enum Access: Sendable { case sequential, random, normal }

    /// Tells the kernel how the file is about to be read, so that it reads ahead or does not.
    package func advise(_ access: Access) {
        let advice =
            switch access {
            case .sequential: MADV_SEQUENTIAL
            case .random: MADV_RANDOM
            case .normal: MADV_NORMAL
            }
        // The range is the whole mapping; the advice changes no byte of it.
        if let base = unsafe base { _ = unsafe madvise(UnsafeMutableRawPointer(mutating: base), Int(size), advice) }
    }

    /// Counts a look and from time to time gives pages back, so that a walk through a dump of many gigabytes keeps a few
    /// megabytes of it mapped. They stay in the kernel's cache; a later look maps them again.
    @inlinable
    func note(_ count: Int) {
        guard size > 2 * UInt64(Self.window) else { return }
        let total = looked.wrappingAdd(max(count, Self.leastLook), ordering: .relaxed).newValue
        if total >= Self.window { giveBack() }
    }

    @usableFromInline
    func giveBack() {
        looked.store(0, ordering: .relaxed)
        // Contents without a file would be lost. Of a file, nothing in the mapping differs from it, since it is read-only.
        guard isBackedByFile, let base = unsafe base else { return }
        // The range is the whole mapping; what is read of it afterwards, also through views in use, comes from the file.
        _ = unsafe madvise(UnsafeMutableRawPointer(mutating: base), Int(size), MADV_DONTNEED)
    }

    /// The bytes at an offset, or `nil` where the file does not hold all of them.
    @inlinable
    public func withBytes<Result, Failure: Error>(
        at offset: UInt64, count: Int, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard count >= 0, offset <= size, UInt64(count) <= size - offset else { return nil }
        guard let base = unsafe base else {
            let empty: [UInt8] = []
            return try body(empty.span)
        }
        note(count)
        // `offset + count <= size` was checked above, and the mapping lives as long as `self`.
        let bytes = unsafe UnsafeRawBufferPointer(start: base + Int(offset), count: count)
        let view = unsafe bytes.bindMemory(to: UInt8.self)
        return try unsafe body(view.span)
    }

    /// The 64-bit words at an offset that is a multiple of eight, or `nil` where the file does not hold all of them.
    @inlinable
    public func withWords<Result, Failure: Error>(
        at offset: UInt64, count: Int, _ body: (Span<UInt64>) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard count >= 0, offset & 7 == 0, offset <= size, UInt64(count) <= (size - offset) >> 3 else { return nil }
        guard let base = unsafe base else {
            let empty: [UInt64] = []
            return try body(empty.span)
        }
        note(count << 3)
        // `offset + 8 * count <= size` was checked above; a mapping starts on a page, so the words are aligned.
        let bytes = unsafe UnsafeRawBufferPointer(start: base + Int(offset), count: count << 3)
        let view = unsafe bytes.bindMemory(to: UInt64.self)
        return try unsafe body(view.span)
    }

    /// A little-endian integer at any offset, or `nil` where the file does not hold all of it.
    package func integer<Value: FixedWidthInteger & BitwiseCopyable>(at offset: UInt64, as type: Value.Type) -> Value? {
        let width = UInt64(MemoryLayout<Value>.size)
        guard let base = unsafe base, offset <= size, width <= size - offset else { return nil }
        // `offset + width <= size` was checked above; the load asks for no alignment, and every bit pattern is valid.
        return unsafe Value(littleEndian: base.loadUnaligned(fromByteOffset: Int(offset), as: type))
    }

    /// A copy of up to `count` bytes from an offset: fewer at the end of the file.
    package func prefix(at offset: UInt64 = 0, count: Int) -> [UInt8] {
        guard offset < size else { return [] }
        let count = Int(min(UInt64(max(count, 0)), size - offset))
        return withBytes(at: offset, count: count) { bytes in
            // The copy is made before the view of the span ends.
            unsafe bytes.withUnsafeBufferPointer { view in unsafe [UInt8](view) }
        } ?? []
    }

    /// Copies bytes into words, the first at byte `position` of `words`; false where either does not hold all of them.
    func copy(from offset: UInt64, count: Int, into words: inout [UInt64], at position: Int) -> Bool {
        guard let base = unsafe base, count >= 0, offset <= size, UInt64(count) <= size - offset,
            position >= 0, position <= words.count << 3, count <= words.count << 3 - position
        else { return count == 0 }
        // Source and target ranges were checked above; the array is not part of the mapping.
        unsafe words.withUnsafeMutableBytes { target in
            if let start = target.baseAddress {
                unsafe (start + position).copyMemory(from: base + Int(offset), byteCount: count)
            }
        }
        return true
    }
}
