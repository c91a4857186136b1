internal import Glibc

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

/// What stands behind a path, without opening it for good.
package enum FilePath {
    /// Whether it is a directory.
    package static func isDirectory(_ path: String) -> Bool {
        guard path != "-", let file = try? OpenFile.readingWithoutWaiting(path), let status = try? file.status() else {
            return false
        }
        return status.kind == .directory
    }

    /// Whether this user may read it.
    package static func isReadable(_ path: String) -> Bool {
        // The string lives for the call, ends with a NUL, and is only read; one with a NUL inside names another file.
        if path.utf8.contains(0) { return false }
        return unsafe access(path, R_OK) == 0
    }
}
