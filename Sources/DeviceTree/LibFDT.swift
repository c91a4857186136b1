internal import CFDT

/// The door to libfdt, and the only file of this module with unsafe code.
///
/// libfdt works inside the first `totalsize` bytes that a blob's header names. The pointers handed over are those of whole
/// arrays, valid for one call; no pointer that libfdt returns is kept. Names are handed over as NUL-terminated copies.
enum LibFDT {
    /// What a call returned: zero or more for success, minus one of the `FDT_ERR_` numbers otherwise.
    typealias Status = Int32

    /// Whether the storage stands at a multiple of eight bytes, as libfdt demands. Arrays in practice always do.
    static func isAligned(_ blob: [UInt8]) -> Bool {
        // The address is only looked at.
        unsafe blob.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) % 8 == 0 }
    }

    /// libfdt's full check of a tree.
    ///
    /// - Precondition: The structure has been walked before: libfdt 1.6.1 never returns from a property of length
    ///   `0xfffffff4`, whose end wraps around to its start.
    static func checkFull(_ blob: [UInt8]) -> Status {
        // fdt_check_full refuses a tree whose totalsize exceeds the count given.
        unsafe fdt_check_full(blob, blob.count)
    }

    /// The token at an offset within the structure block, and the offset of the token after it.
    ///
    /// - Precondition: The header's totalsize does not exceed the blob's count: fdt_next_tag reads inside that size and,
    ///   for version 17, inside the structure block.
    /// - Returns: The token and the next offset, which is negative when there is no whole token. It may also lie at or
    ///   before `offset`, when a length wraps around: the caller must compare.
    static func nextTag(in blob: [UInt8], at offset: Int32) -> (tag: UInt32, next: Int32) {
        var next: Int32 = 0
        // Bounds: see the precondition; every dereference in fdt_next_tag is preceded by fdt_offset_ptr's check.
        let tag = unsafe fdt_next_tag(blob, offset, &next)
        return (tag, next)
    }
}

/// The sequential writer. Each function works inside the buffer's `totalsize`, which `create` and `resize` set to the count.
extension LibFDT {
    /// Starts a tree in a buffer, using all of it.
    static func create(in buffer: inout [UInt8], sharingNames: Bool) -> Status {
        guard let count = Int32(exactly: buffer.count) else { return -FDT_ERR_NOSPACE }
        // fdt_create writes within the count given and refuses one too small for a header.
        let flags = sharingNames ? 0 : UInt32(FDT_CREATE_FLAG_NO_NAME_DEDUP)
        return unsafe fdt_create_with_flags(&buffer, count, flags)
    }

    /// Moves an unfinished tree into a larger buffer.
    static func resize(_ old: inout [UInt8], into buffer: inout [UInt8]) -> Status {
        guard let count = Int32(exactly: buffer.count) else { return -FDT_ERR_NOSPACE }
        // fdt_resize copies what the old header says is used and refuses when it exceeds the new count; both are arrays.
        return unsafe fdt_resize(&old, &buffer, count)
    }

    static func addReservation(_ entry: MemoryReservation, to buffer: inout [UInt8]) -> Status {
        // Space is checked against totalsize, which is the buffer's count.
        unsafe fdt_add_reservemap_entry(&buffer, entry.address, entry.size)
    }

    static func finishReservations(in buffer: inout [UInt8]) -> Status {
        // Space is checked against totalsize, which is the buffer's count.
        unsafe fdt_finish_reservemap(&buffer)
    }

    static func beginNode(_ name: [UInt8], in buffer: inout [UInt8]) -> Status {
        // The name is a NUL-terminated copy that lives for this call; space is checked against totalsize.
        unsafe fdt_begin_node(&buffer, terminated(name))
    }

    static func property(_ name: [UInt8], _ value: [UInt8], in buffer: inout [UInt8]) -> Status {
        guard let count = Int32(exactly: value.count) else { return -FDT_ERR_NOSPACE }
        // The value's own count is given, so that fdt_property copies exactly the array.
        return unsafe fdt_property(&buffer, terminated(name), value, count)
    }

    /// A name as C has it.
    private static func terminated(_ name: [UInt8]) -> [CChar] {
        name.map { CChar(bitPattern: $0) } + [0]
    }

    static func endNode(in buffer: inout [UInt8]) -> Status {
        // Space is checked against totalsize, which is the buffer's count.
        unsafe fdt_end_node(&buffer)
    }

    static func finish(_ buffer: inout [UInt8]) -> Status {
        // Moves the strings down inside totalsize and rewrites the header.
        unsafe fdt_finish(&buffer)
    }
}

/// Changes in place. The blobs have passed the full check, so that every offset libfdt follows lies inside them.
extension LibFDT {
    /// Copies a tree into a buffer and lets it use all of it.
    static func open(_ blob: [UInt8], into buffer: inout [UInt8]) -> Status {
        guard let count = Int32(exactly: buffer.count) else { return -FDT_ERR_NOSPACE }
        // fdt_open_into reads totalsize bytes, which the full check has found present, and writes within the count.
        return unsafe fdt_open_into(blob, &buffer, count)
    }

    /// The offset of a node within the structure block.
    static func offset(of path: String, in blob: [UInt8]) -> Status {
        // The path is a NUL-terminated copy for this call.
        unsafe fdt_path_offset(blob, path)
    }

    static func addSubnode(_ name: String, to parent: Int32, in buffer: inout [UInt8]) -> Status {
        // libfdt checks the parent's offset, and the space against totalsize, which is the buffer's count.
        unsafe fdt_add_subnode(&buffer, parent, name)
    }

    static func setProperty(_ name: String, of node: Int32, to value: [UInt8], in buffer: inout [UInt8]) -> Status {
        guard let count = Int32(exactly: value.count) else { return -FDT_ERR_NOSPACE }
        // The value's own count is given; space is checked against totalsize, which is the buffer's count.
        return unsafe fdt_setprop(&buffer, node, name, value, count)
    }

    static func pack(_ buffer: inout [UInt8]) -> Status {
        // Moves the blocks together inside totalsize and lowers it.
        unsafe fdt_pack(&buffer)
    }
}

extension DeviceTreeError {
    /// The error that stands for a libfdt status.
    init(status: LibFDT.Status, offset: Int, path: String? = nil, doing action: String) {
        let number = Int(status.magnitude)
        switch -status {
        case FDT_ERR_NOSPACE:
            self.init(
                code: .noSpace, offset: offset, path: path,
                reason: "\(action): the tree does not fit its fixed capacity")
        case FDT_ERR_EXISTS:
            self.init(code: .exists, offset: offset, path: path, reason: "\(action): there is one already")
        case FDT_ERR_NOTFOUND:
            self.init(code: .notFound, offset: offset, path: path, reason: "\(action): there is none")
        default:
            self.init(code: .libfdt(number), offset: offset, path: path, reason: "\(action): libfdt error \(number)")
        }
    }

    /// Whether a status says that the buffer is full.
    static func isNoSpace(_ status: LibFDT.Status) -> Bool {
        status == -FDT_ERR_NOSPACE
    }
}
