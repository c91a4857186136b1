internal import Glibc

/// Looks for what could be inputs below a directory that is none itself.
///
/// Whether a file is one is told by its contents, which are not looked at here: what opening it refuses as not recognised
/// or empty is none.
public struct InputSearch: Sendable {
    /// The files and the directories of handovers, in the order of their names.
    public private(set) var paths: [String] = []
    /// The directories that could not be listed.
    public private(set) var errors: [InputError] = []

    private var visited: Set<Directory> = []

    /// What a directory is known by, whatever links lead to it.
    private struct Directory: Hashable {
        let device: UInt64
        let node: UInt64
    }

    /// Searches a directory and all below it; links are followed, each directory is looked at once.
    public init(_ path: String) {
        var waiting = [path]
        while let path = waiting.popLast() {
            let names: [String]
            do {
                guard try enter(path) else { continue }
                names = try DirectoryListing.names(in: path, most: .max) ?? []
            } catch {
                errors.append(error.error(path: path))
                paths.append(path)
                continue
            }
            var directories: [String] = []
            if names.contains("fdt") || names.contains("sub_fdts") {
                paths.append(path)
                continue
            }
            let prefix = path.hasSuffix("/") ? path : path + "/"
            for name in names {
                switch Self.kind(of: prefix + name) {
                case S_IFDIR: directories.append(prefix + name)
                case S_IFREG: paths.append(prefix + name)
                default: break
                }
            }
            waiting += directories.reversed()
        }
    }

    /// Whether a path is that of a directory.
    public static func isDirectory(_ path: String) -> Bool {
        kind(of: path) == S_IFDIR
    }

    /// The size of a file in bytes; `nil` where it has none to speak of.
    public static func size(of path: String) -> UInt64? {
        guard let status = status(of: path), status.st_mode & S_IFMT == S_IFREG else { return nil }
        return UInt64(exactly: status.st_size)
    }

    private mutating func enter(_ path: String) throws(FileFailure) -> Bool {
        guard let status = Self.status(of: path) else { throw FileFailure(action: "list", code: errno) }
        return visited.insert(Directory(device: UInt64(status.st_dev), node: UInt64(status.st_ino))).inserted
    }

    private static func kind(of path: String) -> mode_t {
        status(of: path).map { $0.st_mode & S_IFMT } ?? 0
    }

    private static func status(of path: String) -> stat? {
        guard !path.utf8.contains(0) else { return nil }
        var status = stat()
        // The kernel fills the structure it is given, which is a local variable of the right type.
        return unsafe stat(path, &status) == 0 ? status : nil
    }
}
