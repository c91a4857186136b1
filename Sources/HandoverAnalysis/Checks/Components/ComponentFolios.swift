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
