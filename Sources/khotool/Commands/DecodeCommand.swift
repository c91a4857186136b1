import ArgumentParser
import Captures
import DeviceTree
import HandoverABI
import HandoverCoding
import HandoverDocument
import HandoverState

/// `khotool decode`: show the typed state in what a kernel left behind.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Show the state that a kernel hands over.",
        discussion: """
            Examples:
              khotool decode /sys/kernel/debug/kho/out
              khotool decode vmcore --summary
              khotool decode dump.elf.gz --root 0x4cc000 --format json | jq '.liveUpdate.sessions[].name'
              khotool decode out/fdt --format dts
              khotool decode vmcore --format dot | dot -Tsvg > vmcore.svg
            """)

    @OptionGroup var source: InputOptions
    @OptionGroup var reading: ReadingOptions

    @Option(
        help: "The form of the output: text, json, yaml, dot (a drawing for GraphViz), or dts (a device tree's source)."
    )
    var format: Format = .text

    @Flag(help: "Leave out long lists (preserved ranges, folios) and keep their totals.")
    var summary = false

    @Flag(help: "In text, list every session, file and remark.")
    var all = false

    @Option(help: ArgumentHelp("With --format dts, show this subtree's tree instead of the root's.", valueName: "name"))
    var subtree: String?

    /// The forms of the output.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, yaml, dts, dot
    }

    func validate() throws {
        if subtree != nil, format != .dts { throw ValidationError("--subtree goes with --format dts") }
    }

    func run() throws {
        StandardOutput.ignoreBrokenPipes()
        switch try source.open() {
        case .handover(let capture): try show(capture)
        case .deviceTree(let tree): try show(tree)
        case .document(let text): try show(source.read(text))
        }
    }

    private func show(_ capture: HandoverCapture) throws {
        if format == .dts { return try showSource(of: capture) }
        let retention: FolioTable.Retention = summary || format == .text || format == .dot ? .totals : .every
        var handover = try source.decode(capture, as: reading.profile, retaining: retention).handover
        handover.remarks = capture.remarks + handover.remarks
        try show(handover)
    }

    private func show(_ handover: Handover) throws {
        switch format {
        case .text:
            let report = HandoverReport(
                handover: handover, style: Terminal.wantsColour ? .coloured : .plain, limits: all ? .none : .screen)
            StandardOutput.write(report.lines().joined(separator: "\n") + "\n")
        case .json, .yaml:
            let encoder = HandoverDocumentEncoder(detail: summary ? .summary : .complete)
            try encoder.encode(handover, as: format == .yaml ? .yaml : .json, to: StandardOutput.sink)
        case .dot:
            guard let liveUpdate = handover.state.liveUpdate else {
                throw Diagnostics.fail("\(source.input): no Live Update Orchestrator, whose components could be drawn")
            }
            let drawing = ComponentDrawing(liveUpdate, formats: ComponentFormat.known)
            StandardOutput.write(drawing.lines().joined(separator: "\n") + "\n")
        case .dts:
            throw Diagnostics.fail("\(source.input): a state document has no device tree source")
        }
        // A report on the same screen has said all of this already.
        if format != .text || !Terminal.isShared { Diagnostics.print(handover.remarks, of: source.input) }
        if handover.remarks.contains(where: { $0.severity == .damage }) { throw ExitStatus.findings.code }
    }

    // MARK: Trees

    private func show(_ tree: FlattenedDeviceTree) throws {
        switch format {
        case .dts: writeSource(of: tree, style: .cells)
        case .json, .yaml:
            let document = DeviceTreeDocument(tree: tree)
            try document.write(as: format == .yaml ? .yaml : .json, to: StandardOutput.sink)
        case .dot:
            throw Diagnostics.fail("\(source.input): not the root of a handover, whose components could be drawn")
        case .text:
            StandardOutput.write(
                "A device tree of \(Quantities.count(tree.nodeCount, "node")), \(tree.totalSize) bytes; "
                    + "not the root of a handover. --format dts shows its source.\n")
        }
        let version = tree.root["compatible"]?.strings?.first.map { ", it is \"\($0)\"" } ?? ""
        let remark = Remark(.note, .treeUnrelated, path: "/", "the tree is not part of a handover\(version)")
        Diagnostics.print([remark], of: source.input)
    }

    private func showSource(of capture: HandoverCapture) throws {
        let decoded = try source.decode(capture, as: reading.profile, retaining: .totals)
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
