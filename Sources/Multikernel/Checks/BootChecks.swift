import DeviceTree
import HandoverAnalysis
import HandoverState
import PhysicalMemory

/// What a host tells the kernel that it starts: `/chosen` of a boot tree.
enum BootChecks {
    static let all: [MultikernelValidator.Check] = [version, reserved, messages, processors]

    private static let version1 = "multikernel-v1"
    private static let mostReserved = 80
    /// The pages of the ring of messages: 64 entries of a page, and a page for their counters.
    private static let ringPages: UInt32 = 65

    private static func version(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard let tree = subject.instanceTree, tree.chosen != nil, !tree.compatible.contains(version1) else { return }
        let told = tree.compatible.isEmpty ? "no version" : "\"\(Shown.list(tree.compatible))\""
        log.add(.bootCompatible, "/", "the root says \(told), not \"\(version1)\"")
    }

    private static func reserved(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard let regions = subject.instanceTree?.chosen?.reservedMemory else { return }
        let path = "/chosen/multikernel,reserved-memory"
        let own = subject.owners.flatMap(\.ranges).map(\.range).merged()
        if regions.count > mostReserved {
            log.add(.reservedTooMany, path, "\(regions.count) ranges are reserved, there is room for \(mostReserved)")
        }
        for region in regions {
            let start = PhysicalAddress(region.base)
            guard let range = MemoryRange(start: start, size: region.size), !range.isEmpty else {
                log.add(.reservedMisplaced, path, at: start, "\(Shown.hex(region.size)) bytes are no range")
                continue
            }
            if region.base % MemoryChecks.page != 0 || region.size % MemoryChecks.page != 0 {
                log.add(.messagesUnaligned, path, at: start, "\(range) is not in whole pages")
            }
            if let common = [range].intersection(own).first, common != range {
                log.add(.reservedMisplaced, path, at: start, "of \(range) only \(common) is the instance's own")
            }
        }
    }

    // MARK: Messages

    private static func messages(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard let chosen = subject.instanceTree?.chosen else { return }
        let own = subject.owners.flatMap(\.ranges).map(\.range).merged()
        if let range = range(of: chosen.messages, "ipi", &log), !own.isEmpty,
            [range].intersection(own) != [range]
        {
            log.add(
                .messagesOutside, "/chosen/multikernel,ipi-buffer", at: range.start,
                "\(range) does not lie in the memory of the instance")
        }
        if let range = range(of: chosen.hostMessages, "host-ipi", &log), let common = [range].intersection(own).first {
            log.add(
                .hostMessagesInside, "/chosen/multikernel,host-ipi-buffer", at: range.start,
                "\(common) is memory of the instance")
        }
    }

    private static func range(
        of buffer: BootInformation.MessageBuffer?, _ name: String, _ log: inout FindingLog
    ) -> MemoryRange? {
        guard let buffer else { return nil }
        let path = "/chosen/multikernel,\(name)-buffer"
        guard let address = buffer.address, let pages = buffer.pages, address != 0, pages != 0 else {
            log.add(.messagesHalfTold, path, "address and pages must both be there, and not 0")
            return nil
        }
        if address % MemoryChecks.page != 0 {
            log.add(.messagesUnaligned, path, at: PhysicalAddress(address), "the buffer does not begin with a page")
        }
        if pages < ringPages {
            log.add(
                .messagesPages, "/chosen/multikernel,\(name)-pages",
                "the buffer has \(pages) pages, the ring takes \(ringPages)")
        }
        return MemoryRange(start: PhysicalAddress(address), size: UInt64(pages) * MemoryChecks.page)
    }

    // MARK: Processors

    private static func processors(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard let chosen = subject.instanceTree?.chosen else { return }
        let own = Set(subject.owners.flatMap { $0.resources?.cpus?.ids ?? [] })
        if let host = chosen.hostCPU, own.contains(host) {
            log.add(
                .doorbellOwn, "/chosen/multikernel,host-ipi-cpu", "processor \(host) is the instance's own")
        }
        let isTold = chosen.hostTree?.properties.contains { $0.name == "cpus" } == true
        if chosen.poolCPUs == nil, !isTold {
            log.add(.cpusUnreachable, "/chosen", "no list of other processors is told")
        }
    }
}
