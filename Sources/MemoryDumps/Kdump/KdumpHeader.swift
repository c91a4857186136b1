/// The headers of a kdump-compressed dump, checked against the size of the file.
///
/// Source: makedumpfile's `IMPLEMENTATION` and `diskdump_mod.h`: `disk_dump_header` in block 0, `kdump_sub_header` in
/// block 1, both laid out as a 64-bit little-endian machine does; then two bitmaps (memory that exists, memory in the
/// file), then one descriptor of 24 bytes for every page in the file, then the pages.
struct KdumpHeader: Hashable, Sendable {
    static let descriptorSize: UInt64 = 24
    /// The largest bitmap that is read, in bytes: 4 TiB of pages of 4 KiB.
    static let largestBitmap: UInt64 = 128 << 20

    let machine: Machine
    let release: String
    /// The size of a page in bytes.
    let blockSize: UInt64
    /// The dump is marked as one that its writer could not finish.
    let isIncomplete: Bool
    /// Where the bitmap of pages in the file is, and its size in bytes.
    let bitmapOffset: UInt64
    let bitmapSize: UInt64
    /// The page frames that the bitmap may tell of; a file of a split dump has a part of them.
    let frames: Range<UInt64>
    /// Where the page descriptors begin.
    let descriptorOffset: UInt64
    /// Where notes and VMCOREINFO are, as the header says; not checked.
    let vmcoreinfo: (offset: UInt64, size: UInt64)
    let notes: (offset: UInt64, size: UInt64)

    static func == (left: KdumpHeader, right: KdumpHeader) -> Bool {
        left.descriptorOffset == right.descriptorOffset && left.frames == right.frames
            && left.bitmapOffset == right.bitmapOffset && left.blockSize == right.blockSize
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(descriptorOffset)
        hasher.combine(frames)
    }
}

extension KdumpHeader {
    static func parse(_ file: MappedFile, path: String) throws(InputError) -> KdumpHeader {
        func damaged(_ offset: UInt64, _ reason: String) -> InputError {
            InputError(.damaged, path: path, offset: offset, reason: reason)
        }
        guard let version = file.integer(at: 8, as: Int32.self),
            let status = file.integer(at: 424, as: UInt32.self),
            let blockSize = file.integer(at: 428, as: UInt32.self).map(UInt64.init),
            let subHeaderBlocks = file.integer(at: 432, as: UInt32.self).map(UInt64.init),
            let bitmapBlocks = file.integer(at: 436, as: UInt32.self).map(UInt64.init),
            let shortFrames = file.integer(at: 440, as: UInt32.self).map(UInt64.init)
        else { throw damaged(file.size, "kdump file ends inside its first header") }
        guard [4096, 16384, 65536].contains(blockSize) else {
            let known = [4096, 16384, 65536].contains(blockSize.byteSwapped >> 32)
            throw known
                ? InputError(.unsupported, path: path, offset: 428, reason: "big-endian kdump file, " + accepted)
                : damaged(
                    428,
                    "kdump file of a 32-bit machine, or with a damaged block size of \(blockSize) bytes, " + accepted)
        }
        guard (1...6).contains(version) else { throw damaged(8, "kdump file of unknown version \(version)") }
        // No product of two 32-bit numbers leaves 64 bits.
        let bitmapStart = (1 + subHeaderBlocks) * blockSize
        let (descriptors, overflow) = bitmapStart.addingReportingOverflow(bitmapBlocks * blockSize)
        guard !overflow, descriptors <= file.size else {
            throw damaged(432, "bitmaps of a kdump file reach past its end (\(file.size) bytes)")
        }
        guard bitmapBlocks > 0 else { throw damaged(436, "kdump file without a bitmap of its pages") }
        let sub = SubHeader(file, at: blockSize, version: version)
        let frames = sub.frames ?? shortFrames
        // With both bitmaps there, the second is the one of pages in the file; a file with one has that.
        let hasBoth = frames <= bitmapBlocks * blockSize * 8 / 2
        let blocks = hasBoth ? bitmapBlocks / 2 : bitmapBlocks
        guard blocks * blockSize <= largestBitmap else {
            throw InputError(
                .tooLarge, path: path, offset: 436,
                reason: "kdump file with a bitmap of \(blocks * blockSize) bytes, at most \(largestBitmap) are read")
        }
        let last = min(frames, blocks * blockSize * 8, sub.end ?? .max)
        return KdumpHeader(
            machine: machine(file), release: text(file, at: 142),
            blockSize: blockSize, isIncomplete: status & 0x8 != 0,
            bitmapOffset: bitmapStart + (hasBoth ? blocks * blockSize : 0), bitmapSize: blocks * blockSize,
            frames: min(sub.start ?? 0, last)..<last, descriptorOffset: descriptors,
            vmcoreinfo: sub.vmcoreinfo, notes: sub.notes)
    }

    private static let accepted = "expected one of a 64-bit little-endian machine with pages of 4, 16 or 64 KiB"

    /// A field of `new_utsname`, 65 bytes closed by a NUL.
    private static func text(_ file: MappedFile, at offset: UInt64) -> String {
        String(decoding: file.prefix(at: offset, count: 65).prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func machine(_ file: MappedFile) -> Machine {
        switch text(file, at: 272) {
        case "x86_64": .x86_64
        case "aarch64": .aarch64
        default: Machine(rawValue: 0)
        }
    }

    /// `kdump_sub_header`, whose fields came with versions of the header.
    private struct SubHeader {
        var start: UInt64?
        var end: UInt64?
        var frames: UInt64?
        var vmcoreinfo: (offset: UInt64, size: UInt64) = (0, 0)
        var notes: (offset: UInt64, size: UInt64) = (0, 0)

        init(_ file: MappedFile, at offset: UInt64, version: Int32) {
            func field(_ place: UInt64) -> UInt64 { file.integer(at: offset + place, as: UInt64.self) ?? 0 }
            let isSplit = version >= 2 && file.integer(at: offset + 12, as: Int32.self) ?? 0 != 0
            if isSplit {
                start = version >= 6 ? field(80) : field(16)
                end = version >= 6 ? field(88) : field(24)
            }
            if version >= 6, field(96) != 0 { frames = field(96) }
            if version >= 3 { vmcoreinfo = (field(32), field(40)) }
            if version >= 4 { notes = (field(48), field(56)) }
        }
    }
}
