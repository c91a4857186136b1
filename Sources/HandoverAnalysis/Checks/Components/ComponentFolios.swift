import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory

/// The folios of files that are no memfd.
enum ComponentFolios {
    /// Tells of folios that are not preserved: one finding for a file.
    static func tellLost(
        _ table: FolioTable, of node: Int, _ components: ComponentSubject, _ log: inout FindingLog
    ) {
        guard let memory = components.subject.soundMap else { return }
        guard let folios = table.folios else {
            if table.unpreservedCount > 0 {
                components.tell(
                    .folioUnpreserved, [node], &log, "\(table.unpreservedCount) folios are not preserved")
            }
            return
        }
        var lookup = OrderLookup(memory)
        var lost = FolioSurvey.Tally()
        for folio in folios where !folio.isHole && lookup.order(ofFrame: folio.frame) == nil { lost.add(folio.index) }
        if lost.count > 0 {
            components.tell(
                .folioUnpreserved, [node], &log,
                "\(lost.count) of \(folios.count) folios are not preserved, the first of page \(lost.first.hex) of the "
                    + "file")
        }
    }
}

extension Subject {
    /// Calls a closure with the folios of every file: memfds, and what other handlers keep.
    func forEachFolioTable(_ body: (_ path: String, FolioTable) -> Void) {
        forEachMemfd { path, _, memfd in
            if let table = memfd.folios { body(path, table) }
        }
        for session in state.liveUpdate?.sessions ?? [] {
            for file in session.files {
                for member in file.component?.root.members ?? [] {
                    guard case .folios(let table) = member.value else { continue }
                    body(SessionChecks.path(of: file, in: session), table)
                }
            }
        }
    }
}
