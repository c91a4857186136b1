import HandoverCoding
import HandoverState

/// What holds for huge pages: counts and orders of files against each other and against the list of sizes.
enum HugePageChecks {
    static let all: [ComponentChecks.Check] = [counts, files]

    private static func counts(_ components: ComponentSubject, _ log: inout FindingLog) {
        guard let pool = components.components.hugePages, let node = components.nodes(.flb, of: "hugetlb").first else {
            return
        }
        var ofFiles: [UInt64: UInt64] = [:]
        for file in components.components.files {
            guard case .hugeMemfd(let memfd) = file.content else { continue }
            // What could not be read cannot be counted.
            guard let table = memfd.folios else { return }
            ofFiles[memfd.order, default: 0] &+= table.count &- table.holeCount
        }
        var ofPool: [UInt64: UInt64] = [:]
        for size in pool.sizes {
            let (sum, overflow) = ofPool[size.order, default: 0].addingReportingOverflow(size.count)
            ofPool[size.order] = overflow ? .max : sum
        }
        for order in Set(ofFiles.keys).union(ofPool.keys).sorted() {
            let (told, found) = (ofPool[order, default: 0], ofFiles[order, default: 0])
            if told != found {
                components.tell(
                    .hugeCount, [node], &log,
                    "\(told) pages of order \(order) are said to be handed over, files have \(found)")
            }
        }
    }

    private static func files(_ components: ComponentSubject, _ log: inout FindingLog) {
        for node in components.nodes(.file, of: "huge-memfd") {
            let object = components.graph.nodes[node].object
            guard let order = object.raw("order"), order < 52, case .folios(let table)? = object["folios"] else {
                continue
            }
            ComponentFolios.tellLost(table, of: node, components, &log)
            let present = table.count &- table.holeCount
            let shift = order + UInt64(components.subject.pageShift)
            let room = shift < 64 ? (object.raw("size") ?? 0) >> shift : 0
            let rest = shift < 64 && (object.raw("size") ?? 0) & (1 << shift - 1) != 0 ? UInt64(1) : 0
            if present > room + rest {
                components.tell(
                    .hugeSize, [node], &log,
                    "the file has \(present) pages of order \(order), its \((object.raw("size") ?? 0).hex) bytes have "
                        + "room for \(room + rest)")
            }
            var wrong = FolioSurvey.Tally()
            var found = 0
            for folio in table.folios ?? [] where !folio.isHole {
                let isHead = folio.frame & (1 << order - 1) == 0
                guard !isHead || (folio.order.map { UInt64($0) != order } ?? false) else { continue }
                if wrong.count == 0 { found = folio.order ?? 0 }
                wrong.add(folio.frame)
            }
            if wrong.count > 0 {
                components.tell(
                    .hugeOrder, [node], &log,
                    "\(wrong.count) pages of the file's order \(order) are none in the map: frame \(wrong.first.hex) is "
                        + "of order \(found)")
            }
        }
    }
}
