import HandoverABI
import HandoverState
import PhysicalMemory

/// Writes what handlers and objects of the orchestrator stored, by the descriptions of their formats.
///
/// Structures refer to each other by address, across components and back and forth, so that all of them get their places
/// first and are filled then.
struct ComponentWriter {
    let formats: [ComponentFormat]
    /// New addresses by the old ones, of everything that was placed.
    private(set) var moved: [UInt64: PhysicalAddress] = [:]
    /// The places of structures with memory of their own, which more than one way may lead to.
    private var placed: [Placed: PhysicalAddress] = [:]
    /// The pages of chains.
    private(set) var chains: [Placement.Chain: [Placement.ChainPage]] = [:]

    private struct Placed: Hashable {
        let structure: String
        let address: PhysicalAddress
    }

    init(formats: [ComponentFormat]) { self.formats = formats }

    /// A component whose structures have their places.
    struct Part {
        let format: ComponentFormat
        let root: ComponentObject
        let path: String
    }

    /// The format of what was stored.
    func format(of state: ComponentState, path: String) throws(EncodingError) -> ComponentFormat {
        guard let format = formats.named(state.abi) else {
            throw .unusable(path: path, reason: "the format \(state.abi) is not described")
        }
        if let problem = format.problems.first {
            throw .unusable(path: path, reason: "the description of \(format.name) is not sound: \(problem)")
        }
        return format
    }

    // MARK: Placing

    /// Gives a component's structures their places.
    mutating func place(
        _ state: ComponentState, path: String, in builder: inout ImageBuilder
    ) throws(EncodingError) -> Part {
        let format = try format(of: state, path: path)
        guard let structure = format.structure(format.root), state.root.structure == format.root else {
            throw .unusable(
                path: path, reason: "\(format.name) begins with \(format.root), not \(state.root.structure)")
        }
        let placer = Placer(format: format, path: path)
        return Part(format: format, root: try place(state.root, as: structure, placer, &builder), path: path)
    }

    /// What structures are placed for.
    private struct Placer {
        let format: ComponentFormat
        let path: String
    }

    /// Places a structure with memory of its own.
    private mutating func place(
        _ object: ComponentObject, as structure: ComponentStructure, _ placer: Placer, _ builder: inout ImageBuilder
    ) throws(EncodingError) -> ComponentObject {
        let key = object.address.map { Placed(structure: structure.name, address: $0) }
        var address = key.flatMap { placed[$0] }
        if address == nil {
            var size = structure.size
            for member in structure.members {
                guard case .tail(let name, _) = member.type, case .objects(let objects)? = object[member.name],
                    let element = placer.format.structure(name)
                else { continue }
                size += objects.count * element.size
            }
            guard size <= builder.pageSize << 10 else {
                throw .unusable(
                    path: placer.path, reason: "\(structure.name) has \(size) bytes, more than any allocation")
            }
            address = try builder.component(size: size, at: object.address, placer.path)
            if let key { placed[key] = address }
        }
        guard let address else { return object }
        return try place(object, as: structure, at: address, placer, &builder)
    }

    /// Places what a structure at an address holds and leads to.
    private mutating func place(
        _ object: ComponentObject, as structure: ComponentStructure, at address: PhysicalAddress, _ placer: Placer,
        _ builder: inout ImageBuilder
    ) throws(EncodingError) -> ComponentObject {
        if let old = object.address { moved[old.value] = address }
        var result = object
        result.address = address
        var end = structure.size
        for member in structure.members {
            var offset = member.offset
            if case .tail(let name, _) = member.type {
                offset = end
                if case .objects(let objects)? = object[member.name], let element = placer.format.structure(name) {
                    end += objects.count * element.size
                }
            }
            guard let value = object[member.name], let name = member.type.element,
                let element = placer.format.structure(name)
            else { continue }
            switch (member.type, value) {
            case (.structure, .object(let inner)):
                let place = PhysicalAddress(address.value + UInt64(offset))
                result[member.name] = .object(try self.place(inner, as: element, at: place, placer, &builder))
            case (.structures, .objects(let objects)), (.tail, .objects(let objects)):
                let start = PhysicalAddress(address.value + UInt64(offset))
                result[member.name] = .objects(try place(objects, as: element, from: start, placer, &builder))
            case (.pointer, .object(let inner)):
                result[member.name] = .object(try place(inner, as: element, placer, &builder))
            case (.list, .objects(let objects)):
                var list: [ComponentObject] = []
                for inner in objects { list.append(try place(inner, as: element, placer, &builder)) }
                result[member.name] = .objects(list)
            case (.pages, .objects(let objects)), (.blocks, .objects(let objects)):
                let chain = Placement.Chain(owner: address, structure: structure.name, member: member.name)
                let isEmptyPage = if case .pages = member.type { true } else { false }
                let pages = try builder.pages(
                    for: objects.count, of: element.size, chain, keepingEmpty: isEmptyPage, placer.path)
                chains[chain] = pages
                if let old = objects.first?.address?.value, let page = pages.first {
                    moved[old &- UInt64(Block.layout.size)] = page.address
                }
                var list: [ComponentObject] = []
                for page in pages {
                    let part = Array(objects[list.count..<list.count + page.count])
                    let start = PhysicalAddress(page.address.value + UInt64(Block.layout.size))
                    list += try place(part, as: element, from: start, placer, &builder)
                }
                result[member.name] = .objects(list)
            default: break
            }
        }
        return result
    }

    private mutating func place(
        _ objects: [ComponentObject], as element: ComponentStructure, from start: PhysicalAddress, _ placer: Placer,
        _ builder: inout ImageBuilder
    ) throws(EncodingError) -> [ComponentObject] {
        var result: [ComponentObject] = []
        result.reserveCapacity(objects.count)
        for (index, object) in objects.enumerated() {
            let place = PhysicalAddress(start.value + UInt64(index * element.size))
            result.append(try self.place(object, as: element, at: place, placer, &builder))
        }
        return result
    }
}

extension ImageBuilder {
    /// Takes memory for a structure that a component has.
    mutating func component(
        size: Int, at recorded: PhysicalAddress?, _ path: String
    ) throws(EncodingError) -> PhysicalAddress {
        guard placement != nil else { return try preservedBlock(order: order(for: size)) }
        guard let address = recorded, address.isAligned(to: UInt64(pageSize)) else {
            throw .unusable(path: path, reason: "a structure's place is not known, or inside a page; place it anew")
        }
        let pages = (size + pageSize - 1) / pageSize
        for page in 0..<pages { try clear(PhysicalAddress(address.value + UInt64(page * pageSize)), order: 0) }
        return address
    }

    /// Takes the pages of a chain.
    mutating func pages(
        for count: Int, of size: Int, _ chain: Placement.Chain, keepingEmpty: Bool, _ path: String
    ) throws(EncodingError) -> [Placement.ChainPage] {
        if let placement {
            let pages = placement.chains[chain] ?? []
            guard pages.reduce(0, { $0 + $1.count }) == count else {
                throw .unusable(path: path, reason: "\(chain.member) has grown or shrunk; place it anew")
            }
            for page in pages { try clear(page.address, order: 0) }
            return pages
        }
        let capacity = Block.capacity(recordSize: size, pageShift: profile.pageShift)
        guard capacity > 0 else { throw .unusable(path: path, reason: "\(chain.member): a record does not fit a page") }
        var pages: [Placement.ChainPage] = []
        var left = count
        while left > 0 || (pages.isEmpty && keepingEmpty) {
            pages.append(.init(address: try preservedBlock(), count: min(left, capacity)))
            left -= min(left, capacity)
        }
        return pages
    }
}
