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
    func forEachFolioTable(_ body: (FolioTable) -> Void) {
        forEachMemfd { _, _, memfd in
            if let table = memfd.folios { body(table) }
        }
        for file in (state.liveUpdate?.sessions ?? []).flatMap(\.files) {
            for member in file.component?.root.members ?? [] {
                if case .folios(let table) = member.value { body(table) }
            }
        }
    }
}
