import HandoverAnalysis
import HandoverDocument
import MemoryDumps

/// A baseline on its way to a file, which appears when it is whole.
final class BaselineFile {
    private var file: AtomicFile?
    private var writer: BaselineWriter?
    private var failure: OutputError?

    init(path: String) throws {
        file = try AtomicFile(path: path)
        writer = try BaselineWriter { [weak self] (bytes) throws(ByteSinkError) in try self?.append(bytes) }
    }

    func add(_ finding: Finding, of input: String) throws {
        try writer?.add(finding, of: input)
    }

    /// Ends the baseline and gives the file its name.
    func commit() throws {
        do {
            try writer?.finish()
        } catch {
            throw failure ?? error
        }
        try file.take()?.commit()
    }

    private func append(_ bytes: Span<UInt8>) throws(ByteSinkError) {
        do throws(OutputError) {
            try file?.append(bytes)
        } catch {
            failure = error
            throw ByteSinkError(code: 0)
        }
    }
}
