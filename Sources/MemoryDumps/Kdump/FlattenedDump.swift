/// A dump written to a pipe: pieces of a file, each with the offset it belongs to.
///
/// Source: makedumpfile's `IMPLEMENTATION` and `makedumpfile.h`: a header of 4096 bytes (signature, type 1, version 1),
/// then records `{ int64 offset; int64 size; }`, big-endian, each followed by its bytes, and a record of -1, -1.
enum FlattenedDump {
    static let signature = Array("makedumpfile".utf8) + [0, 0, 0, 0]
    private static let headerSize: UInt64 = 4096
    private static let recordSize: UInt64 = 16
    private static let step: UInt64 = 1 << 20

    /// Puts the pieces where they belong, in a temporary file; where they overlap, the later one counts.
    ///
    /// - Returns: The rearranged file, and a remark where the end is missing.
    static func rearrange(
        _ file: MappedFile, path: String, limits: InputLimits
    ) throws(InputError) -> (file: MappedFile, damage: [InputNote]) {
        guard let type = file.integer(at: 16, as: UInt64.self)?.byteSwapped,
            let version = file.integer(at: 24, as: UInt64.self)?.byteSwapped, file.size >= headerSize
        else {
            throw InputError(
                .damaged, path: path, offset: file.size, reason: "flattened dump ends inside its first header")
        }
        guard type == 1, version == 1 else {
            throw InputError(
                .unsupported, path: path, offset: 16,
                reason: "flattened dump of type \(type), version \(version), expected type 1, version 1")
        }
        file.advise(.sequential)
        do {
            var scratch = ScratchFile(limits: limits)
            let damage = try copyRecords(of: file, to: &scratch, path: path)
            return (try scratch.map(), damage)
        } catch let error as InputError {
            throw error
        } catch let failure as FileFailure {
            throw failure.error(path: path)
        } catch {
            throw InputError(.unreadable, path: path, reason: "flattened dump cannot be rearranged")
        }
    }

    private static func copyRecords(
        of file: MappedFile, to scratch: inout ScratchFile, path: String
    ) throws -> [InputNote] {
        var position = headerSize
        while true {
            guard let offset = file.integer(at: position, as: UInt64.self)?.byteSwapped,
                let size = file.integer(at: position + 8, as: UInt64.self)?.byteSwapped
            else {
                return [InputNote(offset: position, reason: "flattened dump is cut short: its end marker is missing")]
            }
            if offset == UInt64.max, size == UInt64.max { return [] }
            guard offset <= UInt64(Int64.max), size <= UInt64(Int64.max) else {
                throw InputError(
                    .damaged, path: path, offset: position,
                    reason: "record of a flattened dump with negative offset or size")
            }
            position += recordSize
            let held = min(size, file.size - position)
            try copy(file, from: position, size: held, to: &scratch, at: offset)
            guard held == size else {
                return [
                    InputNote(
                        offset: position,
                        reason: "flattened dump is cut short: \(held) of the \(size) bytes of a record are there")
                ]
            }
            position += size
        }
    }

    private static func copy(
        _ file: MappedFile, from source: UInt64, size: UInt64, to scratch: inout ScratchFile, at target: UInt64
    ) throws {
        var done: UInt64 = 0
        while done < size {
            let count = min(step, size - done)
            // Source and size are within the file; a target past the largest file is refused by the scratch file.
            let result: Void? = try file.withBytes(at: source + done, count: Int(count)) { bytes throws(FileFailure) in
                try scratch.write(bytes, at: target + done)
            }
            if result == nil { return }
            done += count
        }
    }
}
