import HandoverABI
import HandoverState
import PhysicalMemory

/// The format that is chosen for a string, and what the choice rests on.
struct ComponentChoice {
    let format: ComponentFormat
    let confidence: ABIIdentification.Confidence
    let evidence: [String]
    let alternatives: [String]

    /// A format that the caller names.
    init(given format: ComponentFormat) {
        self.format = format
        confidence = .given
        evidence = ["the format was given"]
        alternatives = []
    }

    /// The best of formats that were tried, the newest first; `nil` for none.
    init?(_ trials: [ComponentTrial]) {
        guard let newest = trials.first else { return nil }
        let fitting = trials.filter { $0.evidence.contradictionCount == 0 }
        if fitting.isEmpty {
            // All the bytes speak against: the least contradicted, to tell what is damaged.
            let best = trials.dropFirst().reduce(newest) {
                $1.evidence.contradictionCount < $0.evidence.contradictionCount ? $1 : $0
            }
            format = best.format
            alternatives = []
            // Most that is there speaks for it, and for it alone: something else is wrong than the revision.
            if best.isFavoured, trials.allSatisfy({ $0.format == best.format || !$0.isFavoured }) {
                confidence = .likely
                evidence = ["most of what is there speaks for it"] + best.evidence.contradictions
                return
            }
            confidence = .assumed
            evidence = ["no known revision fits"] + best.evidence.contradictions
            return
        }
        let best = fitting.dropFirst().reduce(fitting[0]) {
            $1.evidence.supportCount > $0.evidence.supportCount ? $1 : $0
        }
        let others = fitting.filter { $0.format != best.format }
        format = best.format
        alternatives = others.map { $0.format.name }
        let against = trials.filter { $0.evidence.contradictionCount > 0 }.compactMap { trial in
            trial.evidence.contradictions.first.map { "not \(trial.format.name): \($0)" }
        }
        if others.isEmpty {
            confidence = .certain
            evidence =
                (trials.count == 1 ? ["the only revision of its string"] : ["the only revision that fits"])
                + best.evidence.supports + against
        } else if others.allSatisfy({ $0.evidence.supportCount < best.evidence.supportCount }) {
            confidence = .likely
            evidence = best.evidence.supports + against
        } else {
            confidence = .assumed
            evidence = ["the newest of those that the bytes do not tell apart"] + best.evidence.supports + against
        }
    }
}

/// A format, and what was found by reading with it.
struct ComponentTrial {
    let format: ComponentFormat
    var evidence = ComponentEvidence()
    /// Whether there was a structure to read at all.
    var hasRead = false

    /// Whether more speaks for the format than against it.
    var isFavoured: Bool { evidence.supportCount > evidence.contradictionCount }

    /// Reads what lies at some addresses by the format, without keeping any of it.
    mutating func read<Memory: PhysicalMemory>(
        _ address: PhysicalAddress, path: String, memfds: MemfdReader, memory: Memory, pageShift: Int,
        landings: ComponentLandings
    ) {
        let memfds = MemfdReader(lookup: memfds.lookup, retention: .totals)
        var reader = ComponentReader(
            format, at: path, memfds: memfds, reader: StructureReader(memory: memory, pageShift: pageShift))
        reader.extent = .sample
        reader.evidence = evidence
        let root = reader.root(at: address)
        evidence = reader.evidence
        // What a sample does not read of a list is no flaw of it.
        for remark in reader.reader.log.remarks where remark.rule != .vmallocTotal && remark.rule != .vmallocLong {
            evidence.contradict(remark.message)
        }
        if let root {
            hasRead = true
            landings.judge(root, by: format, &evidence)
        }
    }
}
