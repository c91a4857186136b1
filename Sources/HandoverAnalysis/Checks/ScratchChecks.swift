import HandoverABI
import HandoverState
import PhysicalMemory

/// What kernels ask of the scratch areas, the only memory in which the next one boots.
enum ScratchChecks {
    static let all: [Validator.Check] = [areas, overlaps, room]

    private static let path = "/scratch"
    /// No kernel of a distribution boots in less.
    private static let smallest: UInt64 = 16 << 20

    /// Each area by itself.
    static func areas(_ subject: Subject, _ log: inout FindingLog) {
        guard let areas = subject.state.scratch else { return }
        if !areas.contains(where: { !$0.isEmpty }) {
            log.add(.scratchAbsent, path, areas.isEmpty ? "there is no scratch area" : "every scratch area is empty")
            return
        }
        let page = UInt64(subject.handover.abi.pageSize)
        let alignment = subject.profile?.scratchAlignment ?? (start: page, size: nil)
        for (index, area) in areas.enumerated() {
            if area.isEmpty {
                log.add(.scratchEmpty, path, at: area.start, "scratch area \(index) has no bytes")
                continue
            }
            if !area.start.isAligned(to: alignment.start) {
                log.add(
                    .scratchMisaligned, path, at: area.start,
                    "scratch area \(index) starts at \(area.start), no multiple of \(digits(alignment.start))")
            } else if let size = alignment.size, area.size % size != 0 {
                log.add(
                    .scratchMisaligned, path, at: area.start,
                    "scratch area \(index) has \(digits(area.size)) bytes, no multiple of \(digits(size))")
            }
            if area.end.value > Machine.addressLimit {
                log.add(.scratchOutsideMemory, path, at: area.start, "scratch area \(area) lies past 52 bits")
            } else if let machine = subject.wholeMachine(judging: area), !machine.holds(area) {
                log.add(
                    .scratchOutsideMemory, path, at: area.start, "the machine does not have the memory of \(area)")
            }
        }
    }

    /// Areas side by side.
    static func overlaps(_ subject: Subject, _ log: inout FindingLog) {
        let areas = (subject.state.scratch ?? []).filter { !$0.isEmpty }.sorted { $0.start < $1.start }
        for (area, next) in zip(areas, areas.dropFirst()) where area.overlaps(next) {
            log.add(.scratchOverlap, path, at: next.start, "the scratch areas \(area) and \(next) overlap")
        }
    }

    /// Whether what is to boot fits.
    static func room(_ subject: Subject, _ log: inout FindingLog) {
        guard let areas = subject.state.scratch, let largest = areas.map(\.size).max(), largest > 0 else { return }
        let all: UInt64 = areas.merged().reduce(0) { $0 &+ $1.size }
        if let needed = subject.bootSize, all < needed {
            log.add(
                .scratchTooSmall, path,
                "the scratch areas have \(digits(all)) bytes, the kernel and initrd to come take \(digits(needed))")
        } else if largest < smallest {
            log.add(
                .scratchSmall, path,
                "the largest scratch area has \(digits(largest)) bytes, less than \(digits(smallest))")
        }
    }
}
