import Captures
import HandoverABI
import HandoverCoding
import HandoverDocument
import HandoverState
import MemoryDumps

extension InputOptions {
    /// Opens the input, or ends the command with what is the matter.
    func open() throws -> Capture {
        do {
            let capture = try Capture.open(input, hints: hints)
            Diagnostics.print(capture.source?.messages ?? [], of: input)
            return capture
        } catch {
            throw Diagnostics.fail(error)
        }
    }

    /// Decodes a capture, or ends the command.
    func decode(
        _ capture: HandoverCapture, by rules: ReadingRules, retaining retention: FolioTable.Retention = .every
    ) throws -> HandoverDecoder<Dump>.Result {
        do {
            return try capture.decode(
                as: sized(rules.profile), retaining: retention, components: rules.components)
        } catch {
            throw Diagnostics.fail(error)
        }
    }

    /// Opens an input that has to hold a handover in memory.
    func openCapture() throws -> HandoverCapture {
        switch try open() {
        case .handover(let capture): return capture
        case .deviceTree: throw Diagnostics.fail("\(input): a device tree that is not the root of a handover")
        case .document: throw Diagnostics.fail("\(input): a state document; it tells of memory but holds none")
        }
    }

    /// Reads a state document, or ends the command.
    func read(_ document: [UInt8], by rules: ReadingRules) throws -> Handover {
        do {
            return try HandoverDocumentReader(components: rules.formats).read(document)
        } catch {
            throw Diagnostics.fail("\(input): \(error)")
        }
    }
}
