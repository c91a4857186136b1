internal import MemoryDumps

/// gzip, through zlib.
final class GzipDecoder: StreamDecoder {
    private let stream: GzipStream

    init() throws(FileFailure) {
        stream = try GzipStream()
    }

    func decode(_ input: Span<UInt8>, into output: inout [UInt8], from start: Int) -> DecoderStep {
        let step = stream.inflate(input, into: &output, from: start)
        let outcome: DecoderStep.Outcome =
            switch step.outcome {
            case .more: .more
            case .endOfMember: .end
            case .damaged(let message): .damaged(message)
            }
        return DecoderStep(consumed: step.consumed, produced: step.produced, outcome: outcome)
    }
}
