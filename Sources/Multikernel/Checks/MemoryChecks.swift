import HandoverAnalysis
import HandoverState
import PhysicalMemory

/// Memory of the pool and of each instance by itself: sizes, pages, forms.
enum MemoryChecks {
    static let all: [MultikernelValidator.Check] = [presence, items, placed, instances]

    /// The smallest page that a kernel with these patches has.
    static let page: UInt64 = 4096

    /// Memory of no bytes, in parts of pages, or past the end of the address space.
    static func extent(_ base: UInt64, _ size: UInt64, _ path: @autoclosure () -> String, _ log: inout FindingLog) {
        if size == 0 {
            log.add(.memoryNothing, path(), "the memory has no bytes")
        } else if base % page != 0 || size % page != 0 {
            log.add(
                .memoryUnaligned, path(), at: base == 0 ? nil : PhysicalAddress(base),
                "\(Shown.hex(size)) bytes\(base == 0 ? "" : " at \(Shown.hex(base))") are not whole pages of 4 KiB")
        }
        if base.addingReportingOverflow(size).overflow {
            log.add(
                .memoryWraps, path(), at: PhysicalAddress(base),
                "\(Shown.hex(size)) bytes from \(Shown.hex(base)) run past the end of the address space")
        }
    }

    // MARK: The pool

    private static func presence(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard let pool = subject.pool else { return }
        if let single = pool.singleMemory {
            let name = single.base == nil ? "memory-bytes" : "memory-base"
            log.add(.memoryLegacy, "/resources", "\"\(name)\" gave way to nodes memory@N")
        } else if pool.memory.isEmpty, subject.kind != .pool, pool.freeCPUs == nil {
            log.add(.memoryMissing, "/resources", "no memory is given to the pool")
        }
    }

    private static func items(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard let pool = subject.pool else { return }
        let hasChunks = pool.memory.contains { if case .chunk = $0.extent { true } else { false } }
        for memory in pool.memory {
            let path = "/resources/" + memory.name
            switch memory.extent {
            case .chunk(let base, let size):
                extent(base, size, path, &log)
                name(memory.name, base, path, &log)
            case .request(let size):
                extent(0, size, path, &log)
                guard subject.kind == .pool || hasChunks else { continue }
                if subject.machine?.instances != nil {
                    log.add(.memoryUnplaced, path, "where \(Shown.hex(size)) bytes of the pool will lie is not known")
                } else {
                    log.add(.memoryAsked, path, "\(Shown.hex(size)) bytes are asked for where chunks are listed")
                }
            case .unknown: break
            }
        }
    }

    /// The unit address, which has to be the base.
    private static func name(_ name: String, _ base: UInt64, _ path: String, _ log: inout FindingLog) {
        guard let at = name.firstIndex(of: "@") else { return }
        let digits = name[name.index(after: at)...]
        guard UInt64(digits, radix: 16) != base else { return }
        log.add(
            .memoryNameContradicted, path, at: PhysicalAddress(base),
            "the name says \(digits), reg \(String(base, radix: 16))")
    }

    private static func placed(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard subject.kind == .pool, let machine = subject.machine, let pool = machine.pool, machine.id == nil,
            pool.freeCPUs == nil
        else { return }
        let first = pool.memory.first { if case .chunk = $0.extent { true } else { false } }
        guard let first else { return }
        log.add(
            .memoryPlaced, "/resources/" + first.name,
            "a kernel that tells of its pool also tells \"id\" and \"cpus-available\"")
    }

    // MARK: Instances

    private static func instances(_ subject: CheckedTree, _ log: inout FindingLog) {
        for owner in subject.owners {
            guard let resources = owner.resources else { continue }
            for region in owner.regions { extent(region.base, region.size, region.path, &log) }
            guard let memory = resources.memory else { continue }
            if owner.regions.isEmpty, let size = memory.size { extent(0, size, owner.path("memory-bytes"), &log) }
            let isNarrow =
                memory.base != nil && memory.baseWidth == .bits32 || memory.size != nil && memory.sizeWidth == .bits32
            if isNarrow, subject.kind != .instanceList {
                log.add(.memoryCellsNarrow, owner.resourcesPath, "base or size stands in one cell of 32 bits")
            }
            let missesBase = memory.base == nil && owner.role != .requested && subject.kind != .instanceList
            if let size = memory.size, missesBase, owner.role == .listed {
                log.add(
                    .memoryUnplaced, owner.path("memory-bytes"), "where \(Shown.hex(size)) bytes will lie is not known")
            } else if memory.size == nil || missesBase {
                let missing = memory.size == nil ? "memory-bytes" : "memory-base"
                log.add(.memoryHalfTold, owner.resourcesPath, "\"\(missing)\" is missing beside its other half")
            }
        }
    }
}
