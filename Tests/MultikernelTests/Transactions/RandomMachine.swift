import FixtureSupport
import Multikernel

/// A machine of a seed, and what becomes of it.
struct RandomMachine {
    private(set) var tree = Machine()
    private var numbers: SeededNumbers
    private static let page: UInt64 = 1 << 21

    init(seed: UInt64) {
        numbers = SeededNumbers(seed: seed)
        var pool = ResourcePool()
        let cpus = (1...UInt64.random(in: 4...24, using: &numbers)).map { $0 * 2 }
        pool.cpus = CPUList(cpus)
        pool.freeCPUs = CPUList(cpus)
        for index in 0..<Int.random(in: 1...3, using: &numbers) {
            pool.memory.append(
                PoolMemory(
                    name: "memory@\(index + 1)00000000",
                    extent: .chunk(
                        base: UInt64(index + 1) << 32, size: .random(in: 64...256, using: &numbers) * Self.page),
                    numaNode: UInt32(index % 2)))
        }
        for bus in 0..<UInt8.random(in: 0...5, using: &numbers) {
            pool.devices.append(SampleMachine.device("device\(bus)", 0x40 + bus))
        }
        tree.compatible = ["multikernel-v1"]
        tree.id = 0
        tree.pool = pool
        tree.instances = []
        for _ in 0..<Int.random(in: 0...4, using: &numbers) { createInstance() }
    }

    /// The same machine some changes later.
    mutating func change() {
        for _ in 0..<Int.random(in: 1...6, using: &numbers) {
            switch Int.random(in: 0..<8, using: &numbers) {
            case 0: createInstance()
            case 1: removeInstance()
            case 2, 3: moveCPU()
            case 4: moveDevice()
            case 5: resize()
            case 6: changePooledCPUs()
            default: changePooledMemory()
            }
        }
    }

    /// Notes the base of a chunk, as it is read back.
    mutating func place(_ size: UInt64, at base: UInt64) {
        let item = PoolMemory.Extent.request(size: size)
        guard let index = tree.pool?.memory.firstIndex(where: { $0.extent == item }) else { return }
        tree.pool?.memory[index].extent = .chunk(base: base, size: size)
    }

    private var names: [String] { tree.instances?.map(\.name) ?? [] }

    private mutating func pick() -> Int? { tree.instances?.indices.randomElement(using: &numbers) }

    private mutating func createInstance() {
        // A name has one number for ever: no overlay changes it.
        let all = ["ada", "bob", "cid", "dot", "eve", "fay"].enumerated().filter {
            !names.contains($0.element)
        }
        guard let (number, name) = all.randomElement(using: &numbers) else { return }
        var instance = Instance(name: name, id: UInt32(number + 1))
        if let size = affordable() { instance.resources?.memory = SingleMemory(base: nil, size: size) }
        tree.instances?.append(instance)
    }

    private mutating func removeInstance() {
        guard let index = pick(), let instance = tree.instances?.remove(at: index) else { return }
        tree.pool?.freeCPUs?.ids += instance.resources?.cpus?.ids ?? []
    }

    private mutating func moveCPU() {
        guard let index = pick() else { return }
        if Bool.random(using: &numbers) {
            guard let cpu = tree.pool?.freeCPUs?.ids.popLast() else { return }
            if tree.instances?[index].resources?.cpus == nil {
                tree.instances?[index].resources?.cpus = []
            }
            tree.instances?[index].resources?.cpus?.ids.append(cpu)
        } else {
            guard let cpu = tree.instances?[index].resources?.cpus?.ids.popLast() else { return }
            tree.pool?.freeCPUs?.ids.append(cpu)
            if tree.instances?[index].resources?.cpus?.ids.isEmpty == true {
                tree.instances?[index].resources?.cpus = nil
            }
        }
    }

    private mutating func moveDevice() {
        guard let index = pick(), let device = tree.pool?.devices.randomElement(using: &numbers) else {
            return
        }
        for other in tree.instances?.indices ?? 0..<0 {
            tree.instances?[other].resources?.devices.removeAll { $0 == device }
        }
        if Bool.random(using: &numbers) { tree.instances?[index].resources?.devices.append(device) }
    }

    private mutating func resize() {
        guard let index = pick() else { return }
        let size = affordable()
        tree.instances?[index].resources?.memory = size.map { SingleMemory(base: nil, size: $0) }
    }

    private mutating func changePooledCPUs() {
        guard var pool = tree.pool, let cpus = pool.cpus?.ids else { return }
        if Bool.random(using: &numbers) {
            let cpu = (cpus.max() ?? 0) + 1
            pool.cpus?.ids.append(cpu)
            pool.freeCPUs?.ids.append(cpu)
        } else if let cpu = pool.freeCPUs?.ids.popLast() {
            pool.cpus?.ids.removeAll { $0 == cpu }
        }
        tree.pool = pool
    }

    private mutating func changePooledMemory() {
        let number = tree.pool?.memory.count ?? 0
        tree.pool?.memory.append(
            PoolMemory(
                name: "memory@new\(number)",
                extent: .request(size: .random(in: 8...64, using: &numbers) * Self.page),
                numaNode: 0))
    }

    /// A size that is there however the others lie: instances together take a half of the pool.
    private mutating func affordable() -> UInt64? {
        let size = UInt64.random(in: 0...8, using: &numbers) * Self.page
        return size == 0 ? nil : size
    }
}
