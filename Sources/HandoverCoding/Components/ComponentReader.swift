import HandoverABI
import HandoverState
import PhysicalMemory

/// Reads what handlers and objects of the orchestrator stored, by the descriptions of their formats.
struct ComponentReader<Memory: PhysicalMemory> {
    var reader: StructureReader<Memory>
    var memfds: MemfdReader
    /// The structures that were met, across all components: some are reached by more than one way.
    var met = MetStructures()
    /// The format at hand.
    var format: ComponentFormat
    /// What it belongs to: `/LUO/vm-0/0x100`.
    var path: String
    /// What speaks for the format, where it is on trial.
    var evidence = ComponentEvidence()
    /// How much of every list is read.
    var extent = Extent.whole

    /// How much of lists is read.
    enum Extent {
        /// All of them.
        case whole
        /// As much as it takes to judge a format.
        case sample

        /// How many structures of a list are read at most.
        var limit: Int {
            switch self {
            case .whole: .max
            case .sample: 256
            }
        }
    }

    init(_ format: ComponentFormat, at path: String, memfds: MemfdReader, reader: StructureReader<Memory>) {
        self.format = format
        self.path = path
        self.memfds = memfds
        self.reader = reader
    }

    /// The structure behind the data of a file or an object; `nil` where it cannot be read.
    mutating func root(at address: PhysicalAddress) -> ComponentObject? {
        guard let structure = format.structure(format.root) else { return nil }
        switch met.meet(structure.name, at: address, by: .root) {
        case .first: return object(structure, at: address, claiming: .everything)
        case .again: return object(structure, at: address, claiming: .nothing)
        case .taken:
            reader.log.damage(
                .componentShared, path, address, "\(structure.name) is what another file or object stored")
            return nil
        }
    }

    /// Whether a structure's memory is claimed as it is read.
    enum Claim { case everything, nothing }

    /// Reads a structure that has memory of its own, with what comes behind its fixed part.
    mutating func object(
        _ structure: ComponentStructure, at address: PhysicalAddress, claiming claim: Claim
    ) -> ComponentObject? {
        let part = StructurePart.component(structure.name)
        guard let head = copy(at: address, count: structure.size, part) else { return nil }
        let tails = tails(of: structure, head, at: address)
        let size = tails.reduce(structure.size) { $0 + $1.size }
        if claim == .everything {
            guard reader.claimBytes(address, count: size, path, part) else { return nil }
        }
        var bytes = head
        if size > structure.size {
            let wanted = extent == .whole ? size : min(size, structure.size + (64 << 10))
            guard let all = copy(at: address, count: wanted, part) else { return nil }
            bytes = all
        }
        if claim == .everything { note(at: address, size: size) }
        if extent == .sample { noteRest(behind: size, of: structure, at: address) }
        return members(of: structure, in: bytes, at: 0, address: address, tails: tails)
    }

    /// Copies bytes without claiming them.
    private mutating func copy(
        at address: PhysicalAddress, count: Int, _ part: StructurePart
    ) -> StructureBytes? {
        guard reader.hasMemory else {
            reader.log.unavailable(
                .memoryAbsent, path, address, "\(part.name) is not available: the input holds no memory")
            return nil
        }
        do throws(MemoryError) {
            return try reader.memory.withBytes(at: address, count: count) { view in
                var bytes: [UInt8] = []
                bytes.reserveCapacity(view.count)
                for index in view.indices { bytes.append(view[index]) }
                return StructureBytes(bytes)
            }
        } catch {
            reader.report(error, path, part)
            return nil
        }
    }

    /// The bytes of a page of a chain, which no other structure has.
    mutating func page(at address: PhysicalAddress, _ part: StructurePart) -> StructureBytes? {
        guard address.isAligned(to: UInt64(reader.pageSize)) else {
            reader.log.damage(part.misaligned, path, address, "\(part.name) is not aligned to a page")
            return nil
        }
        guard reader.hasMemory, reader.claim(address, count: reader.pageSize, path, part) else { return nil }
        guard let bytes = copy(at: address, count: reader.pageSize, part) else { return nil }
        note(at: address, size: reader.pageSize)
        return bytes
    }

    /// Keeps where a structure lies.
    private mutating func note(at address: PhysicalAddress, size: Int) {
        let path = path
        reader.placement?.record(component: path, at: address, size: size)
    }

    // MARK: What comes behind

    /// A list behind the fixed part of a structure.
    struct Tail {
        let member: String
        let structure: ComponentStructure
        /// How many structures; `nil` for more than memory can hold in one piece.
        let count: Int?

        var size: Int { (count ?? 0) * structure.size }
    }

    /// How large the lists behind a structure are; no allocation is larger than 2^10 pages.
    private mutating func tails(
        of structure: ComponentStructure, _ bytes: StructureBytes, at address: PhysicalAddress
    ) -> [Tail] {
        var result: [Tail] = []
        var left = max(0, reader.pageSize << 10 - structure.size)
        for member in structure.members {
            guard case .tail(let name, let counter) = member.type, let element = format.structure(name),
                let counting = structure.member(counter)
            else { continue }
            let count = bytes.number(of: counting.type, at: counting.offset) ?? 0
            guard count <= UInt64(left / max(1, element.size)) else {
                reader.log.damage(
                    .componentCapacity, path, address,
                    "\(structure.name).\(counter) is \(count): so many \(name) do not fit into any allocation")
                result.append(Tail(member: member.name, structure: element, count: nil))
                continue
            }
            result.append(Tail(member: member.name, structure: element, count: Int(count)))
            left -= Int(count) * element.size
        }
        return result
    }

    /// Pages are zeros before a kernel writes structures into them.
    private mutating func noteRest(behind size: Int, of structure: ComponentStructure, at address: PhysicalAddress) {
        guard let end = address.advanced(by: UInt64(size)) else { return }
        let rest = Int((0 &- end.value) & UInt64(reader.pageSize - 1))
        guard rest > 0, address.isAligned(to: UInt64(reader.pageSize)) else { return }
        let isZero = try? reader.memory.withBytes(at: end, count: rest) { view in
            view.indices.allSatisfy { view[$0] == 0 }
        }
        if isZero == false { evidence.contradict("the page goes on behind \(structure.name)") }
    }
}

/// Which structures of components were met, and by which ways.
struct MetStructures {
    private var ways: [Key: UInt8] = [:]

    private struct Key: Hashable {
        let name: String
        let address: PhysicalAddress
    }

    /// How a structure is reached.
    enum Way: UInt8 {
        /// It is what a file or an object stored.
        case root = 1
        /// It is part of a list.
        case list = 2
        /// A member points to it.
        case pointer = 4
    }

    enum Meeting {
        /// Nothing has led to it before.
        case first
        /// Something of another kind has.
        case again
        /// It is in another list, or is another file's or object's.
        case taken
    }

    mutating func meet(_ name: String, at address: PhysicalAddress, by way: Way) -> Meeting {
        let key = Key(name: name, address: address)
        let before = ways[key] ?? 0
        ways[key] = before | way.rawValue
        if before == 0 { return .first }
        // Many may point to one structure.
        return before & way.rawValue == 0 || way == .pointer ? .again : .taken
    }
}
