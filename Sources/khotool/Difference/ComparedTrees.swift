import Captures
import DeviceTree
import HandoverAnalysis
import HandoverCoding
import HandoverState
import MemoryDumps
import PhysicalMemory

/// The device trees of an input, to be compared property by property, and the bytes of subtrees that are no trees.
struct ComparedTrees {
    private var trees: [(name: String, tree: FlattenedDeviceTree)] = []
    private var blobs: [(name: String, bytes: [UInt8]?)] = []
    private var damage: [String] = []
    /// No subtree that is no tree comes near this size.
    private static let blobLimit = 1 << 20

    /// Reads an input, or ends the command with what is the matter.
    init(_ path: String, hints: CaptureHints) throws {
        switch try ComparedInput.open(path, hints: hints) {
        case .deviceTree(let capture): trees = [("/", capture.tree)]
        case .document: throw Diagnostics.fail("\(path): a state document has no device trees")
        case .handover(let capture):
            let decoded: HandoverDecoder<Dump>.Result
            do {
                decoded = try capture.decode(retaining: .totals)
            } catch {
                throw Diagnostics.fail(error)
            }
            if let root = decoded.root { trees = [("/", root)] }
            trees += decoded.trees.sorted { $0.key < $1.key }.map { ("/" + $0.key, $0.value) }
            let subtrees = decoded.handover.state.subtrees.filter { decoded.trees[$0.name] == nil }
            blobs = subtrees.map { ("/" + $0.name, Self.bytes(of: $0, in: capture)) }
            let names = Set(trees.map(\.name) + blobs.map(\.name))
            let remarks = (decoded.handover.remarks + capture.remarks).filter {
                $0.severity == .damage && names.contains($0.path)
            }
            Diagnostics.print(remarks, of: path)
            damage = remarks.map(\.path)
        }
    }

    private static func bytes(of subtree: Subtree, in capture: HandoverCapture) -> [UInt8]? {
        if let content = subtree.content ?? capture.input.blobs[subtree.name] { return content }
        guard let address = subtree.address, let size = subtree.size, (1...blobLimit).contains(size) else { return nil }
        return try? capture.input.memory.bytes(at: address, count: size)
    }

    /// What differs, tree by tree.
    func changes(to other: ComparedTrees) -> (changes: [Change], uncompared: [String]) {
        var changes = damaged(with: other)
        var uncompared: [String] = []
        let known = Dictionary(other.trees.map { ($0.name, $0.tree) }, uniquingKeysWith: { first, _ in first })
        let blobs = Dictionary(other.blobs.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
        for (name, tree) in trees {
            if let partner = known[name] {
                changes += TreeComparison.changes(from: tree, to: partner, at: name)
            } else if blobs[name] != nil {
                uncompared.append(name)
            } else {
                changes.append(Change(.removed, .subtrees, name))
            }
        }
        for (name, bytes) in self.blobs {
            if known[name] != nil {
                uncompared.append(name)
            } else if let partner = blobs[name] {
                guard let bytes, let partner else {
                    uncompared.append(name)
                    continue
                }
                if bytes != partner { changes.append(Self.change(from: bytes, to: partner, at: name)) }
            } else {
                changes.append(Change(.removed, .subtrees, name))
            }
        }
        let mine = Set(trees.map(\.name) + self.blobs.map(\.name))
        for name in other.trees.map(\.name) + other.blobs.map(\.name) where !mine.contains(name) {
            changes.append(Change(.added, .subtrees, name))
        }
        return (changes, uncompared)
    }

    private func damaged(with other: ComparedTrees) -> [Change] {
        let (before, after) = (Set(damage), Set(other.damage))
        return before.union(after).sorted().map { path in
            let damaged = Change.Value.text("damaged")
            return Change(
                .unread, .subtrees, path, from: before.contains(path) ? damaged : nil,
                to: after.contains(path) ? damaged : nil)
        }
    }

    private static func change(from old: [UInt8], to new: [UInt8], at path: String) -> Change {
        if old.count != new.count {
            return Change(
                .changed, .subtrees, path + "/size", from: .number(UInt64(old.count)), to: .number(UInt64(new.count)))
        }
        let first = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? 0
        func text(_ bytes: [UInt8]) -> Change.Value {
            let digits = bytes[first...].prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            return .text("[\(digits.joined(separator: " "))] at \(first)")
        }
        return Change(.changed, .subtrees, path, from: text(old), to: text(new), nature: .content)
    }
}
