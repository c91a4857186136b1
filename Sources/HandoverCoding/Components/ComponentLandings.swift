import HandoverABI
import HandoverState
import PhysicalMemory

/// Where links between components can land: what the objects that were read first hold.
struct ComponentLandings {
    private var addresses: [Kind: Set<UInt64>] = [:]
    private var keys: [Key: Set<[UInt64]>] = [:]

    private struct Kind: Hashable {
        let component: String
        let structure: String
    }

    private struct Key: Hashable {
        let kind: Kind
        let members: [String]
    }

    /// Takes up what a component holds, as far as links of formats lead to it.
    mutating func add(_ root: ComponentObject, of format: ComponentFormat, for formats: [ComponentFormat]) {
        var wanted: [String: [[String]]] = [:]
        for link in formats.flatMap({ $0.links }) {
            switch link.target {
            case .object(format.component, let structure): wanted[structure, default: []].append([])
            case .key(format.component, let structure, let members): wanted[structure, default: []].append(members)
            default: break
            }
        }
        if wanted.isEmpty { return }
        for structure in wanted.keys {
            addresses[Kind(component: format.component, structure: structure), default: []] = []
            for members in wanted[structure] ?? [] where !members.isEmpty {
                let kind = Kind(component: format.component, structure: structure)
                keys[Key(kind: kind, members: members), default: []] = []
            }
        }
        root.forEachObject { object in
            guard let lists = wanted[object.structure] else { return }
            let kind = Kind(component: format.component, structure: object.structure)
            if let address = object.address { addresses[kind, default: []].insert(address.value) }
            if format.structure(object.structure)?.isHole(object) == true { return }
            for members in lists where !members.isEmpty {
                keys[Key(kind: kind, members: members), default: []].insert(members.map { object.raw($0) ?? 0 })
            }
        }
    }

    /// Says of the links of a component whether they land.
    func judge(_ root: ComponentObject, by format: ComponentFormat, _ evidence: inout ComponentEvidence) {
        if format.links.isEmpty { return }
        var found = evidence
        root.forEachObject { object in
            if format.structure(object.structure)?.isHole(object) == true { return }
            for link in format.links where link.structure == object.structure {
                let values = link.members.map { object.raw($0) ?? 0 }
                if link.isNothing(values) { continue }
                let lands: Bool?
                switch link.target {
                case .file: lands = nil
                case .object(let component, let structure):
                    lands = addresses[Kind(component: component, structure: structure)]?.contains(values.first ?? 0)
                case .key(let component, let structure, let members):
                    let kind = Kind(component: component, structure: structure)
                    lands = keys[Key(kind: kind, members: members)]?.contains(values)
                }
                let name = "\(object.structure).\(link.members.joined(separator: ", "))"
                switch lands {
                case true?: found.support("\(name) leads to what another object holds")
                case false?: found.contradict("\(name) leads to nothing that another object holds")
                case nil: break
                }
            }
        }
        evidence = found
    }
}

extension ComponentObject {
    /// Goes through the object and all that it holds.
    func forEachObject(_ body: (ComponentObject) -> Void) {
        body(self)
        for member in members {
            switch member.value {
            case .object(let object): object.forEachObject(body)
            case .objects(let objects): for object in objects { object.forEachObject(body) }
            default: break
            }
        }
    }
}
