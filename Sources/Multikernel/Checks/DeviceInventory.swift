import HandoverState
import DeviceTree

/// The devices of a tree, and the many ways to name one.
struct DeviceInventory: Sendable {
    /// A device and the path of its node.
    struct Entry: Sendable {
        let device: Device
        let path: String
    }

    /// What a reference names.
    enum Named: Hashable, Sendable {
        /// A whole device, by its place among the entries.
        case device(Int)
        /// A part of one.
        case part(Int, Part)
        /// Something that is told nowhere, by the words that name it.
        case text(String)
    }

    /// A part of a device.
    enum Part: Hashable, Sendable, CustomStringConvertible {
        case virtualFunction(UInt32)
        case namespace(UInt32)

        var description: String {
            switch self {
            case .virtualFunction(let number): "virtual function \(number)"
            case .namespace(let number): "namespace \(number)"
            }
        }
    }

    private(set) var entries: [Entry] = []
    private var byText: [String: Named] = [:]
    private var byAddress: [PCIAddress: Int] = [:]
    private var byPhandle: [UInt32: Named] = [:]

    /// The devices of the pool, those below host bridges, and what refers to parts of them.
    init(_ subject: CheckedTree) {
        for device in subject.pool?.devices ?? [] {
            add(device, path: "/resources/devices/" + device.name, named: true)
        }
        for node in PCIWalk.nodes(below: subject.hostBridges) {
            if let device = node.node.device { add(device, path: node.path, named: false) }
        }
        for alias in subject.aliases {
            guard case .path(let path) = alias.target, case .device(let index)? = byText[path] else { continue }
            name(alias.name, .device(index))
        }
        for reference in subject.machine?.references ?? [] { add(reference) }
    }

    private mutating func add(_ device: Device, path: String, named: Bool) {
        let index = entries.count
        entries.append(Entry(device: device, path: path))
        name(path, .device(index))
        if named { name(device.name, .device(index)) }
        for label in device.labels { name(label, .device(index)) }
        if let address = device.address, byAddress[address] == nil { byAddress[address] = index }
        if let phandle = device.phandle, byPhandle[phandle] == nil { byPhandle[phandle] = .device(index) }
    }

    private mutating func add(_ reference: DeviceReference) {
        guard let parent = parent(of: reference) else { return }
        let named: Named =
            if let number = reference.virtualFunction {
                .part(parent, .virtualFunction(number))
            } else if let number = reference.namespace {
                .part(parent, .namespace(number))
            } else {
                .device(parent)
            }
        for text in [reference.name, "/" + reference.name] + reference.labels { name(text, named) }
        if let phandle = reference.phandle, byPhandle[phandle] == nil { byPhandle[phandle] = named }
    }

    private mutating func name(_ text: String, _ named: Named) {
        if byText[text] == nil { byText[text] = named }
    }

    /// The device that a reference is a part of.
    func parent(of reference: DeviceReference) -> Int? {
        let named: Named? =
            switch reference.parent {
            case nil: nil
            case .phandle(let number): byPhandle[number]
            case .text(let text): self.named(text)
            }
        if case .device(let index)? = named { return index }
        return nil
    }

    /// What a phandle leads to.
    func named(_ phandle: UInt32) -> Named? { byPhandle[phandle] }

    /// What words name: a device, its address, alias, label or path, or a part by `NAME_vfN` and `NAME_nsN`.
    func named(_ words: String) -> Named? {
        let text = words.hasPrefix("&") ? String(words.dropFirst()) : words
        if let named = byText[text] { return named }
        if let address = PCIAddress(text), let index = byAddress[address] { return .device(index) }
        guard let (name, part) = Self.part(in: text), case .device(let index)? = named(name) else { return nil }
        return .part(index, part)
    }

    /// The part that a name tells of by its end, and what stands before it.
    static func part(in text: String) -> (name: String, part: Part)? {
        let digits = text.utf8.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        guard digits > 0, let number = UInt32(text.suffix(digits)) else { return nil }
        let head = text.dropLast(digits)
        if head.hasSuffix("_vf"), head.count > 3 { return (String(head.dropLast(3)), .virtualFunction(number)) }
        if head.hasSuffix("_ns"), head.count > 3 { return (String(head.dropLast(3)), .namespace(number)) }
        return nil
    }
}

extension Device {
    /// Where on PCI it is, as far as its words are an address.
    var address: PCIAddress? {
        switch identity {
        case .pci(let address): address
        case .platform: nil
        case .unknown(_, let text): text.flatMap { PCIAddress($0) }
        }
    }
}
