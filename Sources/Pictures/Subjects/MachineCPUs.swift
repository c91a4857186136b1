import Multikernel

/// The processors of a machine by NUMA node and owner.
struct MachineCPUs {
    private let machine: Machine
    private var owner: [UInt64: Int] = [:]

    init(_ machine: Machine, _ owners: MachineOwners) {
        self.machine = machine
        for node in machine.pool?.topology?.nodes ?? [] {
            for id in node.cpus?.ids ?? [] { owner[id] = MachineOwners.host }
        }
        let pool = machine.pool
        for id in pool?.cpus?.ids ?? [] { owner[id] = pool?.freeCPUs == nil ? MachineOwners.free : MachineOwners.lent }
        for id in pool?.freeCPUs?.ids ?? [] { owner[id] = MachineOwners.free }
        for (index, instance) in (machine.instances ?? []).enumerated() {
            let number = MachineOwners.instances + index
            for id in instance.resources?.cpus?.ids ?? [] {
                let before = owner[id] ?? MachineOwners.free
                owner[id] = before > MachineOwners.conflict && before != number ? MachineOwners.conflict : number
            }
        }
    }

    func grid() -> CPUGrid {
        var rest = owner
        var groups: [CPUGrid.Group] = []
        let nodes = (machine.pool?.topology?.nodes ?? []).enumerated()
            .sorted { ($0.element.number ?? .max, $0.offset) < ($1.element.number ?? .max, $1.offset) }
        for (_, node) in nodes {
            let cells = (node.cpus?.ids ?? []).sorted().compactMap { id in
                rest.removeValue(forKey: id).map { CPUGrid.Cell(id: id, owner: $0) }
            }
            if !cells.isEmpty {
                groups.append(CPUGrid.Group(title: node.number.map { "node \($0)" } ?? node.name, cells: cells))
            }
        }
        let cells = rest.map { CPUGrid.Cell(id: $0.key, owner: $0.value) }.sorted { $0.id < $1.id }
        if !cells.isEmpty { groups.append(CPUGrid.Group(title: groups.isEmpty ? "" : "no node told", cells: cells)) }
        return CPUGrid(groups: groups)
    }
}
