import HandoverABI
import HandoverState
import PhysicalMemory

extension ComponentReader {
    /// How a page of a chain may be filled.
    enum Filling {
        /// A page may hold none.
        case anyCount
        /// A block (`kho_block`) holds one or more, else kernels refuse it.
        case records
    }

    /// The structures in the pages of a chain, as far as they are sound.
    mutating func chain(
        of name: String, _ filling: Filling, _ place: Place
    ) -> (value: ComponentValue, isWhole: Bool) {
        let first = PhysicalAddress(place.bytes.integer(at: place.start, width: 8))
        guard first.value != 0 else {
            if filling == .anyCount {
                reader.log.damage(
                    .componentChain, path, place.address,
                    "\(place.name) is 0: a kernel goes through the pages without asking whether there is one")
            }
            return (.absent, true)
        }
        guard let element = format.structure(name) else { return (.unreadable, false) }
        noteLanding(first, place.name)
        guard met.meet("chain of " + name, at: first, by: .pointer) == .first else { return (.address(first), true) }
        let capacity = Block.capacity(recordSize: element.size, pageShift: reader.pageShift)
        let part = StructurePart.component("a page of \(place.name)")
        var objects: [ComponentObject] = []
        var pages: [Placement.ChainPage] = []
        var next = first
        var isWhole = true
        while next.value != 0, objects.count < extent.limit {
            guard pages.count < Block.chainLimit else {
                reader.log.damage(
                    .componentChain, path, next, "\(place.name): more than \(Block.chainLimit) pages")
                isWhole = false
                break
            }
            guard let page = page(at: next, part) else {
                isWhole = false
                break
            }
            let announced = page.integer(at: Block.count.offset, width: Block.count.width)
            if announced > UInt64(capacity) || (announced == 0 && filling == .records) {
                reader.log.damage(
                    .componentCapacity, path, next,
                    "a page of \(place.name) announces \(announced) \(name), \(capacity) fit")
                isWhole = false
            }
            let count = Int(min(announced, UInt64(capacity)))
            for index in 0..<count {
                let offset = Block.layout.size + index * element.size
                let slot = next.advanced(by: UInt64(offset))
                objects.append(members(of: element, in: page, at: offset, address: slot))
            }
            let end = Block.layout.size + count * element.size
            if extent == .sample, !page.isZero(at: end, count: max(0, page.count - end)) {
                evidence.contradict("the page goes on behind its \(count) \(name)")
            }
            pages.append(Placement.ChainPage(address: next, count: count))
            next = PhysicalAddress(page.integer(at: Block.next.offset, width: Block.next.width))
        }
        if let owner = place.address {
            reader.placement?.record(
                pages, of: .init(owner: owner, structure: place.structure.name, member: place.member.name))
        }
        if isWhole, !objects.isEmpty { evidence.support("\(place.name) is a chain of \(name)") }
        return (pages.isEmpty && !isWhole ? .unreadable : .objects(objects), isWhole)
    }

    /// The structures of a list, each of which leads to the next.
    mutating func list(
        of name: String, next: String, from first: UInt64
    ) -> (value: ComponentValue, isWhole: Bool) {
        guard first != 0 else { return (.absent, true) }
        guard let element = format.structure(name) else { return (.unreadable, false) }
        var objects: [ComponentObject] = []
        var address = PhysicalAddress(first)
        while address.value != 0, objects.count < extent.limit {
            noteLanding(address, name)
            guard objects.count < Block.chainLimit else {
                reader.log.damage(.componentChain, path, address, "more than \(Block.chainLimit) \(name) in a list")
                return (.objects(objects), false)
            }
            let meeting = met.meet(name, at: address, by: .list)
            if meeting == .taken {
                reader.log.damage(
                    .componentShared, path, address, "\(name) is in a list already: a loop or a wrong address")
                return (.objects(objects), false)
            }
            let claim = meeting == .first ? Claim.everything : .nothing
            guard let object = object(element, at: address, claiming: claim) else {
                return (objects.isEmpty ? .unreadable : .objects(objects), false)
            }
            objects.append(object)
            address = PhysicalAddress(object.raw(next) ?? 0)
        }
        return (.objects(objects), true)
    }

    /// The structures in the pages of a `kho_vmalloc`; one may lie across two of them.
    mutating func vmalloc(
        of name: String, count: UInt64, _ place: Place
    ) -> (value: ComponentValue, isWhole: Bool) {
        guard let element = format.structure(name), let descriptor = descriptor(in: place) else {
            return (.unreadable, false)
        }
        if count == 0 {
            if descriptor.first.value != 0 { evidence.contradict("\(place.name) has pages for no \(name)") }
            return (.objects([]), true)
        }
        noteLanding(descriptor.first, place.name)
        var objects: [ComponentObject] = []
        var rest: [UInt8] = []
        let wanted = extent == .whole ? count : min(count, UInt64(extent.limit))
        var pages: [[UInt8]] = []
        let isComplete = reader.forEachPage(of: descriptor, listPath(of: place), "the list of \(name)") { words in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(words.count * 8)
            for index in words.indices {
                for byte in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: words[index] >> UInt64(byte * 8))) }
            }
            pages.append(bytes)
            let (size, overflow) = wanted.multipliedReportingOverflow(by: UInt64(element.size))
            return overflow || UInt64(pages.count * bytes.count) < size
        }
        for page in pages {
            rest += page
            var offset = 0
            let bytes = StructureBytes(rest)
            while UInt64(objects.count) < wanted, element.size <= bytes.count - offset {
                objects.append(members(of: element, in: bytes, at: offset, address: nil))
                offset += element.size
            }
            rest.removeFirst(offset)
        }
        let isWhole = isComplete && UInt64(objects.count) == wanted
        if isComplete, !isWhole {
            reader.log.damage(
                .componentCount, path, place.address,
                "\(place.name) ends \(wanted - UInt64(objects.count)) before its \(count)")
        }
        if isComplete, extent == .whole {
            reader.compare(descriptor, withRecords: count, of: element.size, path, "the list of \(name)")
        }
        if isWhole { evidence.support("\(place.name) holds \(name)") }
        return (isWhole || extent == .sample ? .objects(objects) : .unreadable, isWhole)
    }

    /// The folios of a file.
    mutating func folios(count: UInt64, _ place: Place) -> (value: ComponentValue, isWhole: Bool) {
        guard let descriptor = descriptor(in: place) else { return (.unreadable, false) }
        if count == 0, descriptor.first.value != 0 {
            evidence.contradict("\(place.name) has pages for no folios")
        }
        if count > 0 { noteLanding(descriptor.first, place.name) }
        let wanted = extent == .whole ? count : min(count, UInt64(extent.limit))
        let table = memfds.table(of: descriptor, count: wanted, path: listPath(of: place), from: &reader)
        guard let table else { return (.unreadable, false) }
        let isWhole = table.count + table.holeCount == wanted
        if isWhole, count > 0 { evidence.support("\(place.name) holds folios") }
        return (.folios(table), isWhole)
    }

    private func descriptor(in place: Place) -> VmallocDescriptor? {
        let bytes = Array(place.bytes.slice(at: place.start, count: Vmalloc.layout.size))
        return Record(Vmalloc.layout, in: bytes.span).map { VmallocDescriptor($0) }
    }

    /// The name of a list: that of its owner, and of the structure where that is not what the owner stored.
    private func listPath(of place: Place) -> String {
        ComponentFormat.listPath(path, of: place.structure, at: place.address, place.member.name, in: format)
    }
}
