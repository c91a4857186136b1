import HandoverAnalysis
import HandoverState
import PhysicalMemory

/// What lies where in the address space: configuration spaces and windows of host bridges, beside memory.
enum AddressSpaceChecks {
    static let all: [MultikernelValidator.Check] = [configurations, windows, overlaps]

    private static func configurations(_ subject: CheckedTree, _ log: inout FindingLog) {
        let bus: UInt64 = 1 << 20
        for host in subject.hostBridges {
            guard let space = host.configuration else { continue }
            let path = "/" + host.name + "/reg"
            if space.start.value % bus != 0 {
                log.add(.configurationSize, path, at: space.start, "\(space.start) is no multiple of 1 MiB")
            } else if let buses = host.buses, buses.isRange {
                let count = UInt64(buses.last - buses.first) + 1
                if space.size != count * bus {
                    log.add(
                        .configurationSize, path, at: space.start,
                        "\(Shown.hex(space.size)) bytes are not the \(count) MiB of \(count) buses")
                }
            }
        }
    }

    // MARK: Windows

    private static func windows(_ subject: CheckedTree, _ log: inout FindingLog) {
        for host in subject.hostBridges {
            for window in host.windows { check(window, "/" + host.name + "/ranges", &log) }
        }
    }

    private static func check(_ window: PCIHostBridge.Window, _ path: String, _ log: inout FindingLog) {
        let place = PhysicalAddress(window.address)
        guard let space = window.space else {
            log.add(.windowKind, path, at: place, "\(Shown.hex(window.flags)) is no kind of window")
            return
        }
        let (end, overflow) = window.busAddress.addingReportingOverflow(window.size)
        if window.size == 0 {
            log.add(.windowNothing, path, at: place, "the window has no bytes")
        } else if overflow || window.range == nil {
            log.add(
                .windowNothing, path, at: place,
                "\(Shown.hex(window.size)) bytes run past the end of the address space")
        } else if space == .memory32 && end > 1 << 32 {
            log.add(
                .windowTooHigh, path, at: place, "a window of 32 bits ends at \(Shown.hex(end)) on the bus")
        }
    }

    // MARK: Overlaps

    private struct Item {
        let path: String
        let what: String
        let isMemory: Bool
    }

    private static func overlaps(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard !subject.hostBridges.isEmpty else { return }
        var items: [(range: MemoryRange, item: Item)] = []
        // Host bridges that share their windows tell the same one.
        var known: Set<MemoryRange> = []
        for host in subject.hostBridges {
            if let space = host.configuration, !space.isEmpty {
                let item = Item(path: "/" + host.name + "/reg", what: "configuration space", isMemory: false)
                items.append((space, item))
            }
            for window in host.windows where window.space != .ports && window.space != nil {
                guard let range = window.range, !range.isEmpty, known.insert(range).inserted else { continue }
                items.append((range, Item(path: "/" + host.name + "/ranges", what: "window", isMemory: false)))
            }
        }
        for (later, earlier) in PlacementChecks.overlaps(items) {
            log.add(
                .windowsOverlap, later.item.path, at: later.range.start,
                "the \(later.item.what) \(later.range) overlaps \(earlier.range) of \(earlier.item.path)")
        }
        let memory =
            subject.chunks.map { (range: $0.range, path: "/resources/" + $0.memory.name) }
            + subject.owners.flatMap { $0.ranges.map { (range: $0.range, path: $0.path) } }
        let taken = memory.map(\.range).merged()
        for (range, item) in items {
            guard let common = [range].intersection(taken).first else { continue }
            log.add(
                .configurationInPool, item.path, at: common.start,
                "the \(item.what) \(range) lies in memory at \(common)")
        }
    }
}

extension PCIHostBridge.Window {
    /// The kinds of windows.
    enum Space { case ports, memory32, memory64 }

    /// The kind that the flags tell; `nil` where they tell none.
    var space: Space? {
        // Bit 30 says that the memory can be prefetched; no other may be set beside the kind.
        switch flags & ~0x4000_0000 {
        case 0x0100_0000: flags == 0x0100_0000 ? .ports : nil
        case 0x0200_0000: .memory32
        case 0x0300_0000: .memory64
        default: nil
        }
    }

    /// The addresses that lead to the window; `nil` where they run past the end.
    var range: MemoryRange? { MemoryRange(start: PhysicalAddress(address), size: size) }
}
