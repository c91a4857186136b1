public import HandoverABI
public import HandoverState

/// Writes a handover as a document.
///
/// The same handover gives the same bytes, always.
public struct HandoverDocumentEncoder: Hashable, Sendable {
    /// How much of the handover to write.
    public var detail: DocumentDetail
    /// The formats whose members are written as what they are; what others hold says it of itself.
    public var components: [ComponentFormat]

    /// An encoder for whole documents or summaries.
    public init(detail: DocumentDetail = .complete, components: [ComponentFormat] = ComponentFormat.known) {
        self.detail = detail
        self.components = components
    }

    /// Writes a handover as text, chunk by chunk.
    public func encode(
        _ handover: Handover, as format: DocumentFormat, to sink: @escaping ByteSink
    ) throws(ByteSinkError) {
        switch format {
        case .json:
            var writer = JSONWriter(to: sink)
            try encode(handover, to: &writer)
            try writer.finish()
        case .yaml:
            var writer = YAMLWriter(to: sink)
            try encode(handover, to: &writer)
            try writer.finish()
        }
    }

    /// Writes a handover as one object of a document, which may be part of a larger one.
    public func encode(_ handover: Handover, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try handover.write(detail, by: components, to: &writer)
    }
}
