import ArgumentParser
import Captures
import DeviceTree
import MemoryDumps
import Multikernel

/// A multikernel device tree as it is to be written.
struct EncodedTree {
    let capture: TreeCapture
    let width: CellWidthArgument?

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

    /// Writes the tree to a file, or to standard output for `-`.
    func write(as form: Form, to output: String) throws {
        let reading = try capture.readMultikernel()
        Diagnostics.print(reading.remarks, of: capture)
        var tree = reading.tree
        if let width {
            do {
                tree = try tree.withCPUWidth(width.width)
            } catch {
                throw Diagnostics.fail("\(capture.path): \(error)")
            }
        }
        try Self.write(tree, of: capture.path, as: form, to: output)
    }

    /// Writes a tree that came of an input to a file, or to standard output for `-`.
    static func write(_ tree: MultikernelTree, of path: String, as form: Form, to output: String) throws {
        let bytes: [UInt8]
        do throws(DeviceTreeError) {
            let blob = try tree.blob()
            bytes = form == .dtb ? blob : try source(of: blob)
        } catch {
            throw Diagnostics.fail("\(path): the tree cannot be written: \(error)")
        }
        if output == "-" { return StandardOutput.write(bytes.span) }
        do {
            try AtomicFile.write(bytes, to: output)
        } catch {
            throw Diagnostics.fail(error)
        }
    }

    private static func source(of blob: [UInt8]) throws(DeviceTreeError) -> [UInt8] {
        var text: [UInt8] = []
        try FlattenedDeviceTree(blob: blob).writeSource(annotating: .cells, to: &text)
        return text
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
