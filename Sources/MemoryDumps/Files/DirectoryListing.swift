internal import Glibc

/// The names in a directory.
enum DirectoryListing {
    /// More names than this are refused; a kernel has a handful.
    static let mostNames = 4096

    /// The names, sorted by their bytes, without `.` and `..`; `nil` where there are more than `most`.
    static func names(in path: String, most: Int = mostNames) throws(FileFailure) -> [String]? {
        guard !path.utf8.contains(0) else { throw FileFailure(action: "list", code: EINVAL) }
        // The stream is used and closed by this function alone.
        guard let directory = unsafe opendir(path) else { throw FileFailure(action: "list", code: errno) }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(directory) else {
                if errno != 0 { throw FileFailure(action: "list", code: errno) }
                break
            }
            // `d_name` is an array inside the entry, closed by a NUL; the string is copied before the next call.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                let length = MemoryLayout.size(ofValue: unsafe name.pointee)
                return unsafe name.withMemoryRebound(to: CChar.self, capacity: length) { unsafe String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            guard names.count < most else { return nil }
            names.append(name)
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
