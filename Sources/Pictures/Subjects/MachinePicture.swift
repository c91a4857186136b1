import Multikernel
import PhysicalMemory

/// The map of a machine: what its pool has and who owns what of it.
struct MachinePicture {
    private let machine: Machine
    private let kind: MultikernelTree.Kind
    private var owners = MachineOwners()

    init(_ machine: Machine, kind: MultikernelTree.Kind) {
        self.machine = machine
        self.kind = kind
        for instance in machine.instances ?? [] { owners.add(instance) }
    }

    func picture(columns: Int) -> Picture {
        var picture = Picture(title: title)
        let memory = MachineMemory(machine, owners)
        let cpus = MachineCPUs(machine, owners)
        let devices = MachineDevices(machine, owners)
        picture.parts += memory.parts(columns: columns)
        let grid = cpus.grid()
        if !grid.groups.isEmpty { picture.parts.append(.processors(grid)) }
        let forest = devices.forest()
        if !forest.groups.isEmpty { picture.parts.append(.devices(forest)) }
        picture.facts = [
            Picture.Fact(label: "Processors", text: "\(grid.count)"),
            Picture.Fact(label: "Memory", text: memory.summary),
            Picture.Fact(label: "Devices", text: "\(forest.count)"),
            Picture.Fact(label: "Instances", text: machine.instances.map { "\($0.count)" } ?? "not in this tree"),
        ]
        picture.headings = ["CPUs", "memory", "devices"]
        picture.owners = owners.withFigures(memory: memory.bytes, grid: grid, forest: forest)
        // Only trees with instances tell of memory and devices whether they are free.
        if machine.instances == nil { picture.owners[MachineOwners.free].name = "in the pool" }
        return picture
    }

    private var title: String {
        switch kind {
        case .baseline: "Pool asked for"
        case .pool: "Pool of a host"
        case .instanceList: "Instances"
        default: "Machine of several kernels"
        }
    }
}

/// Who can own something of a machine, by number.
struct MachineOwners {
    static let free = 0
    static let host = 1
    static let lent = 2
    static let buffer = 3
    static let conflict = 4
    /// The number of the first instance.
    static let instances = 5

    private(set) var owners = [
        Owner("free in the pool", .free), Owner("host", .host), Owner("lent, not told to whom", .lent),
        Owner("buffers and reserved memory", .buffer), Owner("claimed by two", .conflict),
    ]

    /// Adds an instance and gives it the next number.
    mutating func add(_ instance: Instance) {
        owners.append(Owner(instance.name, .numbered(owners.count - Self.instances)))
        if let id = instance.id { owners[owners.count - 1].note = "id \(id)" }
    }

    /// The owners with how many processors, how much memory and how many devices each has.
    func withFigures(memory: [UInt64], grid: CPUGrid, forest: DeviceForest) -> [Owner] {
        var cpus = Array(repeating: 0, count: owners.count)
        var devices = cpus
        for group in grid.groups { for cell in group.cells { cpus[cell.owner] += 1 } }
        for group in forest.groups { for device in group.devices { devices[device.owner] += 1 } }
        return owners.enumerated().map { index, owner in
            var owner = owner
            owner.bytes = memory[index]
            owner.figures = ["\(cpus[index])", memory[index].inBinaryUnits, "\(devices[index])"]
            owner.isListed = index >= Self.instances || cpus[index] + devices[index] > 0 || memory[index] > 0
            return owner
        }
    }
}
