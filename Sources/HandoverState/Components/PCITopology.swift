/// Bridges as a tree, as far as counts and bus numbers tell it: what is handed over has no tree.
///
/// A bridge counts what is below it, all of which starts from one bus, and kernels number buses depth first. So the
/// functions of a bus belong under the bridge of a lower bus that counts as many as they are together: of several the one
/// on the highest bus, and of these the one with the lowest address. What belongs under none is at the top.
public struct PCITopology: Hashable, Sendable {
    /// What is under no bridge.
    public let roots: [Branch]

    /// A function and what is below it.
    public struct Branch: Hashable, Sendable {
        /// The function.
        public let function: PCIFunction
        /// What is below it.
        public let children: [Branch]
    }

    private struct Bus {
        var functions: [Int] = []
        var weight: UInt64 = 0
    }

    private struct BusKey: Hashable {
        let domain: UInt32
        let bus: UInt8
    }

    private struct Count: Hashable {
        let domain: UInt32
        let weight: UInt64
    }

    /// The tree of some functions.
    public init(_ functions: [PCIFunction]) {
        let functions = functions.sorted { $0.address < $1.address }
        var buses: [BusKey: Bus] = [:]
        var keys: [BusKey] = []
        for (index, function) in functions.enumerated() {
            let key = BusKey(domain: function.address.domain, bus: function.address.bus)
            if buses[key] == nil { keys.append(key) }
            buses[key, default: Bus()].functions.append(index)
            let (sum, overflow) = (buses[key]?.weight ?? 0).addingReportingOverflow(function.count ?? 1)
            buses[key]?.weight = overflow ? .max : sum
        }
        // Bridges of lower buses that have nothing below them yet, by what they count: the best one last.
        var free: [Count: [Int]] = [:]
        var below: [Int: [Int]] = [:]
        var top: [Int] = []
        for key in keys {
            guard let bus = buses[key] else { continue }
            let count = Count(domain: key.domain, weight: bus.weight)
            if let bridge = free[count]?.popLast() {
                below[bridge] = bus.functions
            } else {
                top += bus.functions
            }
            for index in bus.functions.reversed() where functions[index].kind != .device {
                guard let weight = functions[index].count else { continue }
                free[Count(domain: key.domain, weight: weight), default: []].append(index)
            }
        }
        roots = top.map { Self.branch($0, functions, below) }
    }

    /// Buses get higher from level to level, so that there are 256 levels at most.
    private static func branch(_ index: Int, _ functions: [PCIFunction], _ below: [Int: [Int]]) -> Branch {
        Branch(function: functions[index], children: (below[index] ?? []).map { branch($0, functions, below) })
    }
}
