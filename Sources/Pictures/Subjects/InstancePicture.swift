import Multikernel
import PhysicalMemory

/// The map of what one kernel owns, and of what its host tells it of.
struct InstancePicture {
    private let tree: InstanceTree

    init(_ tree: InstanceTree) {
        self.tree = tree
    }

    /// Owners beside those of a machine: where messages go.
    private static let instance = MachineOwners.instances

    func picture(columns: Int) -> Picture {
        var machine = Machine()
        machine.instances = [tree.instance]
        machine.hostBridges = tree.hostBridges
        machine.aliases = tree.aliases
        var owners = MachineOwners()
        owners.add(tree.instance)
        let buffers = buffers()
        let regions = (tree.instance.resources?.ranges ?? []).map { Stretch($0, owner: Self.instance) }.untangled()
        let runs = regions.covered(by: buffers.untangled())

        let name = tree.instance.name
        var picture = Picture(title: tree.chosen == nil ? "Instance \(name)" : "Instance \(name), as it boots")
        let claims = ClaimedBytes(owned: runs)
        var bars = MemoryStrips(claims: claims, grounds: [], columns: columns, limit: 8).bars()
        var bytes = Array(repeating: 0 as UInt64, count: owners.owners.count)
        for run in runs { bytes[run.owner] += run.end - run.start }
        var wanted = MachineMemory(Machine(), owners)
        if bars.isEmpty {
            wanted = MachineMemory(machine, owners)
            bytes = wanted.bytes
        }
        if bars.count > 1 { bars[0].title = "All" }
        if !bars.isEmpty { picture.parts.append(.memory(title: "Memory, to scale", bars: bars)) }
        picture.parts += wanted.parts(columns: columns)

        let grid = grid(machine, owners)
        if !grid.groups.isEmpty { picture.parts.append(.processors(grid)) }
        let forest = devices()
        if !forest.groups.isEmpty { picture.parts.append(.devices(forest)) }
        picture.facts = facts(grid, forest)
        picture.headings = ["CPUs", "memory", "devices"]
        picture.owners = owners.withFigures(memory: bytes, grid: grid, forest: forest)
        picture.owners[MachineOwners.free].name = "pool, may be given to it"
        picture.owners[MachineOwners.buffer].details = labels()
        return picture
    }

    // MARK: Memory

    private func buffers() -> [Stretch] {
        var result: [Stretch] = []
        for buffer in [tree.chosen?.messages, tree.chosen?.hostMessages] {
            guard let range = buffer?.range else { continue }
            result.append(Stretch(range, owner: MachineOwners.buffer))
        }
        for region in tree.chosen?.reservedMemory ?? [] {
            guard let range = MemoryRange(start: PhysicalAddress(region.base), size: region.size) else { continue }
            result.append(Stretch(range, owner: MachineOwners.buffer))
        }
        return result
    }

    private func labels() -> [Owner.Detail] {
        var result: [Owner.Detail] = []
        func add(_ name: String, _ range: MemoryRange?) {
            guard let range else { return }
            result.append(
                Owner.Detail(name: "\(name) at \(range.start)", figures: ["", range.size.inBinaryUnits, ""]))
        }
        add("its messages", tree.chosen?.messages?.range)
        add("its host's messages", tree.chosen?.hostMessages?.range)
        for region in tree.chosen?.reservedMemory ?? [] {
            add("reserved", MemoryRange(start: PhysicalAddress(region.base), size: region.size))
        }
        if let slot = tree.chosen?.poolSlot {
            result.append(Owner.Detail(name: "slot of the pool at \(PhysicalAddress(slot))", figures: []))
        }
        return result
    }

    // MARK: The rest

    private func grid(_ machine: Machine, _ owners: MachineOwners) -> CPUGrid {
        var machine = machine
        if let pool = tree.chosen?.poolCPUs {
            machine.pool = ResourcePool()
            machine.pool?.cpus = pool
        }
        var grid = MachineCPUs(machine, owners).grid()
        if let host = tree.chosen?.hostCPU, !grid.groups.contains(where: { $0.cells.contains { $0.id == host } }) {
            let cell = CPUGrid.Cell(id: host, owner: MachineOwners.host)
            grid.groups.append(CPUGrid.Group(title: "told of messages", cells: [cell]))
        }
        return grid
    }

    /// All devices of the tree are the instance's.
    private func devices() -> DeviceForest {
        var groups = tree.hostBridges.flatMap { BridgeDevices($0).groups { _, _, _ in Self.instance } }
        let listed = (tree.instance.resources?.devices ?? []).map {
            DeviceForest.Item(name: $0.name, detail: $0.summary, owner: Self.instance)
        }
        if !listed.isEmpty { groups.append(DeviceForest.Group(title: "devices", note: "", devices: listed)) }
        return DeviceForest(groups: groups)
    }

    private func facts(_ grid: CPUGrid, _ forest: DeviceForest) -> [Picture.Fact] {
        let resources = tree.instance.resources
        var facts: [Picture.Fact] = []
        if let id = tree.instance.id { facts.append(Picture.Fact(label: "Id", text: "\(id)")) }
        facts.append(Picture.Fact(label: "Processors", text: "\(resources?.cpus?.ids.count ?? 0)"))
        let size = resources?.memory?.size.map { $0.inBinaryUnits } ?? "none"
        let place = resources?.memory?.base.map { " from \(PhysicalAddress($0))" } ?? ""
        facts.append(Picture.Fact(label: "Memory", text: size + place))
        facts.append(Picture.Fact(label: "Devices", text: "\(forest.count)"))
        return facts
    }
}

extension BootInformation.MessageBuffer {
    /// The bytes of the buffer, in pages of 4 KiB; `nil` where its address or its length is not told.
    var range: MemoryRange? {
        guard let address, let pages else { return nil }
        return MemoryRange(start: PhysicalAddress(address), size: UInt64(pages) << 12)
    }
}
