import DeviceTree
import Multikernel

/// Multikernel device trees: what is read must be the same when it is written and read again.
enum MultikernelTarget {
    static func run(_ bytes: [UInt8]) {
        guard let tree = try? FlattenedDeviceTree(blob: bytes) else { return }
        if let handed = HandedOverInstance(in: tree), let inner = try? handed.tree() { read(inner) }
        read(tree)
    }

    private static func read(_ tree: FlattenedDeviceTree) {
        let isRecognised = MultikernelTree.recognises(tree)
        guard let reading = try? MultikernelTree.read(tree) else {
            precondition(!isRecognised, "a tree is recognised, but not read")
            return
        }
        precondition(isRecognised, "a tree is read, but not recognised")
        for remark in reading.remarks {
            precondition(!remark.message.isEmpty && remark.path.hasPrefix("/"), "a remark without a place or words")
        }
        // Names that a blob can hold and no writer takes are refused, not changed.
        guard let blob = try? reading.tree.blob() else { return }
        guard let written = try? FlattenedDeviceTree(blob: blob), let again = try? MultikernelTree.read(written) else {
            preconditionFailure("what was written cannot be read")
        }
        precondition(again.tree == reading.tree, "a tree tells something else when it is written and read again")
        precondition((try? again.tree.blob()) == blob, "a tree that came back is written differently")
    }
}
