import ArgumentParser
import HandoverABI
import KernelImages
import MemoryDumps

/// A kernel to come on the command line: a profile, a release, or the path of an image or of a folder with one.
enum TargetArgument: ExpressibleByArgument {
    /// Known by its formats alone, under the name that the caller gave.
    case named(Profile, as: String)
    /// To be opened.
    case image(String)

    /// A name that is a profile's is one, whatever files there are: `./7.3` names a file.
    init?(argument: String) {
        if let profile = ProfileArgument(argument: argument)?.profile {
            self = .named(profile, as: argument)
        } else if argument.contains("/") || FilePath.isReadable(argument) || FilePath.isDirectory(argument) {
            self = .image(argument)
        } else {
            return nil
        }
    }

    static var allValueStrings: [String] { Profile.all.map(\.name) }
    static var defaultCompletionKind: CompletionKind { .file() }
}
