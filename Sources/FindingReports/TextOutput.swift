package import HandoverDocument

/// Lines on their way to a sink, handed on input by input.
package struct TextOutput {
    private var buffer: [UInt8] = []
    private let sink: ByteSink

    package init(to sink: @escaping ByteSink) {
        self.sink = sink
    }

    package mutating func line(_ text: String = "") {
        buffer.append(contentsOf: text.utf8)
        buffer.append(UInt8(ascii: "\n"))
    }

    package mutating func flush() throws(ByteSinkError) {
        if buffer.isEmpty { return }
        try sink(buffer.span)
        buffer.removeAll(keepingCapacity: true)
    }
}
