import Multikernel
import PhysicalMemory

/// What a change moves between host, pool and instances, as a list.
struct OverlayPicture {
    private let overlay: Overlay
    private var owners = [Owner("pool", .free), Owner("host", .host)]
    private var numbers: [String: Int] = [:]
    private var moves: [ChangeList.Move] = []

    private static let pool = 0
    private static let host = 1
    /// Longer lists of processors are counted.
    private static let listed = 8

    init(_ overlay: Overlay) {
        self.overlay = overlay
        let order = overlay.fragments.enumerated()
            .sorted { ($0.element.number ?? .max, $0.offset) < ($1.element.number ?? .max, $1.offset) }
        for (_, fragment) in order { add(fragment) }
    }

    func picture() -> Picture {
        var picture = Picture(title: "Change of pool and instances")
        if let label = overlay.label { picture.facts.append(Picture.Fact(label: "Called", text: label)) }
        picture.facts.append(Picture.Fact(label: "Fragments", text: "\(overlay.fragments.count)"))
        picture.facts.append(Picture.Fact(label: "Moves", text: "\(moves.count)"))
        picture.owners = owners
        if !moves.isEmpty { picture.parts.append(.changes(ChangeList(moves: moves))) }
        return picture
    }

    private mutating func number(_ name: String) -> Int {
        if let number = numbers[name] { return number }
        owners.append(Owner(name, .numbered(numbers.count)))
        numbers[name] = owners.count - 1
        return owners.count - 1
    }

    private mutating func add(_ fragment: OverlayFragment) {
        guard let target = fragment.target else { return }
        let isPool = target == "/resources"
        let order = isPool ? Self.poolOrder : OverlayOperation.Kind.allCases
        var named: Int?
        let prefix = "/instances/"
        if target.hasPrefix(prefix) { named = number(String(target.dropFirst(prefix.count))) }
        for kind in order {
            for operation in fragment.operations ?? [] where operation.action.kind == kind {
                add(operation.action, in: fragment.name, outside: isPool ? Self.host : Self.pool, inside: named)
            }
        }
    }

    /// On the pool kernels take away processors before memory, and give memory before processors.
    private static let poolOrder: [OverlayOperation.Kind] = [
        .createInstance, .removeCPUs, .removeDevices, .removeMemory, .addMemory, .addCPUs, .addDevices, .removeInstance,
    ]

    private mutating func add(
        _ action: OverlayOperation.Action, in place: String, outside: Int, inside: Int?
    ) {
        let inside = inside ?? Self.pool
        func move(_ what: String, joins: Bool) {
            moves.append(
                ChangeList.Move(
                    place: place, from: joins ? outside : inside, what: what, to: joins ? inside : outside))
        }
        switch action {
        case .createInstance(let request): create(request, in: place)
        case .removeInstance(let name):
            let owner = number(name ?? "(no name)")
            moves.append(
                ChangeList.Move(place: place, from: owner, what: "all it has, instance removed", to: Self.pool))
        case .addMemory(let items): for item in items { move(item.summary, joins: true) }
        case .removeMemory(let items): for item in items { move(item.summary, joins: false) }
        case .addCPUs(let items): if !items.isEmpty { move(Self.text(items.map(\.id)), joins: true) }
        case .removeCPUs(let items): if !items.isEmpty { move(Self.text(items.map(\.id)), joins: false) }
        case .addDevices(let items): for item in items { move(item.summary, joins: true) }
        case .removeDevices(let items): for item in items { move(item.summary, joins: false) }
        }
    }

    private mutating func create(_ request: InstanceRequest, in place: String) {
        let owner = number(request.name ?? "(no name)")
        func move(_ what: String) {
            moves.append(ChangeList.Move(place: place, from: Self.pool, what: what, to: owner))
        }
        let id = request.id.map { " with id \($0)" } ?? ""
        moves.append(ChangeList.Move(place: place, from: nil, what: "new instance\(id)", to: owner))
        if let size = request.resources?.memory?.size { move(size.inBinaryUnits) }
        if let cpus = request.resources?.cpus?.ids, !cpus.isEmpty { move(Self.text(cpus)) }
        switch request.resources?.deviceReferences {
        case .names(let names)?, .texts(let names)?: for name in names { move(name) }
        case .phandles(let phandles)?: for phandle in phandles { move("device \(phandle)") }
        case nil: break
        }
        for device in request.resources?.devices ?? [] { move(device.name) }
    }

    private static func text(_ ids: [UInt64?]) -> String {
        if ids.count > listed { return "\(ids.count) processors" }
        let list = ids.map { $0.map { "\($0)" } ?? "not told" }.joined(separator: ", ")
        return (ids.count == 1 ? "processor " : "processors ") + list
    }
}

extension OverlayMemory {
    /// What is moved.
    fileprivate var summary: String {
        let node = numaNode.map { " of node \($0)" } ?? ""
        switch extent {
        case .chunk(let base, let size): return "\(size.inBinaryUnits) at \(PhysicalAddress(base))\(node)"
        case .request(let size): return size.inBinaryUnits + node
        case .unknown: return "memory, size not told"
        }
    }
}

extension OverlayDevice {
    /// What is moved.
    fileprivate var summary: String {
        let alias = alias.map { " as \($0)" } ?? ""
        let driver = driver.map { ", driver \($0)" } ?? ""
        return "device \(pciID ?? "not told")\(alias)\(driver)"
    }
}
