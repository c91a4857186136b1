import DeviceTree
import HandoverAnalysis
import HandoverState

/// An overlay on its way through a machine: fragments, targets and the order of operations.
struct OverlayRun {
    var machine: RunningMachine
    let conditions: KernelConditions
    var transaction = Transaction()

    init(machine: RunningMachine, conditions: KernelConditions) {
        self.machine = machine
        self.conditions = conditions
    }

    /// What a fragment is about.
    enum Target: Equatable {
        case pool, namespace
        case instance(String)
    }

    /// Which way an overlay is walked.
    enum Direction {
        case forward, backward
    }

    /// What kernels take in one write.
    private static let sizeLimit = 1 << 20

    mutating func checkSize(_ size: Int) throws(Refusal) {
        if size > Self.sizeLimit {
            throw Refusal(.applyBlob, .EFBIG, at: "/", "an overlay of \(size) bytes; kernels take 1 MiB")
        }
        if size > conditions.pageSize {
            remark(
                .applyUnknowable, "/",
                "an overlay of \(size) bytes may arrive page by page, of which kernels refuse the second (EINVAL)")
        }
    }

    // MARK: Fragments

    mutating func apply(_ overlay: Overlay) throws(Refusal) {
        for fragment in try fragments(of: overlay) { try walk(fragment, .forward) }
    }

    mutating func undo(_ overlay: Overlay) throws(Refusal) {
        for fragment in try fragments(of: overlay).reversed() { try walk(fragment, .backward) }
    }

    /// The fragments by their numbers; one whose number cannot be read spoils them all.
    private mutating func fragments(of overlay: Overlay) throws(Refusal) -> [OverlayFragment] {
        var numbered: [(number: UInt32, fragment: OverlayFragment)] = []
        for fragment in overlay.fragments {
            guard fragment.name.hasPrefix("fragment@") else {
                skip(fragment.name, "kernels look for fragment@N alone")
                continue
            }
            guard let number = fragment.number else {
                throw Refusal(
                    .applyFragment, .EINVAL, at: fragment.name, "the unit address is no number in hexadecimal")
            }
            numbered.append((number, fragment))
        }
        guard !numbered.isEmpty else { throw Refusal(.applyFragment, .EINVAL, at: "/", "there is no fragment") }
        var seen: Set<UInt32> = []
        for (number, fragment) in numbered where !seen.insert(number).inserted {
            remark(.applyUnknowable, fragment.name, "another fragment has the same number; either may come first")
        }
        return numbered.enumerated().sorted { ($0.element.number, $0.offset) < ($1.element.number, $1.offset) }
            .map(\.element.fragment)
    }

    private mutating func walk(_ fragment: OverlayFragment, _ direction: Direction) throws(Refusal) {
        let target = try target(of: fragment)
        guard let operations = fragment.operations else {
            throw Refusal(.applyFragment, .EINVAL, at: fragment.name, "__overlay__ is missing")
        }
        let order = Self.order(on: target)
        let found = try operationsByKind(operations, at: fragment.name, fragment.otherOperations)
        for kind in direction == .forward ? order : order.reversed() {
            guard let operation = found[kind] else { continue }
            try perform(operation.action, on: target, direction, at: fragment.name + "/" + operation.name)
            for node in operation.other.nodes {
                skip(fragment.name + "/" + operation.name + "/" + node.name, "kernels pass over nodes of this name")
            }
        }
    }

    /// The first operation of each kind; kernels look each kind up once.
    private mutating func operationsByKind(
        _ operations: [OverlayOperation], at place: String, _ other: Leftover
    ) throws(Refusal) -> [OverlayOperation.Kind: OverlayOperation] {
        var found: [OverlayOperation.Kind: OverlayOperation] = [:]
        for operation in operations {
            let kind = operation.action.kind
            if found[kind] == nil {
                found[kind] = operation
            } else {
                skip(place + "/" + operation.name, "kernels take the first \(kind.rawValue) of a fragment alone")
            }
        }
        for name in other.nodes.map(\.name) + other.properties.map(\.name) {
            skip(place + "/" + name, "no operation that kernels know")
        }
        return found
    }

    /// The order of operations: the same on instances and their namespace, another on the pool.
    static func order(on target: Target) -> [OverlayOperation.Kind] {
        switch target {
        case .pool:
            [
                .createInstance, .removeCPUs, .removeDevices, .removeMemory, .addMemory, .addCPUs, .addDevices,
                .removeInstance,
            ]
        case .namespace, .instance: OverlayOperation.Kind.allCases
        }
    }

