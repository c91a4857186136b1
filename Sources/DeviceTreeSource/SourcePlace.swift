/// A place in the text of a device tree.
public struct SourcePlace: Hashable, Sendable {
    /// The file, by its path from the folder of the source; `nil` for the source itself.
    public var file: String?
    /// The line, from 1.
    public var line: Int
    /// The column in bytes, from 1.
    public var column: Int

    /// A place.
    public init(file: String? = nil, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension SourcePlace {
    /// `board.dts:3:7`, for a source of a path: included files are named from the same folder.
    public func description(in path: String) -> String {
        guard let file else { return "\(path):\(line):\(column)" }
        let folder = SourceFolder(of: path).prefix
        return "\(file.hasPrefix("/") ? file : folder + file):\(line):\(column)"
    }
}

/// The folder that a source lies in.
public struct SourceFolder: Sendable {
    /// What stands in front of the names of its files: `trees/`, or nothing.
    let prefix: String
    /// The path of the folder.
    public var path: String { prefix.isEmpty ? "." : prefix }

    /// The folder of a file; the current one for standard input, `-`.
    public init(of path: String) {
        prefix = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }
}
