import DeviceTree
import HandoverAnalysis
import HandoverState
import Multikernel

extension Inspection {
    /// What is wrong with the tree of the instance that a handover holds beside its subtrees, as the first kernels of
    /// the multikernel patches handed it on: by the rules of such trees, with paths below the node that it is in.
    ///
    /// Bytes that are no device tree are for the rules of handovers to tell.
    func findings(inInstanceOf state: HandoverState) -> [Finding] {
        guard let bytes = state.multikernel?.tree, !bytes.isEmpty, bytes.count <= MultikernelHandover.treeLimit,
            let tree = try? FlattenedDeviceTree(blob: bytes)
        else { return [] }
        guard let reading = try? MultikernelTree.read(tree) else {
            return [
                Finding(
                    .instanceTreeUnusable, path: Self.instancePath,
                    "the tree tells of no instance, so that the kernel comes up without resources")
            ]
        }
        var ordinals: [String: Int] = [:]
        return MultikernelValidator().findings(in: reading, size: bytes.count).map { finding in
            var finding = finding
            finding.path = finding.path == "/" ? Self.instancePath : Self.instancePath + finding.path
            let ordinal = ordinals[finding.rule.rawValue + finding.path, default: 0]
            ordinals[finding.rule.rawValue + finding.path] = ordinal + 1
            finding.fingerprint = Fingerprint(finding.rule, path: finding.path, ordinal: ordinal)
            return finding
        }
    }

    private static let instancePath = "/multikernel"
}
