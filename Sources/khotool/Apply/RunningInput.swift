import Captures
import HandoverAnalysis
import Multikernel

/// A machine as the command's inputs tell of it.
struct RunningInput {
    let input: MultikernelInput
    let source: Machine
    var machine: RunningMachine
    let assumptions: [Finding]

    /// The path of the input.
    var path: String { input.path }

    /// Reads a pool or host tree, and the trees of instances beside it, or ends the command.
    init(_ path: String, instances: [String] = [], pageSize: UInt64 = 4096) throws {
        input = try Self.read(path)
        guard case .machine(let machine) = input.tree else {
            throw Diagnostics.fail(
                "\(path): a tree of kind \(input.kind), where a baseline, pool or host is needed")
        }
        source = machine
        let trees = try instances.map { try Self.instance($0) }
        (self.machine, assumptions) = RunningMachine.assembled(from: source, instances: trees, pageSize: pageSize)
    }

    /// The machine of a tree that was read before.
    init(_ input: MultikernelInput, _ machine: Machine) {
        (self.input, self.source) = (input, machine)
        (self.machine, assumptions) = RunningMachine.assembled(from: source)
    }

    private static func instance(_ path: String) throws -> InstanceTree {
        let input = try read(path)
        if case .instance(let tree) = input.tree { return tree }
        throw Diagnostics.fail("\(path): a tree of kind \(input.kind), where that of an instance is needed")
    }

    /// Reads a multikernel tree, or ends the command.
    static func read(_ path: String) throws -> MultikernelInput {
        try input(path, ComparedInput.open(path, hints: CaptureHints()))
    }

    /// Reads an input that was opened before, or ends the command.
    static func input(_ path: String, _ capture: Capture) throws -> MultikernelInput {
        let input: MultikernelInput?
        do {
            input = try MultikernelInput(path, capture)
        } catch {
            throw Diagnostics.fail("\(path): \(error)")
        }
        guard let input else { throw Diagnostics.fail("\(path): no multikernel device tree") }
        Diagnostics.print(input.reading.remarks, of: input)
        return input
    }
}

/// An overlay as an input holds it.
struct OverlayInput {
    let input: MultikernelInput
    let overlay: Overlay

    /// The path of the input.
    var path: String { input.path }
    /// How many bytes its blob has.
    var size: Int { input.size }

    /// Reads an overlay, or ends the command.
    init(_ path: String) throws {
        input = try RunningInput.read(path)
        guard case .overlay(let overlay) = input.tree else {
            throw Diagnostics.fail("\(path): a tree of kind \(input.kind), where an overlay is needed")
        }
        self.overlay = overlay
    }
}
