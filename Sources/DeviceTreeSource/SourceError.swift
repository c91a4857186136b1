public import DeviceTree

/// Why the text of a device tree could not be made a tree.
public enum SourceError: Error, Hashable, Sendable {
    /// The device tree compiler is not installed.
    case noCompiler
    /// The compiler refused the text; there is an error among the messages.
    case refused([SourceMessage])
    /// A file that the text wants to have read lies outside the folder of the source.
    case outside(name: String, SourcePlace)
    /// The text, or what it includes, is larger than is read.
    case tooLarge(limit: Int)
    /// The tree is larger than is kept.
    case treeTooLarge(limit: Int)
    /// The compiler took longer than it may.
    case timedOut(seconds: Int)
    /// The compiler could not be run, or ended without a word.
    case failed(String)
    /// The compiler made a tree that no kernel reads.
    case tree(DeviceTreeError)
}

extension SourceError {
    /// The error as lines of a message, each of which begins with the file, and its line and column where there are.
    public func description(in path: String) -> String {
        switch self {
        case .noCompiler:
            return "\(path): device tree source, and there is no dtc in PATH to compile it;"
                + " install the package device-tree-compiler (dtc on Fedora and Arch), or give the compiled tree"
        case .refused(let messages):
            return messages.filter { $0.severity == .error }.map { message in
                "\(message.place?.description(in: path) ?? path): \(message.text)"
            }.joined(separator: "\n")
        case .outside(let name, let place):
            return "\(place.description(in: path)): \"\(name)\" lies outside the folder of the source, and is not read;"
                + " put it beside the source, or compile it with dtc first"
        case .tooLarge(let limit): return "\(path): device tree source of more than \(limit >> 20) MiB"
        case .treeTooLarge(let limit): return "\(path): the source makes a tree of more than \(limit >> 20) MiB"
        case .timedOut(let seconds): return "\(path): dtc was ended: it took more than \(seconds) seconds"
        case .failed(let reason): return "\(path): \(reason)"
        case .tree(let error): return "\(path): the compiled tree is not usable: \(error)"
        }
    }
}
