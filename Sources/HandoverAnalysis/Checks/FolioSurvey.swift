import HandoverState

/// Looks at the folios of a file one after the other, and counts what is the matter: one finding of each kind tells of a
/// file with millions of them.
struct FolioSurvey {
    /// How many of a kind there are, and the first.
    struct Tally {
        private(set) var count: UInt64 = 0
        private(set) var first: UInt64 = 0

        mutating func add(_ position: UInt64, count more: UInt64 = 1) {
            if count == 0 { first = position }
            count &+= more
        }
    }

    /// How many pages the file has.
    private let pages: UInt64
    /// Whether the records stand in the order of their indices.
    private(set) var isSorted = true
    /// Whether it is known how many pages each folio has.
    private var isMeasured = true
    private var previousIndex: UInt64 = 0
    private var previousFolio: UInt64 = 0
    /// The end of the folios placed so far, in pages, and of folios and holes.
    private var occupied: UInt64 = 0
    private var covered: UInt64 = 0

    private var outOfOrder = Tally()
    private var overlapping = Tally()
    private var beyond = Tally()
    private var flagged = Tally()
    private var holes = Tally()
    private var misaligned = Tally()
    private var notUpToDate = Tally()
    private var clean = Tally()
    /// Pages without a folio, by their index; the others are counted by record.
    var missing = Tally()

    init(pages: UInt64) {
        self.pages = pages
    }

    /// Looks at a record by itself, in the order of the records.
    mutating func look(at folio: Folio, _ record: Int) {
        let position = UInt64(record)
        if folio.index < previousIndex { isSorted = false }
        previousIndex = folio.index
        if folio.isHole {
            holes.add(position)
            return
        }
        if folio.index < previousFolio { outOfOrder.add(position) }
        previousFolio = folio.index
        if folio.index >= pages { beyond.add(position) }
        if folio.flags.rawValue & ~3 != 0 { flagged.add(position) }
        if !folio.flags.contains(.upToDate) { notUpToDate.add(position) }
        if !folio.flags.contains(.dirty) { clean.add(position) }
        if let order = folio.order {
            let mask = Self.pages(ofOrder: order) - 1
            if (folio.frame | folio.index) & mask != 0 {
                misaligned.add(position)
                isMeasured = false
            }
        } else {
            isMeasured = false
        }
    }

    /// Puts a folio into its place in the file, in the order of the indices.
    mutating func place(_ folio: Folio, _ record: Int) {
        if folio.index > covered, covered < pages {
            missing.add(covered, count: min(folio.index, pages) - covered)
        }
        let mask = Self.pages(ofOrder: folio.order ?? 0) - 1
        let count = (folio.frame | folio.index) & mask == 0 ? mask + 1 : 1
        let (sum, overflow) = folio.index.addingReportingOverflow(folio.isHole ? 1 : count)
        let end = overflow ? .max : sum
        covered = max(covered, end)
        if folio.isHole { return }
        if folio.index < occupied { overlapping.add(UInt64(record)) }
        occupied = max(occupied, end)
    }

    /// Counts what is missing behind the last folio; where folios are of unknown length, nothing is.
    mutating func finish() {
        if covered < pages { missing.add(covered, count: pages - covered) }
        if !isMeasured { missing = Tally() }
    }

    private static func pages(ofOrder order: Int) -> UInt64 { 1 << UInt64(min(max(0, order), 63)) }

    func tell(_ path: String, _ log: inout FindingLog) {
        tell(.folioOrder, outOfOrder, "has an index below that of the one before", path, &log)
        tell(.folioOverlap, overlapping, "stands for pages that another has already", path, &log)
        tell(.folioBeyondSize, beyond, "lies behind the \(pages) pages of the file", path, &log)
        if missing.count > 0 {
            log.add(
                .folioMissing, path,
                "\(missing.count) of the file's \(pages) pages have no folio, the first at index \(missing.first.hex)")
        }
        tell(.folioFlags, flagged, "has flags beside 0x3", path, &log)
        tell(.holeRecord, holes, "is a hole", path, &log)
        tell(
            .folioMisaligned, misaligned, "has a frame or index that is not aligned to its order in the map", path,
            &log)
        tell(.folioNotUpToDate, notUpToDate, "is not marked up to date, so it reads as zeros", path, &log)
        tell(.folioClean, clean, "is not marked dirty, so it may be dropped", path, &log)
    }

    private func tell(
        _ rule: RuleID, _ tally: Tally, _ what: @autoclosure () -> String, _ path: String, _ log: inout FindingLog
    ) {
        guard tally.count > 0 else { return }
        let others = tally.count == 1 ? "" : ", and \(tally.count - 1) more like it"
        log.add(rule, path, "folio record \(tally.first.hex) \(what())\(others)")
    }
}
