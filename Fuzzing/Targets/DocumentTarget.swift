import Captures
import HandoverABI
import HandoverCoding
import HandoverDocument
import HandoverState
import Multikernel

/// State documents and plans: what is read is written again, and says the same.
enum DocumentTarget {
    static func run(_ bytes: [UInt8]) {
        for format in DocumentFormat.allCases {
            guard let handover = try? HandoverDocumentReader().read(bytes, as: format) else { continue }
            for written in DocumentFormat.allCases {
                let text = text(of: handover, as: written)
                let again = try? HandoverDocumentReader().read(text, as: written)
                precondition(again == handover, "a document says something else when it is written and read again")
            }
            encode(handover)
        }
        let reader = HandoverPlanReader()
        _ = try? reader.isPlan(bytes)
        _ = reader.place(of: "/LUO/vm-0/0x100", in: bytes)
        if let plan = try? reader.read(bytes) { compose(plan) }
        readMultikernel(bytes)
    }

    private static func readMultikernel(_ bytes: [UInt8]) {
        let reader = MultikernelDocumentReader()
        for format in DocumentFormat.allCases {
            guard let (tree, places) = try? reader.readPlaced(bytes, as: format) else { continue }
            _ = places.place(of: "/resources/cpus")
            for written in DocumentFormat.allCases {
                let again = try? reader.read(text(of: tree, as: written), as: written)
                precondition(again == tree, "a document says something else when it is written and read again")
            }
            _ = try? tree.blob()
        }
    }

    /// The text of a handover.
    static func text(of handover: Handover, as format: DocumentFormat) -> [UInt8] {
        final class Text { var bytes: [UInt8] = [] }
        let text = Text()
        do throws(ByteSinkError) {
            try HandoverDocumentEncoder().encode(handover, as: format) { bytes in
                // The copy is made before the view of the span ends.
                unsafe bytes.withUnsafeBufferPointer { text.bytes += unsafe Array($0) }
            }
        } catch {
            preconditionFailure("a sink that takes everything refused a document")
        }
        return text.bytes
    }

    private static func text(of tree: MultikernelTree, as format: DocumentFormat) -> [UInt8] {
        final class Text { var bytes: [UInt8] = [] }
        let text = Text()
        do throws(ByteSinkError) {
            try MultikernelDocumentEncoder().encode(tree, as: format) { bytes in
                for index in bytes.indices { text.bytes.append(bytes[index]) }
            }
        } catch {
            preconditionFailure("a sink that takes everything refused a document")
        }
        return text.bytes
    }

    private static func encode(_ handover: Handover) {
        guard (handover.state.memory?.rangeCount ?? 0) < 1 << 12 else { return }
        for profile in [Profile.linux618, .linux72] {
            _ = try? HandoverImage(handover, for: profile, losses: .drop)
        }
    }

    private static func compose(_ plan: HandoverPlan) {
        for profile in [Profile.linux618, .linux72] {
            _ = try? HandoverImage(plan, for: profile, losses: .drop) { _ in [UInt8](repeating: 0xa5, count: 8192) }
        }
    }
}