    private func target(of fragment: OverlayFragment) throws(Refusal) -> Target {
        guard let path = fragment.target, !path.isEmpty else {
            throw Refusal(.applyFragment, .EINVAL, at: fragment.name, "target-path is missing")
        }
        switch path {
        case "/resources":
            if machine.hasPool { return .pool }
            throw Refusal(.applyNoPool, .EPERM, at: fragment.name, "this kernel has no pool")
        case "/instances": return .namespace
        default: break
        }
        let name = path.hasPrefix("/instances/") ? path.dropFirst("/instances/".count) : ""
        guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else {
            throw Refusal(
                .applyTarget, .EINVAL, at: fragment.name,
                "\(path) is no target: it has to be /resources, /instances or /instances/NAME")
        }
        guard machine[String(name)] != nil else {
            throw Refusal(.applyInstanceMissing, .ENOENT, at: fragment.name, "there is no instance \(name)")
        }
        return .instance(String(name))
    }

    // MARK: Operations

    private mutating func perform(
        _ action: OverlayOperation.Action, on target: Target, _ direction: Direction, at place: String
    ) throws(Refusal) {
        let isBackward = direction == .backward
        switch action {
        case .createInstance(let request):
            try require(target == .namespace, action, place)
            try isBackward ? undoCreate(request, at: place) : create(request, at: place)
        case .removeInstance(let name):
            try require(target == .namespace, action, place)
            try isBackward ? undoRemove(name, at: place) : remove(name, at: place)
        case .addMemory(let items), .removeMemory(let items):
            try require(target != .namespace, action, place)
            for item in items where isItem(item.name, "memory@", at: place) {
                try perform(action, memory: item, on: target, direction, at: place + "/" + item.name)
            }
        case .addCPUs(let items), .removeCPUs(let items):
            try require(target != .namespace, action, place)
            let isAdding = (action.kind == .addCPUs) != isBackward
            for item in items where isItem(item.name, "cpu@", at: place) {
                let place = place + "/" + item.name
                try checkNode(item.numaNode, item.other, at: place)
                guard let id = item.id else {
                    throw Refusal(.applyItem, .EINVAL, at: place, "reg has to be one or two cells")
                }
                try isAdding ? addCPU(id, to: target, at: place) : removeCPU(id, from: target, at: place)
            }
        case .addDevices(let items), .removeDevices(let items):
            try require(target != .namespace, action, place)
            let isAdding = (action.kind == .addDevices) != isBackward
            for item in items where isItem(item.name, "pci@", at: place) {
                let place = place + "/" + item.name
                let address = try address(of: item, at: place)
                try isAdding
                    ? addDevice(address, item, to: target, at: place) : removeDevice(address, from: target, at: place)
            }
        }
    }

    private func require(_ isRight: Bool, _ action: OverlayOperation.Action, _ place: String) throws(Refusal) {
        if isRight { return }
        throw Refusal(
            .applyOperation, .EINVAL, at: place, "\(action.kind.rawValue) is none of this target's operations")
    }

    private mutating func isItem(_ name: String, _ prefix: String, at place: String) -> Bool {
        if name.hasPrefix(prefix) { return true }
        skip(place + "/" + name, "kernels look for \(prefix)N alone")
        return false
    }

    /// Kernels are built for so many nodes at most; distributions choose 1024.
    static let nodeLimit: UInt32 = 1024

    func checkNode(_ node: UInt32?, _ other: Leftover, at place: String) throws(Refusal) {
        if other.properties.contains(where: { $0.name == "numa-node-id" }) {
            throw Refusal(.applyItem, .EINVAL, at: place, "numa-node-id has to be one cell")
        }
        if let node, node >= Self.nodeLimit {
            throw Refusal(.applyItem, .EINVAL, at: place, "there is no NUMA node \(node)")
        }
    }

    // MARK: What is told

    mutating func step(_ place: String, _ message: String) {
        transaction.steps.append(Transaction.Step(place: place, message: message))
    }

    mutating func remark(_ rule: RuleID, _ place: String, _ message: String) {
        transaction.remarks.append(Finding(rule, path: place, message))
    }

    mutating func skip(_ place: String, _ message: String) { remark(.applySkipped, place, message) }
}
