public import Multikernel

/// Writes a multikernel tree as a document.
///
/// The same tree gives the same bytes, always, and ``MultikernelDocumentReader`` reads the same tree from them.
public struct MultikernelDocumentEncoder: Hashable, Sendable {
    /// An encoder.
    public init() {}

    /// Writes a tree as text, chunk by chunk.
    public func encode(
        _ tree: MultikernelTree, as format: DocumentFormat, to sink: @escaping ByteSink
    ) throws(ByteSinkError) {
        switch format {
        case .json:
            var writer = JSONWriter(to: sink)
            try encode(tree, to: &writer)
            try writer.finish()
        case .yaml:
            var writer = YAMLWriter(to: sink)
            try encode(tree, to: &writer)
            try writer.finish()
        }
    }

    /// Writes a tree as one object of a document, which may be part of a larger one.
    public func encode(_ tree: MultikernelTree, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try tree.write(to: &writer)
    }
}
