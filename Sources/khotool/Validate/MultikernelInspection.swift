import Captures
import DeviceTree
import HandoverAnalysis
import HandoverDocument
import HandoverState
import Multikernel

extension Inspection {
    /// What is wrong with a device tree that is no handover: one of several kernels, or one that belongs elsewhere.
    func findings(in capture: TreeCapture) -> [Finding] {
        guard let reading = try? MultikernelTree.read(capture.tree) else { return [unrelated(capture)] }
        var findings = MultikernelValidator().findings(in: reading, size: capture.tree.totalSize)
        if let source = capture.source {
            for index in findings.indices { findings[index].position = source.position(of: findings[index].path) }
        } else {
            let offsets = TreeOffsets(root: capture.tree, trees: [:])
            for index in findings.indices { findings[index].offset = offsets.offset(of: findings[index].path) }
        }
        return findings
    }

    /// What is wrong with the tree that a document tells of, by line and column.
    func outcome(ofMultikernel document: [UInt8]) -> Outcome {
        do {
            let (tree, places) = try MultikernelDocumentReader().readPlaced(document)
            var findings = MultikernelValidator().findings(in: try MultikernelTree.Reading(of: tree))
            for index in findings.indices { findings[index].position = places.place(of: findings[index].path) }
            return .findings(findings)
        } catch let error as DocumentError {
            return .unusable([Finding(error)])
        } catch {
            return .unusable([Finding(.documentBroken, path: "/", "no device tree can be written of it: \(error)")])
        }
    }
}
