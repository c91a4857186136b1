public import DeviceTree
public import DeviceTreeSource
public import HandoverCoding
public import MemoryDumps
public import PhysicalMemory

/// Why nothing can be decoded from a capture.
public enum CaptureError: Error, Sendable {
    /// The file or directory cannot be used.
    case input(InputError)
    /// A device tree is broken.
    case tree(path: String, DeviceTreeError)
    /// The source of a device tree cannot be compiled.
    case source(path: String, SourceError)
    /// There is no root tree at the address that was given or noted.
    case noRoot(path: String, address: PhysicalAddress, reason: String)
    /// No root tree was found in the memory.
    case noRootFound(path: String, searched: UInt64)
    /// More than one root tree was found, and nothing says which is meant.
    case severalRoots(path: String, [RootCandidate])
    /// The scratch array cannot be read.
    case scratch(path: String, reason: String)
    /// The handover cannot be decoded.
    case decoding(path: String, DecodingError)
}

extension CaptureError: CustomStringConvertible {
    /// The error as lines of a message, each of which begins with the file.
    public var description: String {
        switch self {
        case .input(let error):
            return error.description
        case .tree(let path, let error):
            // The error tells its offset itself.
            return "\(path): the device tree is broken: \(error)"
        case .source(let path, let error):
            return error.description(in: path)
        case .noRoot(let path, let address, let reason):
            return "\(path): no root tree at \(address): \(reason)"
        case .noRootFound(let path, let searched):
            return
                "\(path): no root tree of a handover in \(searched >> 10) KiB of memory; give its address with --root"
        case .severalRoots(let path, let candidates):
            let lines = candidates.map { "\(path): \($0.address): candidate: \($0.summary)" }
            return
                (["\(path): \(candidates.count) root trees of a handover; name one with --root"] + lines)
                .joined(separator: "\n")
        case .scratch(let path, let reason):
            return "\(path): the scratch array cannot be read: \(reason)"
        case .decoding(let path, let error):
            return "\(path): \(error)"
        }
    }
}
