extension MappedFile {
    /// The bytes of a file, or of standard input for `-`, whatever they are: mapped, or read where the file cannot be
    /// mapped, as pipes and the kernel's own files cannot.
    ///
    /// - Throws: ``InputError`` where it cannot be opened, is a directory, or is read and larger than the limits.
    package static func contents(of path: String, limits: InputLimits) throws(InputError) -> MappedFile {
        let file: OpenFile
        let status: (kind: OpenFile.Kind, size: UInt64)
        do throws(FileFailure) {
            file = path == "-" ? try .standardInput() : try .reading(path)
            status = try file.status()
        } catch {
            throw error.error(path: path)
        }
        if status.kind == .directory { throw InputError(.unrecognised, path: path, reason: "a directory") }
        if status.kind == .regular, status.size > 0, file.isAtStart,
            let mapped = try? MappedFile(file, size: status.size)
        {
            return mapped
        }
        var stream = ByteStream.file(file, path: path)
        return try stream.keep(path: path, limits: limits) { _ throws(InputError) in limits.unfolded }
    }
}
