import ArgumentParser
import HandoverAnalysis
import HandoverDocument
import MemoryDumps

/// Which findings are accepted, and which matter more or less.
struct AcceptanceOptions: ParsableArguments {
    @Option(
        help: "Change severities and accept findings as this file says (YAML).", completion: .file())
    var policy: String?

    @Option(help: "Accept the findings that this file knows.", completion: .file())
    var baseline: String?

    @Option(help: "Accept all findings, and write them to this file for --baseline.", completion: .file())
    var writeBaseline: String?

    /// Reads both files, or ends the command.
    func judgement() throws -> Judgement {
        var judgement = Judgement()
        if let policy {
            let bytes = try read(policy)
            do throws(DocumentError) {
                judgement = Judgement(policy: try PolicyReader().read(bytes))
            } catch {
                throw Diagnostics.fail("\(policy): \(error)")
            }
        }
        if let baseline {
            let bytes = try read(baseline)
            do throws(DocumentError) {
                judgement = Judgement(policy: judgement.policy, baseline: try Baseline(document: bytes))
            } catch {
                throw Diagnostics.fail("\(baseline): \(error)")
            }
        }
        return judgement
    }

    /// Begins the baseline that is to be written; `nil` where none is.
    func baselineFile() throws -> BaselineFile? {
        try writeBaseline.map { try BaselineFile(path: $0) }
    }

    private func read(_ path: String) throws -> [UInt8] {
        do throws(InputError) {
            return try Input.readText(path: path)
        } catch {
            throw Diagnostics.fail(error)
        }
    }

    /// Says which entries were of no use, so that none is kept for what is long gone.
    func tellUnused(of judgement: Judgement) {
        for entry in judgement.unusedEntries {
            let place = entry.position.map { "line \($0.line), column \($0.column): " } ?? ""
            StandardError.write(
                "\(policy ?? ""): \(place)note: the entry for \(entry.rule.pattern) matches no finding\n")
        }
        let stale = judgement.staleEntries
        guard let baseline, let first = stale.first else { return }
        let more = stale.count == 1 ? "" : ", and \(stale.count - 1) more"
        StandardError.write(
            "\(baseline): note: a known finding was not met again: \(first.rule) at \(first.path) of \(first.input)"
                + "\(more); --write-baseline makes a new one\n")
    }
}
