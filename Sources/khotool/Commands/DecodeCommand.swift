import ArgumentParser
import Captures
import DeviceTree
import HandoverABI
import HandoverCoding
import HandoverDocument
import HandoverState
import Multikernel

/// `khotool decode`: show the typed state in what a kernel left behind.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Show the state that a kernel hands over, or what several kernels on a machine own.",
        discussion: """
            Device tree source (/dts-v1/; or kerf's /multikernel-v1/;) is compiled with dtc first; what it includes has \
            to lie in its folder or below. Of a device tree of the multikernel patches text shows who owns which \
            processors, memory and devices.

            Examples:
              khotool decode /sys/kernel/debug/kho/out
              khotool decode vmcore --summary
              khotool decode dump.elf.gz --root 0x4cc000 --format json | jq '.liveUpdate.sessions[].name'
              khotool decode out/fdt --format dts
              khotool decode vmcore --format dot | dot -Tsvg > vmcore.svg
              khotool decode /sys/fs/multikernel/device_tree
              khotool decode add-blue.dtso
              khotool decode vmcore --format svg > map.svg
            """)

    @OptionGroup var source: InputOptions
    @OptionGroup var reading: ReadingOptions

    @Option(
        help:
            "The form of the output: text, json, yaml, dts (a device tree), svg (a map), or dot (a drawing of components)."
    )
    var format: Format = .text

    @Flag(help: "Leave out long lists (preserved ranges, folios) and keep their totals.")
    var summary = false

    @Flag(help: "In text, list every session, file and remark, and draw the memory.")
    var all = false

    @Option(help: ArgumentHelp("With --format dts, show this subtree's tree instead of the root's.", valueName: "name"))
    var subtree: String?

    /// The forms of the output.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, yaml, dts, svg, dot
    }

    func validate() throws {
        if subtree != nil, format != .dts { throw ValidationError("--subtree goes with --format dts") }
    }

    func run() throws {
        StandardOutput.ignoreBrokenPipes()
        switch try source.open() {
        case .handover(let capture): try show(capture, by: reading.rules())
        case .deviceTree(let capture): try capture.isMultikernel ? showMultikernel(capture) : show(capture.tree)
        case .document(let text) where MultikernelDocumentReader.isOne(text):
            try show(source.readMultikernel(text))
        case .document(let text):
            let rules = try reading.rules()
            try show(source.read(text, by: rules), formats: rules.formats)
        }
    }

    private func show(_ capture: HandoverCapture, by rules: ReadingRules) throws {
        if format == .dts { return try showSource(of: capture, by: rules) }
        // A map needs every folio, whatever is listed of them.
        let listsFolios = format == .svg || (format == .text || format == .dot ? all : !summary)
        let decoded = try source.decode(capture, by: rules, retaining: listsFolios ? .every : .totals)
        var handover = decoded.handover
        handover.remarks = capture.remarks + handover.remarks
        try show(handover, formats: rules.formats, structures: decoded.located ?? [])
    }

    private func show(
        _ handover: Handover, formats: [ComponentFormat], structures: [LocatedStructure] = []
    ) throws {
        switch format {
        case .text:
            let style: TextStyle = Terminal.wantsColour ? .coloured : .plain
            let report = HandoverReport(
                handover: handover, style: style, limits: all ? .none : .screen, formats: formats)
            let map = all ? DecodedMap(handover, structures: structures).lines(style: style) : []
            StandardOutput.write((report.lines() + map).joined(separator: "\n") + "\n")
        case .json, .yaml:
            let encoder = HandoverDocumentEncoder(detail: summary ? .summary : .complete, components: formats)
            try encoder.encode(handover, as: format == .yaml ? .yaml : .json, to: StandardOutput.sink)
        case .dot:
            guard let liveUpdate = handover.state.liveUpdate else {
                throw Diagnostics.fail("\(source.input): no Live Update Orchestrator, whose components could be drawn")
            }
            let drawing = ComponentDrawing(liveUpdate, formats: formats)
            StandardOutput.write(drawing.lines().joined(separator: "\n") + "\n")
        case .svg: StandardOutput.write(DecodedMap(handover, structures: structures).svg)
        case .dts:
            throw Diagnostics.fail("\(source.input): a state document has no device tree source")
        }
        // A report on the same screen has said all of this already.
        if format != .text || !Terminal.isShared { Diagnostics.print(handover.remarks, of: source.input) }
        if handover.remarks.contains(where: { $0.severity == .damage }) { throw ExitStatus.findings.code }
    }

    // MARK: Trees

    private func showMultikernel(_ capture: TreeCapture) throws {
        let input = try capture.readMultikernel()
        let reading = input.reading
        // The source tells the tree as it lies there, whatever is made of it.
        if format == .dts { writeSource(of: capture.tree, style: .cells) } else { try show(reading.tree) }
        Diagnostics.print(reading.remarks, of: input)
        if reading.remarks.contains(where: { $0.severity == .damage }) { throw ExitStatus.findings.code }
    }

    private func show(_ tree: MultikernelTree) throws {
        switch format {
        case .json, .yaml:
            let encoder = MultikernelDocumentEncoder()
            try encoder.encode(tree, as: format == .yaml ? .yaml : .json, to: StandardOutput.sink)
        case .text:
            let style: TextStyle = Terminal.wantsColour ? .coloured : .plain
            let report = MultikernelReport(tree: tree, style: style, mostItems: all ? .max : 16)
            // Of a change the report has said what it moves.
            let map = tree.kind == .overlay ? [] : DecodedMap(tree).lines(style: style)
            StandardOutput.write((report.lines() + map).joined(separator: "\n") + "\n")
        case .svg: StandardOutput.write(DecodedMap(tree).svg)
        case .dot:
            throw Diagnostics.fail(
                "\(source.input): the graph is one of handed over components; --format svg draws a tree")
        case .dts: try EncodedTree(tree: tree, input: source.input).write(as: .dts, to: "-")
        }
    }

    private func writeDocument(of tree: FlattenedDeviceTree) throws {
        try DeviceTreeDocument(tree: tree).write(as: format == .yaml ? .yaml : .json, to: StandardOutput.sink)
    }

    private func show(_ tree: FlattenedDeviceTree) throws {
        switch format {
        case .dts: writeSource(of: tree, style: .cells)
        case .json, .yaml: try writeDocument(of: tree)
        case .dot:
            throw Diagnostics.fail("\(source.input): not the root of a handover, whose components could be drawn")
        case .text:
            StandardOutput.write(
                "A device tree of \(Quantities.count(tree.nodeCount, "node")), \(tree.totalSize) bytes; "
                    + "not the root of a handover. --format dts shows its source.\n")
        case .svg:
            throw Diagnostics.fail(
                "\(source.input): neither a handover nor a tree of several kernels, so there is no map of it; "
                    + "--format dts shows its source")
        }
        let version = tree.root["compatible"]?.strings?.first.map { ", it is \"\($0)\"" } ?? ""
        let remark = Remark(.note, .treeUnrelated, path: "/", "the tree is not part of a handover\(version)")
        Diagnostics.print([remark], of: source.input)
    }

    private func showSource(of capture: HandoverCapture, by rules: ReadingRules) throws {
        let decoded = try source.decode(capture, by: rules, retaining: .totals)
        guard let tree = subtree.map({ decoded.trees[$0] }) ?? decoded.root ?? decoded.trees.values.first else {
            let names = decoded.trees.keys.sorted().joined(separator: ", ")
            throw Diagnostics.fail(
                "\(source.input): no device tree of that name; there is \(names.isEmpty ? "none" : names)")
        }
        writeSource(of: tree, style: .handover)
        let remarks = capture.remarks + decoded.handover.remarks.filter { $0.path == "/" }
        Diagnostics.print(remarks, of: source.input)
    }

    private func writeSource(of tree: FlattenedDeviceTree, style: some DeviceTreeSourceStyle) {
        var text: [UInt8] = []
        tree.writeSource(annotating: style, to: &text)
        StandardOutput.write(text.span)
    }
}
