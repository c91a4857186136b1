import Captures
import DeviceTree
import HandoverAnalysis
import HandoverCoding
import HandoverDocument
import HandoverState
import MemoryDumps
import PhysicalMemory

/// An input of the command, read for a comparison.
struct ComparedInput {
    let path: String
    private(set) var handover: Handover
    private let decoded: HandoverDecoder<Dump>.Result?
    private let memory: Dump?

    /// Reads an input, or ends the command with what is the matter.
    init(_ path: String, _ capture: Capture, by rules: ReadingRules) throws {
        self.path = path
        switch capture {
        case .handover(let capture):
            let result: HandoverDecoder<Dump>.Result
            do {
                result = try capture.decode(components: rules.components)
            } catch {
                throw Diagnostics.fail(error)
            }
            decoded = result
            handover = result.handover
            handover.remarks += capture.remarks
            memory = capture.input.memory.present.isEmpty ? nil : capture.input.memory
        case .document(let text):
            do {
                handover = try HandoverDocumentReader(components: rules.formats).read(text)
            } catch {
                throw Diagnostics.fail("\(path): \(error)")
            }
            decoded = nil
            memory = nil
        case .deviceTree:
            throw Diagnostics.fail(
                "\(path): a device tree that is not the root of a handover; --raw compares any two trees")
        }
        Diagnostics.print(handover.remarks.filter { $0.severity == .damage }, of: path)
    }

    static func open(_ path: String, hints: CaptureHints) throws -> Capture {
        do {
            return try Capture.open(path, hints: hints)
        } catch {
            throw Diagnostics.fail(error)
        }
    }

    /// The side of a comparison; contents are summed where the memory is at hand and they count.
    func side(withContents: Bool) -> ComparedHandover {
        var side = ComparedHandover(handover, structures: memory == nil ? nil : decoded?.located)
        guard withContents, let memory else { return side }
        let pageShift = handover.abi.pageSize.trailingZeroBitCount
        side.sum = { content in
            let digest =
                switch content {
                case .file(let file): ContentDigest(of: file, pageShift: pageShift, in: memory)
                case .region(let region): ContentDigest(of: region, in: memory)
                }
            return digest.map { ContentSum(high: $0.high, low: $0.low, isBlank: $0.isBlank) }
        }
        return side
    }
}
