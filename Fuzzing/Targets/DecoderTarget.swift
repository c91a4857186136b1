import Captures
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverDocument
import HandoverState
import MemoryDumps
import PhysicalMemory

/// A capture as a whole: opening, finding the root, decoding by what it says and by any profile, and what the command
/// does with the state.
///
/// The last byte of the input says how: it is behind everything that a core file needs.
enum DecoderTarget {
    static func run(_ bytes: [UInt8]) {
        guard let file = MemoryFile(bytes) else { return }
        let choice = Int(bytes.last ?? 0)
        let hints = hints(choice)
        guard case .handover(let capture)? = try? Capture.open(file.path, hints: hints) else { return }
        if let result = try? capture.decode() { examine(result, of: capture, choice: choice) }
        let profile = Profile.all[choice % Profile.all.count]
        let sized = profile.withPageShift(Profile.pageShifts[choice / 8 % Profile.pageShifts.count])
        if let result = try? capture.decode(as: sized, retaining: .totals) { write(result.handover) }
    }

    /// Hints of a caller that knows something, or knows it wrong.
    private static func hints(_ choice: Int) -> CaptureHints {
        var hints = CaptureHints()
        switch choice >> 5 {
        case 5: hints.base = 0x10_0000
        case 6: hints.pageShift = 14
        case 7: hints.scratch = [MemoryRange(from: 0x1000, to: 0x1020), MemoryRange(from: 0x10_0000, to: 0x20_0000)]
        default: break
        }
        return hints
    }

    private static func examine(
        _ result: HandoverDecoder<Dump>.Result, of capture: HandoverCapture, choice: Int
    ) {
        let handover = result.handover
        if let memory = handover.state.memory {
            precondition(memory.rangeCount <= memory.blockCount, "more ranges than blocks")
        }
        _ = result.structures.count
        judge(result, of: capture, choice: choice)
        readContents(of: handover, in: capture.input.memory)
        write(handover)
        encode(result, of: capture, choice: choice)
    }

    /// Every rule, and what another kernel would make of it.
    private static func judge(
        _ result: HandoverDecoder<Dump>.Result, of capture: HandoverCapture, choice: Int
    ) {
        let subject = Subject(result, in: capture.input.memory.present, remarks: capture.remarks)
        let findings = Validator().findings(in: subject)
        precondition(findings.count <= RuleID.allCases.count * (FindingLog.limit + 1), "more findings than are kept")
        let told = findings.contains { $0.severity == .error }
        let isBroken = result.handover.remarks.contains { $0.severity == .damage }
        precondition(told || !isBroken, "damage, and no error")
        let target = TargetKernel(Profile.all[choice % Profile.all.count])
        let check = CompatibilityCheck(result.handover, writtenBy: result.profile, for: target)
        _ = check.successor(of: result.handover)
        let side = ComparedHandover(result.handover, structures: result.located)
        precondition(HandoverComparison(side, side).changes.isEmpty, "a handover differs from itself")
    }

    private static func readContents(of handover: Handover, in memory: Dump) {
        let pageShift = handover.abi.pageSize.trailingZeroBitCount
        var room = 16 << 20
        for session in (handover.state.liveUpdate?.sessions ?? []).prefix(8) {
            for memfd in session.files.prefix(8).compactMap(\.memfd) {
                guard let content = try? PreservedContent(memfd, pageShift: pageShift) else { continue }
                try? content.read(from: memory) { _, bytes in
                    room -= bytes.count
                    return room > 0
                }
            }
        }
        for region in (handover.state.reserveMem ?? []).prefix(8) {
            guard let content = try? PreservedContent(region) else { continue }
            try? content.read(from: memory) { _, bytes in
                room -= bytes.count
                return room > 0
            }
        }
    }

    /// The document, which must be readable.
    private static func write(_ handover: Handover) {
        guard handover.state.subtrees.count < 256 else { return }
        _ = DocumentTarget.text(of: handover, as: .json)
    }

    private static func encode(
        _ result: HandoverDecoder<Dump>.Result, of capture: HandoverCapture, choice: Int
    ) {
        guard let memory = result.handover.state.memory, memory.rangeCount < 1 << 14 else { return }
        if choice & 1 == 0, let profile = result.profile {
            _ = try? HandoverImage(inPlace: capture, result, for: profile)
        } else {
            let pageShift = result.handover.abi.pageSize.trailingZeroBitCount
            let target = Profile.all[choice / 2 % Profile.all.count].withPageShift(pageShift)
            _ = try? HandoverImage(capture, result, for: target, losses: .drop)
        }
    }
}
