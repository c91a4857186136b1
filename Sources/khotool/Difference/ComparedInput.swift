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
    let handover: Handover
    private let decoded: HandoverDecoder<Dump>.Result?
    private let memory: Dump?

    /// Reads an input, or ends the command with what is the matter.
    init(_ path: String, hints: CaptureHints) throws {
        self.path = path
        switch try Self.open(path, hints: hints) {
        case .handover(let capture):
            let result: HandoverDecoder<Dump>.Result
            do {
                result = try capture.decode()
            } catch {
                throw Diagnostics.fail(error)
            }
            decoded = result
            handover = result.handover
            memory = capture.input.memory.present.isEmpty ? nil : capture.input.memory
        case .document(let text):
            do {
                handover = try HandoverDocumentReader().read(text)
            } catch {
                throw Diagnostics.fail("\(path): \(error)")
            }
            decoded = nil
            memory = nil
        case .deviceTree:
            throw Diagnostics.fail(
                "\(path): a device tree that is not the root of a handover; --raw compares any two trees")
        }
        // What could not be read cannot be compared either, and must not look the same.
        let unread = handover.remarks.filter { $0.severity == .damage }
        Diagnostics.print(unread, of: path)
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
        side.digest = { content in
            switch content {
            case .memfd(let memfd): ContentDigest(of: memfd, pageShift: pageShift, in: memory)?.description
            case .region(let region): ContentDigest(of: region, in: memory)?.description
            }
        }
        return side
    }
}

/// The device trees of an input, to be compared property by property.
struct ComparedTrees {
    private var trees: [(name: String, tree: FlattenedDeviceTree)] = []

    /// Reads an input, or ends the command with what is the matter.
    init(_ path: String, hints: CaptureHints) throws {
        switch try ComparedInput.open(path, hints: hints) {
        case .deviceTree(let tree): trees = [("/", tree)]
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
        }
    }

    /// What differs, tree by tree.
    func changes(to other: ComparedTrees) -> [Change] {
        let known = Dictionary(other.trees.map { ($0.name, $0.tree) }, uniquingKeysWith: { first, _ in first })
        let mine = Set(trees.map(\.name))
        var changes: [Change] = []
        for (name, tree) in trees {
            if let partner = known[name] {
                changes += TreeComparison.changes(from: tree, to: partner, at: name)
            } else {
                changes.append(Change(.removed, .subtrees, name))
            }
        }
        for (name, _) in other.trees where !mine.contains(name) { changes.append(Change(.added, .subtrees, name)) }
        return changes
    }
}
