import Captures
import DeviceTree
import DeviceTreeSource
import HandoverAnalysis
import HandoverCoding
import HandoverDocument
import HandoverState
import MemoryDumps

extension Finding {
    /// That an input could not be used.
    init(_ error: CaptureError) {
        switch error {
        case .input(let error):
            self.init(
                .inputUnusable, path: "/", offset: error.offset.flatMap { Int(exactly: $0) }, error.reason)
        case .tree(_, let error):
            self.init(.treeBroken, path: error.path ?? "/", offset: error.offset, error.reason)
        case .source(let path, let error):
            self.init(error, path: path)
        case .noRoot(_, let address, let reason):
            self.init(.inputUnusable, path: "/", address: address, "no root tree: \(reason)")
        case .noRootFound(_, let searched):
            self.init(
                .inputUnusable, path: "/",
                "no root tree of a handover in \(searched >> 10) KiB of memory; give its address with --root")
        case .severalRoots(_, let candidates):
            let list = candidates.prefix(16).map { "\($0.address) (\($0.summary))" }.joined(separator: ", ")
            let rest = candidates.count > 16 ? ", ..." : ""
            self.init(
                .inputUnusable, path: "/",
                "\(candidates.count) root trees of a handover; name one with --root: \(list)\(rest)")
        case .scratch(_, let reason):
            self.init(.inputUnusable, path: "/", "the scratch array cannot be read: \(reason)")
        case .decoding(_, let error):
            self.init(error.code == .brokenRoot ? .treeBroken : .inputUnusable, path: "/", error.reason)
        }
    }

    /// That the source of a device tree could not be compiled.
    private init(_ error: SourceError, path: String) {
        guard case .refused(let messages) = error, let first = messages.first(where: { $0.severity == .error }) else {
            let text = error.description(in: path)
            self.init(.inputUnusable, path: "/", String(text.dropFirst("\(path): ".count)))
            return
        }
        self.init(.treeBroken, path: "/", "the source does not compile: \(first.text)")
        position = first.place.flatMap { $0.file == nil ? Position(line: $0.line, column: $0.column) : nil }
    }

    /// That a document could not be read.
    init(_ error: DocumentError) {
        let place = error.path.isEmpty ? "" : error.path + ": "
        self.init(.documentBroken, path: "/", place + error.reason)
        position = Position(line: error.line, column: error.column)
    }
}
