import HandoverAnalysis
import HandoverState

/// The ways of the last-level cache.
enum CacheChecks {
    static let all: [MultikernelValidator.Check] = [masks, shared, classes]

    private static func masks(_ subject: CheckedTree, _ log: inout FindingLog) {
        if let mask = subject.pool?.cacheWays { check(mask, "/resources/llc-way-mask", &log) }
        for owner in subject.owners {
            guard let mask = owner.resources?.cacheWays else { continue }
            let path = owner.path("llc-way-mask")
            check(mask, path, &log)
            guard let pool = subject.pool, mask & ~(pool.cacheWays ?? 0) != 0 else { continue }
            log.add(
                .cacheWaysOutside, path,
                "\(Shown.hex(mask & ~(pool.cacheWays ?? 0))) is not among the ways of the pool")
        }
    }

    private static func check(_ mask: UInt32, _ path: String, _ log: inout FindingLog) {
        if mask == 0 {
            log.add(.cacheWaysNone, path, "no bit is set")
        } else if mask != ~0 >> UInt32(mask.leadingZeroBitCount) & (~0 << UInt32(mask.trailingZeroBitCount)) {
            log.add(.cacheWaysScattered, path, "the bits of \(Shown.hex(mask)) do not lie side by side")
        }
    }

    /// Ways that two instances have, told once of the later one.
    private static func shared(_ subject: CheckedTree, _ log: inout FindingLog) {
        var holder = [Int?](repeating: nil, count: 32)
        for (index, owner) in subject.owners.enumerated() {
            guard let mask = owner.resources?.cacheWays else { continue }
            var shared: [Int: UInt32] = [:]
            for way in 0..<32 where mask & 1 << UInt32(way) != 0 {
                if let other = holder[way] {
                    shared[other, default: 0] |= 1 << UInt32(way)
                } else {
                    holder[way] = index
                }
            }
            for (other, ways) in shared.sorted(by: { $0.key < $1.key }) {
                log.add(
                    .cacheWaysShared, owner.path("llc-way-mask"),
                    "\(Shown.hex(ways)) also belongs to \"\(subject.owners[other].name)\"")
            }
        }
    }

    private static func classes(_ subject: CheckedTree, _ log: inout FindingLog) {
        let name = "linux,resctrl-closid"
        if subject.pool?.cacheClass != nil, subject.kind != .pool {
            log.add(.cacheClassGiven, "/resources/" + name, "the class of service is the host's to choose")
        }
        for owner in subject.owners where owner.resources?.cacheClass != nil && owner.role != .told {
            log.add(.cacheClassGiven, owner.path(name), "the class of service is the host's to choose")
        }
    }
}
