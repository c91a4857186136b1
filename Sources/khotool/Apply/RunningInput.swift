import Captures
import DeviceTree
import DeviceTreeSource
import FindingReports
import HandoverAnalysis
import HandoverState
import Multikernel

/// A machine as the command's inputs tell of it.
struct RunningInput {
    let capture: TreeCapture
    let source: Machine
    var machine: RunningMachine
    let assumptions: [Finding]

    /// The path of the input.
    var path: String { capture.path }

    /// Reads a pool or host tree, and the trees of instances beside it, or ends the command.
    init(_ path: String, instances: [String] = [], pageSize: UInt64 = 4096) throws {
        (capture, source) = try Self.machine(path)
        let trees = try instances.map { try Self.instance($0) }
        (machine, assumptions) = RunningMachine.assembled(from: source, instances: trees, pageSize: pageSize)
    }

    private init(capture: TreeCapture, source: Machine) {
        (self.capture, self.source) = (capture, source)
        (machine, assumptions) = RunningMachine.assembled(from: source)
    }

    /// The machine of a tree that was opened before.
    init(_ capture: TreeCapture, _ machine: Machine) { self.init(capture: capture, source: machine) }

    private static func machine(_ path: String) throws -> (TreeCapture, Machine) {
        let (capture, tree) = try read(path)
        if case .machine(let machine) = tree { return (capture, machine) }
        throw Diagnostics.fail(
            "\(path): a tree of kind \(tree.kind.rawValue), where a baseline, pool or host is needed")
    }

    private static func instance(_ path: String) throws -> InstanceTree {
        let (_, tree) = try read(path)
        if case .instance(let tree) = tree { return tree }
        throw Diagnostics.fail("\(path): a tree of kind \(tree.kind.rawValue), where that of an instance is needed")
    }

    /// Reads a multikernel tree, or ends the command.
    static func read(_ path: String) throws -> (TreeCapture, MultikernelTree) {
        guard case .deviceTree(let capture) = try ComparedInput.open(path, hints: CaptureHints()) else {
            throw Diagnostics.fail("\(path): no multikernel device tree")
        }
        let reading = try capture.readMultikernel()
        Diagnostics.print(reading.remarks, of: capture)
        return (capture, reading.tree)
    }
}

/// An overlay as an input holds it.
struct OverlayInput {
    let capture: TreeCapture
    let overlay: Overlay

    /// The path of the input.
    var path: String { capture.path }
    /// How many bytes its blob has.
    var size: Int { Int(capture.tree.totalSize) }

    /// Reads an overlay, or ends the command.
    init(_ path: String) throws {
        let tree: MultikernelTree
        (capture, tree) = try RunningInput.read(path)
        guard case .overlay(let overlay) = tree else {
            throw Diagnostics.fail("\(path): a tree of kind \(tree.kind.rawValue), where an overlay is needed")
        }
        self.overlay = overlay
    }
}

extension Diagnostics {
    /// Prints findings of an overlay or a machine: with lines and columns where there is source.
    static func print(_ findings: [Finding], of capture: TreeCapture) {
        for finding in findings {
            var parts = finding.path.split(separator: "/", omittingEmptySubsequences: true)
            if parts.first?.hasPrefix("fragment@") == true, parts.count > 1 { parts.insert("__overlay__", at: 1) }
            let place = capture.source?.places.nearestPlace(to: "/" + parts.joined(separator: "/"))
            let file = place?.description(in: capture.path) ?? capture.path
            let text =
                "\(file): \(finding.path): \(finding.severity.rawValue): \(finding.message) [\(finding.rule.rawValue)]"
            StandardError.write(ShownText.escaped(text) + "\n")
        }
    }
}
