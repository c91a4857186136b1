import HandoverABI
import HandoverState

/// What kernels ask of files in memory.
enum MemfdChecks {
    static let all: [Validator.Check] = [files]

    /// The largest size and position of a file, `MAX_LFS_FILESIZE`.
    private static let largest = UInt64(Int64.max)

    private static func files(_ subject: Subject, _ log: inout FindingLog) {
        for session in subject.state.liveUpdate?.sessions ?? [] {
            for file in session.files {
                guard let memfd = file.memfd else { continue }
                let path = SessionChecks.path(of: file, in: session)
                head(of: memfd, path, &log)
                folios(of: memfd, path, subject, &log)
            }
        }
    }

    private static func head(of memfd: Memfd, _ path: String, _ log: inout FindingLog) {
        if memfd.size > largest {
            log.add(.sizeImpossible, path, "the size is \(memfd.size.hex), files have at most \(largest.hex)")
        }
        if memfd.position > largest {
            log.add(.sizeImpossible, path, "the position is \(memfd.position.hex), files have at most \(largest.hex)")
        } else if memfd.position > memfd.size {
            log.add(
                .positionBeyondSize, path, "the position is \(memfd.position.hex), the size only \(memfd.size.hex)")
        }
        let unknown = memfd.seals.rawValue & ~MemfdV2.knownSeals
        if unknown != 0 {
            log.add(.sealsUnknown, path, "no known kernel has the seals \(UInt64(unknown).hex)")
        }
        if memfd.flags != 0 {
            log.add(.flagsReserved, path, "the flags are \(UInt64(memfd.flags).hex), kernels write 0")
        }
        if memfd.size == 0, memfd.folioCount > 0 {
            log.add(.emptyFileWithFolios, path, "the file has no bytes and \(memfd.folioCount) folios")
        }
    }

    private static func folios(of memfd: Memfd, _ path: String, _ subject: Subject, _ log: inout FindingLog) {
        guard let table = memfd.folios, let folios = table.folios else { return }
        let pages = memfd.size >> UInt64(subject.pageShift) + (memfd.size % subject.pageSize == 0 ? 0 : 1)
        var survey = FolioSurvey(pages: pages)
        for (record, folio) in folios.enumerated() { survey.look(at: folio, record) }
        if survey.isSorted {
            for (record, folio) in folios.enumerated() { survey.place(folio, record) }
        } else {
            let order = folios.indices.sorted { folios[$0].index < folios[$1].index }
            for record in order { survey.place(folios[record], record) }
        }
        survey.finish()
        if UInt64(folios.count) != memfd.folioCount { survey.missing = FolioSurvey.Tally() }
        survey.tell(path, &log)
    }
}
