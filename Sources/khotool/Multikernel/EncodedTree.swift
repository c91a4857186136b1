import ArgumentParser
import Captures
import DeviceTree
import MemoryDumps
import Multikernel

/// A multikernel device tree as it is to be written.
struct EncodedTree {
    let tree: MultikernelTree
    let input: String
    var width: CellWidthArgument?

    /// The forms that a tree is written in.
    enum Form: String, ExpressibleByArgument, CaseIterable {
        /// A blob, as kernels read it.
        case dtb
        /// Source, as people read it.
        case dts

        /// The form that the name of a file speaks of.
        init(of path: String) {
            self = path.hasSuffix(".dts") || path.hasSuffix(".dtso") ? .dts : .dtb
        }
    }

    /// The bytes in a form, or the end of the command.
    func bytes(as form: Form) throws -> [UInt8] {
        var tree = tree
        do {
            if let width { tree = try tree.withCPUWidth(width.width) }
            let blob = try tree.blob()
            if form == .dtb { return blob }
            var text: [UInt8] = []
            try FlattenedDeviceTree(blob: blob).writeSource(annotating: .cells, to: &text)
            return text
        } catch let error as MultikernelError {
            throw Diagnostics.fail("\(input): \(error)")
        } catch let error as DeviceTreeError {
            throw Diagnostics.fail("\(input): the tree cannot be written: \(error)")
        }
    }

    /// Writes the tree to a file, or to standard output for `-`.
    func write(as form: Form, to output: String) throws {
        let bytes = try bytes(as: form)
        if output == "-" { return StandardOutput.write(bytes.span) }
        do {
            try AtomicFile.write(bytes, to: output)
        } catch {
            throw Diagnostics.fail(error)
        }
    }
}

extension EncodedTree {
    /// The tree of a blob or of source, whose reader has something to say.
    init(_ capture: TreeCapture, width: CellWidthArgument?) throws {
        let input = try capture.readMultikernel()
        Diagnostics.print(input.reading.remarks, of: input)
        self.init(tree: input.tree, input: input.path, width: width)
    }
}

/// The width of a list of processors on the command line, in bits.
struct CellWidthArgument: ExpressibleByArgument {
    let width: CPUList.CellWidth

    init?(argument: String) {
        guard let bits = Int(argument), let width = CPUList.CellWidth(rawValue: bits) else { return nil }
        self.width = width
    }
}
