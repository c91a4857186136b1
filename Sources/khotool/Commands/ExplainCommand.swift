import ArgumentParser
import Captures
import HandoverCoding
import HandoverDocument
import HandoverState
import KernelLogs
import MemoryDumps

/// `khotool explain`: what a kernel's messages mean.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell what the kernel's messages about a handover mean.",
        discussion: """
            LOG is what dmesg, a journal or a serial console gave, gzip-compressed or not. Every message of KHO, live \
            update and reserve_mem of all known releases is told with what it means, the check that failed and what to \
            do next; with --state also what the names and addresses in it stand for. Exit status: 0 nothing went wrong; \
            1 something was lost or refused, or the kernel stopped; 2 there is no log.

            Examples:
              dmesg | khotool explain
              khotool explain console.log --state vmcore
              journalctl -k -o short-monotonic | khotool explain --format json | jq '.boots[-1].outcome'
            """)

    @Argument(help: "The log; - or nothing for standard input.", completion: .file())
    var log = "-"

    @Option(
        help: ArgumentHelp("What was handed over: anything that decode reads.", valueName: "input"),
        completion: .file())
    var state: String?

    @Option(help: "The form of the output: text or json.")
    var format: Format = .text

    @Flag(help: "In text, show the harmless messages too.")
    var all = false

    /// The forms of the output.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    func validate() throws {
        if log == "-", state == "-" { throw ValidationError("LOG and --state cannot both be standard input") }
    }

    func run() throws {
        StandardOutput.ignoreBrokenPipes()
        let explanation = try explain()
        let join = try state.map(joined)
        let document = ExplanationDocument(explanation: explanation, join: join)
        switch format {
        case .text:
            let style: TextStyle = Terminal.wantsColour ? .coloured : .plain
            let text = ExplanationText(explanation: explanation, join: join, style: style, showsAll: all)
            StandardOutput.write(text.lines().joined(separator: "\n") + "\n")
        case .json:
            var writer = JSONWriter(to: StandardOutput.sink)
            try document.write(to: &writer)
            try writer.finish()
        }
        if explanation.hasFailures || document.isContradicted { throw ExitStatus.findings.code }
    }

    private func explain() throws -> LogExplanation {
        do throws(InputError) {
            var bytes = try PlainBytes(path: log)
            if let kind = bytes.foreignKind {
                throw InputError(.unrecognised, path: log, reason: "\(kind), expected a kernel's log")
            }
            var explainer = LogExplainer()
            try bytes.forEachPiece { explainer.read($0) }
            return explainer.finish()
        } catch {
            throw Diagnostics.fail(error)
        }
    }

    private func joined(_ path: String) throws -> StateJoin {
        let source = try InputOptions.parse(["--", path])
        switch try source.open() {
        case .handover(let capture):
            let decoded = try source.decode(capture, by: ReadingRules())
            return StateJoin(decoded.handover, located: decoded.located ?? [])
        case .deviceTree: throw Diagnostics.fail("\(path): a device tree that is not the root of a handover")
        case .document(let text): return StateJoin(try source.read(text, by: ReadingRules()))
        }
    }
}
