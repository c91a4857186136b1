internal import Glibc

/// Where programs lie.
package enum ProgramSearch {
    /// The path of a program by its name, as `PATH` has it; `nil` where there is none.
    ///
    /// Folders that are named by no absolute path are passed over: what lies where somebody happens to work is not to be
    /// run for its name.
    package static func path(of name: String) -> String? {
        // The value is copied before anything could change the environment.
        let folders = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        for folder in folders.split(separator: ":") where folder.hasPrefix("/") {
            let path = "\(folder)/\(name)"
            // The string lives for the call and is only read.
            if unsafe access(path, X_OK) == 0 { return path }
        }
        return nil
    }
}
