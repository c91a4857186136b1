import Captures
import DeviceTree
import HandoverAnalysis
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
}
