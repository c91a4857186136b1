import HandoverABI
import HandoverCoding
import HandoverState

/// What holds for virtual machines, their processors and their memory, beside their references.
enum MachineChecks {
    static let all: [ComponentChecks.Check] = [processors, caretakers, memory]

    /// The flags of guest memory that series know: MMAP and INIT_SHARED.
    private static let knownFlags: UInt64 = 3

    private static func processors(_ components: ComponentSubject, _ log: inout FindingLog) {
        struct Key: Hashable {
            let machine: Int
            let number: UInt64
        }
        var seen: [Key: Int] = [:]
        for node in components.nodes(.file, of: "kvm-vcpu") {
            guard let machine = components.graph.edge(from: node, "vm_token")?.node,
                let number = components.graph.nodes[node].object.raw("vcpu_id")
            else { continue }
            let key = Key(machine: machine, number: number)
            if let other = seen[key] {
                components.tell(
                    .vcpuDuplicate, [node, other], &log,
                    "processor \(number) of \(components.path(of: machine)) is \(components.path(of: other)) too")
            } else {
                seen[key] = node
            }
        }
    }

    private static func caretakers(_ components: ComponentSubject, _ log: inout FindingLog) {
        for node in components.nodes(.file, of: "kvm-vcpu") {
            guard let block = components.graph.nodes[node].object.object(at: "cb") else { continue }
            let state = Caretaker.State(block.raw("state") ?? 0)
            if state == .running {
                components.tell(
                    .vcpuStale, [node], &log, "a caretaker runs the processor: what is stored of its registers is old")
            }
            guard state == .running || state == .stopping else { continue }
            let number = block.raw("pcpu_id") ?? UInt64(UInt32.max)
            if number == UInt64(UInt32.max) {
                components.tell(.caretakerCPU, [node], &log, "a caretaker runs the processor, and on no CPU")
            } else if components.graph.edge(from: node, "cb.pcpu_id")?.node == nil {
                components.tell(
                    .caretakerCPU, [node], &log,
                    "a caretaker runs the processor on CPU \(number), which is not preserved")
            }
        }
    }

    // MARK: Memory

    private static func memory(_ components: ComponentSubject, _ log: inout FindingLog) {
        for node in components.nodes(.file, of: "guest-memfd") {
            let object = components.graph.nodes[node].object
            let unknown = (object.raw("flags") ?? 0) & ~knownFlags
            if unknown != 0 {
                components.tell(.guestFlags, [node], &log, "no known kernel has the flags \(unknown.hex)")
            }
            guard case .folios(let table)? = object["folios"] else { continue }
            ComponentFolios.tellLost(table, of: node, components, &log)
            folios(table, size: object.raw("size") ?? 0, node, components, &log)
        }
    }

    private static func folios(
        _ table: FolioTable, size: UInt64, _ node: Int, _ components: ComponentSubject, _ log: inout FindingLog
    ) {
        let shift = UInt64(components.subject.pageShift)
        let pages = size >> shift + (size & (1 << shift - 1) == 0 ? 0 : 1)
        var previous: UInt64?
        var unsorted = FolioSurvey.Tally()
        var beyond = FolioSurvey.Tally()
        var twice = FolioSurvey.Tally()
        for (record, folio) in (table.folios ?? []).enumerated() where !folio.isHole {
            if folio.index >= pages { beyond.add(UInt64(record)) }
            if let previous, folio.index == previous { twice.add(UInt64(record)) }
            if let previous, folio.index < previous { unsorted.add(UInt64(record)) }
            previous = folio.index
        }
        if beyond.count > 0 {
            components.tell(
                .guestFolios, [node], &log,
                "\(beyond.count) folios lie behind the \(pages) pages of the memory, the first is record "
                    + beyond.first.hex)
        }
        if twice.count > 0 {
            components.tell(
                .guestFolios, [node], &log,
                "\(twice.count) folios have the index of the one before, the first is record \(twice.first.hex)")
        }
        if unsorted.count > 0 {
            components.tell(
                .guestFolioOrder, [node], &log,
                "\(unsorted.count) folios have an index below that of the one before, the first is record "
                    + unsorted.first.hex)
        }
    }
}
