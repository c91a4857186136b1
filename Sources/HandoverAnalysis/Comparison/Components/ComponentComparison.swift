import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory

/// Compares what handlers and objects of the orchestrator stored: by what it is and what it refers to.
struct ComponentComparison {
    private let old: ComponentGraph
    private let new: ComponentGraph
    private let pairing: ComponentPairing
    private let formats: [ComponentFormat]
    /// Members that a format keeps for itself, by structure: versions, and counts of lists.
    private let own: [String: Set<String>]

    /// A comparison of two states, of whose files some are known to be the same.
    init(_ old: LiveUpdate, _ new: LiveUpdate, files: [(FilePlace, FilePlace)], formats: [ComponentFormat]) {
        self.formats = formats
        self.old = ComponentGraph(of: old, formats: formats)
        self.new = ComponentGraph(of: new, formats: formats)
        pairing = ComponentPairing(old: self.old, new: self.new, files: files, formats: formats)
        var own: [String: Set<String>] = [:]
        for structure in formats.flatMap(\.structures) {
            for member in structure.members {
                switch member.role {
                case .constant, .count, .liveCount: own[structure.name, default: []].insert(member.name)
                default: break
                }
                switch member.type {
                case .tail(_, let count), .vmalloc(_, let count), .folios(let count):
                    own[structure.name, default: []].insert(count)
                default: break
                }
            }
        }
        self.own = own
    }

    /// Tells what differs.
    func compare(_ log: inout ChangeLog) {
        for before in old.nodes.indices {
            guard let after = pairing.newNode[before] else {
                // What went with all of its file or object is told by that one's line.
                if let owner = old.nodes[before].owner, let other = pairing.newNode[owner],
                    new.nodes[other].object.hasList(of: old.nodes[before].place)
                {
                    log.add(Change(.removed, group(old, before), path(old, before)))
                }
                continue
            }
            let (first, second) = (old.nodes[before].object, new.nodes[after].object)
            let links = Set((old.edges(from: before) + new.edges(from: after)).flatMap(\.members))
            compare(first, second, links, "", group(new, after), path(new, after), &log, depth: 0)
            compareLinks(before, after, &log)
        }
        for after in new.nodes.indices where pairing.oldNode[after] == nil {
            if let owner = new.nodes[after].owner, let other = pairing.oldNode[owner],
                old.nodes[other].object.hasList(of: new.nodes[after].place)
            {
                log.add(Change(.added, group(new, after), path(new, after)))
            }
        }
    }

    private func group(_ graph: ComponentGraph, _ node: Int) -> Change.Group {
        if case .file = graph.nodes[node].place.owner { .sessions } else { .flbs }
    }

    /// The path of a node; of a PCI function with its address.
    private func path(_ graph: ComponentGraph, _ node: Int) -> String {
        let place = graph.nodes[node].place
        let object = graph.nodes[node].object
        guard object.structure == "pci_dev_ser", let domain = object.raw("domain"), let function = object.raw("bdf")
        else { return place.description }
        let address = PCIAddress(
            domain: UInt32(truncatingIfNeeded: domain), function: UInt16(truncatingIfNeeded: function))
        return "\(ComponentPlace(place.owner))/\(address)"
    }

    // MARK: Links

    private func compareLinks(_ before: Int, _ after: Int, _ log: inout ChangeLog) {
        let pairs = Pairing(Array(old.edges(from: before)), Array(new.edges(from: after))) { $0.members }
        let path = path(new, after)
        for edge in pairs.removed where text(edge, old) != nil {
            log.add(Change(.removed, group(new, after), "\(path)/\(name(of: edge))", from: text(edge, old)))
        }
        for edge in pairs.added where text(edge, new) != nil {
            log.add(Change(.added, group(new, after), "\(path)/\(name(of: edge))", to: text(edge, new)))
        }
        for (first, second) in pairs.common {
            let place = "\(path)/\(name(of: second))"
            if let one = first.node, let other = second.node, pairing.newNode[one] == other {
                // The same thing by another number: the numbers are told, and mean nothing.
                let member = second.members.first ?? ""
                let (raw, number) = (old.nodes[before].object.raw(member), new.nodes[after].object.raw(member))
                if case .key = second.target { continue }
                log.compare(
                    raw.map { .hexadecimal($0) }, number.map { .hexadecimal($0) }, group(new, after), place,
                    nature: .address)
            } else {
                log.compare(text(first, old), text(second, new), group(new, after), place)
            }
        }
    }

