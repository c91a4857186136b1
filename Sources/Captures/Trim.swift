import HandoverABI
public import HandoverCoding
import HandoverState
public import MemoryDumps
import PhysicalMemory

/// Writes a small core file with the pages that a handover reaches, which can be read like the dump it came from.
public struct Trim: Hashable, Sendable {
    /// What a trimmed image holds.
    public enum Contents: Hashable, Sendable {
        /// The structures of the handover and all preserved memory.
        case everything
        /// The structures alone, without the contents of files, regions and test folios.
        case structures
    }

    /// What the image shall hold.
    public let contents: Contents

    /// A trim.
    public init(_ contents: Contents) {
        self.contents = contents
    }

    /// Writes the image; all of it or nothing. Preserved memory that the dump does not hold is left out.
    ///
    /// - Throws: `OutputError` where the capture has no memory to write, or the file cannot be written.
    public func write(
        _ capture: HandoverCapture, _ decoded: HandoverDecoder<Dump>.Result, to path: String
    ) throws(OutputError) {
        let memory = capture.input.memory
        guard let root = capture.input.rootAddress, !memory.present.isEmpty else {
            throw OutputError(path: capture.path, reason: "holds no memory, so there is nothing to trim; give a dump")
        }
        var ranges = decoded.structures.map(Self.pages)
        if contents == .everything, let preserved = decoded.handover.state.memory {
            for range in preserved.ranges { ranges.append(range.range) }
        }
        let state = decoded.handover.state
        let note = HandoverNote(
            root: root, scratch: state.scratch, release: state.kernel?.release ?? capture.input.release,
            pageSize: UInt64(decoded.handover.abi.pageSize))
        let writer = ELFCoreWriter(machine: memory.machine ?? .x86_64, notes: [note.elfNote])
        try writer.write(ranges.merged().intersection(memory.present), of: memory, to: path)
    }

    /// The pages of 4 KiB that a range touches.
    private static func pages(_ range: MemoryRange) -> MemoryRange {
        let mask: UInt64 = 4095
        let last = (range.end.value - 1) | mask
        return MemoryRange(
            from: PhysicalAddress(range.start.value & ~mask), to: PhysicalAddress(last == .max ? last : last + 1))
    }
}
