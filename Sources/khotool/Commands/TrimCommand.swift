import ArgumentParser
import Captures
import HandoverCoding
import HandoverState

/// `khotool trim`: only the pages that the handover reaches.
struct TrimCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trim",
        abstract: "Write a small core file with the pages that a handover reaches.",
        discussion: """
            The image carries the root, the scratch areas and the release in a note, so that it can be read without \
            --root. It decodes to the same document as the dump.

            Examples:
              khotool trim vmcore -o handover.elf
              khotool trim vmcore --metadata-only -o handover.elf
            """)

    @OptionGroup var source: InputOptions
    @OptionGroup var reading: ReadingOptions

    @Flag(help: "Leave out the contents of files, reserved regions and test folios.")
    var metadataOnly = false

    @Option(name: .shortAndLong, help: "The core file to write.", completion: .file())
    var output: String

    func run() throws {
        StandardOutput.ignoreBrokenPipes()
        let capture = try source.openCapture()
        let decoded = try source.decode(capture, by: reading.rules(), retaining: .totals)
        do {
            try Trim(metadataOnly ? .structures : .everything).write(capture, decoded, to: output)
        } catch {
            throw Diagnostics.fail(error)
        }
        let remarks = capture.remarks + decoded.handover.remarks
        Diagnostics.print(remarks, of: source.input)
        if remarks.contains(where: { $0.severity == .damage }) { throw ExitStatus.findings.code }
    }
}