    /// What a link is called: by what it leads to where that is a file, otherwise by its member.
    private func name(of edge: ComponentGraph.Edge) -> String {
        if case .file(let component) = edge.target { component } else { edge.members.joined(separator: ",") }
    }

    private func text(_ edge: ComponentGraph.Edge, _ graph: ComponentGraph) -> Change.Value? {
        switch edge.end {
        case .none: nil
        case .node(let node), .stranger(let node): .text(path(graph, node))
        case .dangling(let values):
            .text("nothing (\(values.map { "0x" + String($0, radix: 16) }.joined(separator: ", ")))")
        }
    }

    // MARK: Values

    private func compare(
        _ old: ComponentObject, _ new: ComponentObject, _ links: Set<String>, _ inner: String, _ group: Change.Group,
        _ path: String, _ log: inout ChangeLog, depth: Int
    ) {
        guard depth < 16 else { return }
        let before = Dictionary(old.members.map { ($0.name, $0.value) }) { first, _ in first }
        let after = Dictionary(new.members.map { ($0.name, $0.value) }) { first, _ in first }
        let kept = (own[old.structure] ?? []).union(own[new.structure] ?? [])
        for member in new.members where !kept.contains(member.name) && !links.contains(inner + member.name) {
            let place = "\(path)/\(member.name)"
            guard let first = before[member.name] else {
                if member.value.isTold(without: links, inner + member.name) {
                    log.add(Change(.added, group, place, to: member.value.changeValue))
                }
                continue
            }
            switch (first, member.value) {
            case (.object(let first), .object(let second)):
                compare(first, second, links, inner + member.name + ".", group, place, &log, depth: depth + 1)
            case (.objects, .objects): break
            case (.folios(let first), .folios(let second)):
                if first.countByOrder != second.countByOrder || first.holeCount != second.holeCount {
                    log.compare(.number(first.count), .number(second.count), group, place)
                }
            case (.address, .address), (.absent, .address), (.address, .absent):
                log.compare(first.changeValue, member.value.changeValue, group, place, nature: .address)
            case (.bytes(let first), .bytes(let second)):
                if first != second {
                    log.add(Change(.changed, group, place, from: .bytes(first), to: .bytes(second), nature: .content))
                }
            default: log.compare(first.changeValue, member.value.changeValue, group, place)
            }
        }
        for member in old.members where after[member.name] == nil {
            if !kept.contains(member.name), !links.contains(inner + member.name),
                member.value.isTold(without: links, inner + member.name)
            {
                log.add(Change(.removed, group, "\(path)/\(member.name)", from: member.value.changeValue))
            }
        }
    }
}

extension ComponentObject {
    /// Whether the list is there that an entry is one of, empty or not.
    fileprivate func hasList(of place: ComponentPlace) -> Bool {
        let names = place.inner.split(separator: "/").dropLast()
        return value(at: names.joined(separator: ".")) != nil
    }
}

extension ComponentValue {
    /// Whether it says something beside references, which are told by themselves.
    fileprivate func isTold(without links: Set<String>, _ path: String) -> Bool {
        guard case .object(let object) = self else { return isTold }
        return object.bare(without: links, keepingAddresses: true, path: path + ".").members
            .contains { $0.value.isTold }
    }

    /// Whether it says something that another format might lack.
    fileprivate var isTold: Bool {
        switch self {
        case .number(let number): number != 0
        case .numbers(let numbers): numbers.contains { $0 != 0 }
        case .text(let text): !text.isEmpty
        case .texts(let texts): texts.contains { !$0.isEmpty }
        case .objects(let objects): !objects.isEmpty
        case .object(let object): object.members.contains { $0.value.isTold }
        case .bytes, .address, .folios, .unreadable: true
        case .absent: false
        }
    }

    fileprivate var changeValue: Change.Value? {
        switch self {
        case .number(let number): number >> 32 == 0 ? .number(number) : .hexadecimal(number)
        case .numbers(let numbers): .list(numbers.map { "0x" + String($0, radix: 16) })
        case .text(let text): .text(text)
        case .texts(let texts): .list(texts)
        case .bytes(let bytes): .bytes(bytes)
        case .address(let address): .hexadecimal(address.value)
        case .object(let object): .text(object.structure)
        case .objects(let objects): .text(objects.count == 1 ? "1 entry" : "\(objects.count) entries")
        case .folios(let table): .number(table.count)
        case .absent: nil
        case .unreadable: .text("not readable")
        }
    }
}
