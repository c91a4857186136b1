import HandoverState
import PhysicalMemory

/// Memory: between the kernel and its pool, and between the pool and instances.
extension OverlayRun {
    mutating func perform(
        _ action: OverlayOperation.Action, memory item: OverlayMemory, on target: Target, _ direction: Direction,
        at place: String
    ) throws(Refusal) {
        try checkNode(item.numaNode, item.other, at: place)
        let isAdding = action.kind == .addMemory
        if isAdding, target == .pool {
            let size = try requestedSize(item, at: place)
            if direction == .forward { return grow(size, item.numaNode, at: place) }
            return remark(.applyNotUndone, place, "kernels leave the pool as large as it is")
        }
        guard case .chunk(let base, let size) = item.extent else {
            throw Refusal(.applyItem, .EINVAL, at: place, "reg has to be an address and a size of two cells each")
        }
        switch (target, isAdding == (direction == .forward)) {
        case (.instance(let name), true): try addMemory(base, size, item.numaNode, to: name, at: place)
        case (.instance(let name), false): try removeMemory(base, size, from: name, at: place)
        case (_, false): try shrink(base, size, at: place)
        case (_, true):
            try checkSize(size, at: place)
            remark(.applyNotUndone, place, "the memory comes back at a base that the kernel chooses")
            grow(size, item.numaNode, at: place)
        }
    }

    private func requestedSize(_ item: OverlayMemory, at place: String) throws(Refusal) -> UInt64 {
        switch item.extent {
        case .request(let size):
            try checkSize(size, at: place)
            return size
        case .chunk:
            throw Refusal(.applyItem, .EINVAL, at: place, "the pool takes size, and chooses the base: reg may not be")
        case .unknown: throw Refusal(.applyItem, .EINVAL, at: place, "size has to be two cells, and reg may not be")
        }
    }

    private func checkSize(_ size: UInt64, at place: String) throws(Refusal) {
        guard size > 0, size.isMultiple(of: conditions.pageSize) else {
            throw Refusal(.applyItem, .EINVAL, at: place, "a size of \(size.bytesText) is not a number of pages")
        }
    }

    // MARK: The pool

    private mutating func grow(_ size: UInt64, _ node: UInt32?, at place: String) {
        machine.memory.grow(base: nil, size: size, numaNode: node)
        step(place, "\(size.bytesText): host -> pool, at a base that the kernel chooses")
    }

    private mutating func shrink(_ base: UInt64, _ size: UInt64, at place: String) throws(Refusal) {
        let chunk = try chunk(base, size, at: place)
        guard chunk.isUnused else {
            throw Refusal(
                .applyChunkUsed, .EBUSY, at: place,
                "\((chunk.size - chunk.freeBytes).bytesText) of the chunk at \(hex(base)) are lent")
        }
        if !machine.freeCPUs.isEmpty || machine.lentCPUs > 0 {
            remark(
                .applyUnknowable, place,
                "where the pool parks its CPUs is not told; a chunk that holds it stays while the pool has any (EBUSY)")
        }
        machine.memory.remove(chunk.number)
        step(place, "\(size.bytesText) at \(hex(base)): pool -> host")
    }

    private mutating func chunk(_ base: UInt64, _ size: UInt64, at place: String) throws(Refusal) -> PoolChunk {
        if let chunk = machine.memory.chunk(at: base) {
            if chunk.base == base, chunk.size == size { return chunk }
            throw Refusal(
                .applyMemoryPart, .ENOENT, at: place,
                "kernels take whole chunks; the one there is \(chunk.size.bytesText) at \(hex(chunk.base ?? 0))")
        }
        guard let chunk = machine.memory.chunks.first(where: { $0.base == nil && $0.size == size }) else {
            throw Refusal(.applyMemoryPart, .ENOENT, at: place, "the pool has no chunk at \(hex(base))")
        }
        remark(
            .applyUnknowable, place,
            "whether a chunk is at \(hex(base)) cannot be known here; one of \(size.bytesText) is taken for it"
        )
        machine.memory.place(chunk.number, at: base)
        return chunk
    }

    // MARK: Instances

