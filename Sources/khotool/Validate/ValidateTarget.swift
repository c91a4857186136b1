import MemoryDumps

/// An input to look at.
struct ValidateTarget: Hashable, Sendable {
    /// The path, or `-`.
    let path: String
    /// Whether it was found in a directory, where other files may lie as well.
    let isFound: Bool

    /// The inputs that are named, and those found in directories, each once.
    static func all(in arguments: [String]) -> [ValidateTarget] {
        var known: Set<String> = []
        var targets: [ValidateTarget] = []
        for argument in arguments {
            for target in found(by: argument) where known.insert(target.path).inserted { targets.append(target) }
        }
        return targets
    }

    private static func found(by argument: String) -> [ValidateTarget] {
        let named = ValidateTarget(path: argument, isFound: false)
        guard argument != "-", InputSearch.isDirectory(argument) else { return [named] }
        let paths = InputSearch(argument).paths
        // What a directory without files is, or one that cannot be listed, opening it tells.
        if paths.isEmpty || paths == [argument] { return [named] }
        return paths.map { ValidateTarget(path: $0, isFound: true) }
    }
}
