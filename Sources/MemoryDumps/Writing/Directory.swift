internal import Glibc

/// Makes directories for files to be written to.
public enum Directory {
    /// Makes a directory, where there is none of that name yet.
    ///
    /// - Throws: ``OutputError`` where something else has the name, or the directory above cannot be written.
    public static func make(_ path: String) throws(OutputError) {
        // The path is only read, for the length of the call.
        if unsafe mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        throw OutputError(path: path, reason: FileFailure(action: "make the directory", code: errno).description)
    }
}