    private mutating func addMemory(
        _ base: UInt64, _ size: UInt64, _ node: UInt32?, to name: String, at place: String
    ) throws(Refusal) {
        let (base, size) = try pages(base, size, of: name, at: place)
        guard let region = machine.memory.takePiece(size, numaNode: node) else {
            throw Refusal(
                .applyNoMemory, .ENOMEM, at: place,
                "the pool has no \(size.bytesText) in one piece\(node.map { " on node \($0)" } ?? "")")
        }
        let isActive = machine[name]?.state == .active
        machine.change(name) { $0.regions.append(region) }
        let address = machine.memory.address(of: region)
        transaction.taken[place] = address
        if address != base {
            let likely = address.map { "most likely at \(hex($0))" } ?? "from memory whose base is not known here"
            remark(
                .applyBaseIgnored, place,
                isActive
                    ? "\(name) uses the memory at \(hex(base)), while its host notes down what it takes \(likely)"
                    : "the base \(hex(base)) is ignored; the memory is taken \(likely)")
        }
        step(place, "\(size.bytesText)\(address.map { " at \(hex($0))" } ?? ""): pool -> \(name)")
    }

    private mutating func removeMemory(
        _ base: UInt64, _ size: UInt64, from name: String, at place: String
    ) throws(Refusal) {
        let (base, size) = try pages(base, size, of: name, at: place)
        let regions = machine[name]?.regions ?? []
        let memory = machine.memory
        var found = regions.firstIndex { $0.size == size && memory.address(of: $0) == base }
        if found == nil, memory.chunk(at: base) == nil {
            found = regions.firstIndex { $0.size == size && memory.address(of: $0) == nil }
            if found != nil {
                remark(
                    .applyUnknowable, place,
                    "whether \(name) has the memory at \(hex(base)) cannot be known here; one of that size is taken"
                )
            }
        }
        guard let found else {
            let held = regions.map { "\($0.size.bytesText) at \(memory.address(of: $0).map(hex) ?? "an unknown base")" }
            throw Refusal(
                .applyMemoryPart, .ENOENT, at: place,
                "kernels take whole regions; \(name) has \(held.isEmpty ? "none" : held.joined(separator: ", "))")
        }
        if machine[name]?.state == .loaded {
            remark(.applyUnknowable, place, "memory that the loaded kernel lies in stays (EBUSY)")
        }
        let region = regions[found]
        if region.isPredicted, memory.address(of: region) != nil {
            remark(.applyUnknowable, place, "that the region lies there is a guess from what was free")
        }
        machine.change(name) { $0.regions.remove(at: found) }
        machine.memory.put(region)
        step(place, "\(size.bytesText) at \(hex(base)): \(name) -> pool")
    }

    /// The whole pages of a range as kernels count them; running instances ask for whole blocks.
    private mutating func pages(
        _ base: UInt64, _ size: UInt64, of name: String, at place: String
    ) throws(Refusal) -> (base: UInt64, size: UInt64) {
        if machine[name]?.state == .active {
            let block = conditions.blockSize
            guard base.isMultiple(of: block), size.isMultiple(of: block), size > 0 else {
                throw Refusal(
                    .applyBlock, .EINVAL, at: place,
                    "\(name) runs, and takes and gives whole blocks of \(block.bytesText)")
            }
            return (base, size)
        }
        let mask = conditions.pageSize - 1
        if base & mask != 0 || size & mask != 0 {
            remark(.applyCut, place, "kernels cut address and size down to pages of \(conditions.pageSize.bytesText)")
        }
        guard size & ~mask > 0 else {
            throw Refusal(.applyItem, .EINVAL, at: place, "there is not one page in \(size.bytesText)")
        }
        return (base & ~mask, size & ~mask)
    }
}

/// An address as kernels print it.
func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }

extension UInt64 {
    /// A size in the largest binary unit that it is a whole number of.
    var bytesText: String {
        let units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        let unit = self == 0 ? 0 : Swift.min(trailingZeroBitCount / 10, units.count - 1)
        return "\(self >> UInt64(10 * unit)) \(units[unit])"
    }
}
