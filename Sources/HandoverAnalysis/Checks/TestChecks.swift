import HandoverABI
import HandoverState
import PhysicalMemory

/// What kernels ask of the record of their own test.
enum TestChecks {
    static let all: [Validator.Check] = [head, folios, sum]

    private static let path = "/" + SubtreeNames.test
    /// No machine has 2^48 bytes.
    private static let mostBits = 48

    private static func head(_ subject: Subject, _ log: inout FindingLog) {
        guard let test = subject.state.test else { return }
        if test.magic != TestTreeNames.magicValue, !subject.isRemarked(.testMagic) {
            log.add(.testMagic, path, "the test's magic number is \(UInt64(test.magic).hex)")
        }
        if test.folioCount == 0 {
            log.add(.testCount, path, "the test has no folios")
        } else if let folios = test.folios, folios.count != Int(test.folioCount) {
            log.add(.testCount, path, "the test announces \(test.folioCount) folios and lists \(folios.count)")
        }
    }

    private static func folios(_ subject: Subject, _ log: inout FindingLog) {
        guard let folios = subject.state.test?.folios else { return }
        let toldSize = subject.isRemarked(.testFolioSize)
        var ranges: [MemoryRange] = []
        for folio in folios {
            guard folio.order >= 0, folio.order + subject.pageShift < mostBits,
                let range = MemoryRange(start: folio.address, size: 1 << UInt64(folio.order + subject.pageShift))
            else {
                if !toldSize {
                    log.add(
                        .testFolioSize, path, at: folio.address, "a folio of order \(folio.order) is larger than memory"
                    )
                }
                continue
            }
            if !folio.address.isAligned(to: range.size) {
                log.add(
                    .testFolioMisaligned, path, at: folio.address,
                    "the folio at \(folio.address.value.hex) is not aligned to its \(range.size.hex) bytes")
            }
            ranges.append(range)
        }
        guard !subject.isRemarked(.testFoliosOverlap) else { return }
        ranges.sort { $0.start < $1.start }
        for (range, next) in zip(ranges, ranges.dropFirst()) where range.overlaps(next) {
            log.add(.testFoliosOverlap, path, at: next.start, "two folios of the test share memory")
        }
    }

    /// Of a document, what its maker found out when there was memory.
    private static func sum(_ subject: Subject, _ log: inout FindingLog) {
        guard let test = subject.state.test else { return }
        switch test.matches {
        case false? where !subject.isRemarked(.testSum):
            log.add(
                .testSum, path,
                "the folios give the sum \(UInt64(test.computedChecksum ?? 0).hex), the test says \(UInt64(test.checksum).hex)"
            )
        case nil where subject.isToldOnly && !subject.isIncomplete(at: path):
            log.add(.testSumUnknown, path, "the sum cannot be checked: the contents of the folios are not told")
        default: break
        }
    }
}
