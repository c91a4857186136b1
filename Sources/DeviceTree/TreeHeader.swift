/// The header of a blob: where its blocks are.
///
/// Devicetree specification v0.4, section 5.2. Versions 16 and 17 are read, as libfdt's writing functions do; older ones name
/// nodes by full path and have not been made for twenty years.
struct TreeHeader: Hashable, Sendable {
    /// `0xd00dfeed`, the first four bytes.
    static let magic: UInt32 = 0xd00d_feed

    /// The byte offsets of the header's fields.
    enum Field {
        static let totalSize = 4
        static let structureOffset = 8
        static let stringsOffset = 12
        static let reserveOffset = 16
        static let version = 20
        static let lastCompatibleVersion = 24
        static let bootCPU = 28
        static let stringsSize = 32
        static let structureSize = 36
    }

    let totalSize: Int
    let version: Int
    let bootCPU: UInt32
    let reserveOffset: Int
    let structure: Range<Int>
    let strings: Range<Int>

    /// Reads a header and checks that its blocks lie inside the tree that it announces, aligned and apart.
    ///
    /// Whether the blob holds as many bytes as announced is another question: see ``checkPresence(in:)``.
    init(blob: [UInt8], limits: DeviceTreeLimits) throws(DeviceTreeError) {
        guard let magic = blob.bigEndian32(at: 0) else { throw Self.short(blob, needs: 4) }
        guard magic == Self.magic else {
            throw DeviceTreeError(
                code: .badMagic, offset: 0,
                reason: "the first four bytes are \(hexadecimal(magic)), a device tree starts with 0xd00dfeed")
        }
        version = try Self.checkVersion(of: blob)
        totalSize = try Self.field(Field.totalSize, of: blob)
        guard totalSize <= min(limits.blobSize, Int(Int32.max)) else {
            throw DeviceTreeError(
                code: .tooLarge, offset: Field.totalSize,
                reason: "the tree has \(totalSize) bytes, more than the limit of \(limits.blobSize)")
        }
        let byteCount = version < 17 ? 36 : 40
        guard blob.count >= byteCount else { throw Self.short(blob, needs: byteCount) }

        let structureOffset = try Self.field(Field.structureOffset, of: blob)
        let stringsOffset = try Self.field(Field.stringsOffset, of: blob)
        let stringsSize = try Self.field(Field.stringsSize, of: blob)
        let structureSize: Int
        if version < 17 {
            // Version 16 does not say how long the structure block is: it may reach to the next block.
            structureSize = max((stringsOffset > structureOffset ? stringsOffset : totalSize) - structureOffset, 0)
        } else {
            structureSize = try Self.field(Field.structureSize, of: blob)
        }
        reserveOffset = try Self.field(Field.reserveOffset, of: blob)
        bootCPU = blob.bigEndian32(at: Field.bootCPU) ?? 0

        structure = try Self.block(
            "structure", offset: structureOffset, size: structureSize, alignment: 4, field: Field.structureOffset,
            header: byteCount, totalSize: totalSize)
        strings = try Self.block(
            "strings", offset: stringsOffset, size: stringsSize, alignment: 1, field: Field.stringsOffset,
            header: byteCount, totalSize: totalSize)
        _ = try Self.block(
            "memory reservation", offset: reserveOffset, size: 0, alignment: 8, field: Field.reserveOffset,
            header: byteCount, totalSize: totalSize)
        guard !structure.overlaps(strings) else {
            throw DeviceTreeError(
                code: .badOffset, offset: Field.stringsOffset,
                reason: "the strings block at \(Self.text(strings)) overlaps the structure block at "
                    + Self.text(structure))
        }
        for block in [structure, strings] where block.contains(reserveOffset) {
            throw DeviceTreeError(
                code: .badOffset, offset: Field.reserveOffset,
                reason: "the memory reservation block at \(hexadecimal(reserveOffset)) overlaps the block at "
                    + Self.text(block))
        }
    }

    /// Where the memory reservation block must have ended: at the next block or at the end of the tree.
    var reserveLimit: Int {
        [structure, strings].reduce(totalSize) { limit, block in
            block.isEmpty || block.lowerBound < reserveOffset ? limit : min(limit, block.lowerBound)
        }
    }

    /// Checks that every byte the header announces is there.
    ///
    /// - Throws: `truncated`, at the end of the blob when a block is not whole, at the size field when all blocks are and
    ///   only the announced size is wrong.
    func checkPresence(in blob: [UInt8]) throws(DeviceTreeError) {
        guard blob.count < totalSize else { return }
        let needed = max(structure.upperBound, strings.upperBound)
        if needed <= blob.count {
            throw DeviceTreeError(
                code: .truncated, offset: Field.totalSize,
                reason: "the header says \(totalSize) bytes, but the blob has \(blob.count), and its blocks end "
                    + "at \(hexadecimal(needed))")
        }
        let lost = structure.upperBound > blob.count ? "structure block" : "strings block"
        throw DeviceTreeError(
            code: .truncated, offset: blob.count,
            reason: "the blob ends after \(blob.count) of \(totalSize) bytes and its \(lost) is not whole")
    }

    /// A block as text for a message.
    static func text(_ block: Range<Int>) -> String {
        "\(hexadecimal(block.lowerBound)) to \(hexadecimal(block.upperBound))"
    }
}

extension TreeHeader {
    private static func checkVersion(of blob: [UInt8]) throws(DeviceTreeError) -> Int {
        let version = try field(Field.version, of: blob)
        let lastCompatible = try field(Field.lastCompatibleVersion, of: blob)
        guard version >= 16 else {
            throw DeviceTreeError(
                code: .badVersion, offset: Field.version,
                reason: "the tree has version \(version), expected 16 or later")
        }
        guard lastCompatible <= 17, lastCompatible <= version else {
            throw DeviceTreeError(
                code: .badVersion, offset: Field.lastCompatibleVersion,
                reason: "the tree of version \(version) says it needs a reader for version \(lastCompatible), "
                    + "this one reads 16 and 17")
        }
        return version
    }

    private static func field(_ offset: Int, of blob: [UInt8]) throws(DeviceTreeError) -> Int {
        guard let value = blob.bigEndian32(at: offset), let number = Int(exactly: value) else {
            throw short(blob, needs: offset + 4)
        }
        return number
    }

    private static func short(_ blob: [UInt8], needs byteCount: Int) -> DeviceTreeError {
        DeviceTreeError(
            code: .truncated, offset: blob.count,
            reason: "the blob has \(blob.count) bytes, its header needs \(max(byteCount, 40))")
    }

    private static func block(
        _ name: String, offset: Int, size: Int, alignment: Int, field: Int, header: Int, totalSize: Int
    ) throws(DeviceTreeError) -> Range<Int> {
        guard offset % alignment == 0 else {
            throw DeviceTreeError(
                code: .badOffset, offset: field,
                reason: "the \(name) block starts at \(hexadecimal(offset)), not a multiple of \(alignment)")
        }
        let (end, overflow) = offset.addingReportingOverflow(size)
        guard offset >= header, !overflow, end <= totalSize else {
            throw DeviceTreeError(
                code: .badOffset, offset: field,
                reason: "the \(name) block starts at \(hexadecimal(offset)) with \(size) bytes, which does not fit "
                    + "between the header and the end of the tree at \(hexadecimal(totalSize))")
        }
        return offset..<end
    }
}
