import HandoverState

/// What kerf's errors are about, by words that they have: the rules of which one is told for the same tree.
enum KerfErrors {
    static let kinds: [(words: String, rules: Set<RuleID>)] = [
        ("Total CPU count must be positive", [.cpusMissing]),
        ("No CPUs available", [.cpusMissing]),
        ("does not exist in hardware inventory", [.cpuOutsidePool]),
        ("CPU overlap with instance", [.cpuShared]),
        ("Total CPU allocation", [.cpuShared, .cpuTwice, .cpuOutsidePool]),
        ("Spawn pool size must be positive", [.memoryNothing, .memoryMissing]),
        ("No memory description", [.memoryMissing]),
        ("are not supported", [.memoryLegacy]),
        ("must be a u64", [.valueLength]),
        ("must be two u64 cells", [.valueLength]),
        ("expected 'reg' (existing chunk) or 'size' (request)", [.memoryNoForm]),
        ("does not fit in any pool chunk", [.memoryOutsidePool, .memoryWraps]),
        ("Memory region overlap", [.memoryShared]),
        ("Total memory allocation", [.memoryExceedsPool]),
        ("Missing 'memory-bytes'", [.memoryHalfTold, .instanceWithoutMemory]),
        ("Missing 'memory-base'", [.memoryHalfTold, .memoryUnplaced, .instanceWithoutMemory]),
        ("unpack requires a buffer", [.memoryCellsNarrow, .valueLength]),
        ("Reference to non-existent device", [.deviceUnknown]),
        ("VF allocation error", [.partUnknown, .partOfHost]),
        ("Namespace", [.partUnknown, .partOfHost]),
        ("Duplicate instance ID", [.instanceIDTwice]),
        ("carries no model", [.instanceNameless]),
        ("Missing 'instance-name'", [.instanceNameless]),
        ("Missing 'id'", [.instanceIDMissing]),
        ("Missing resources node", [.instanceResourceless]),
        ("Missing 'cpus'", [.instanceWithoutCPUs]),
        ("invalid literal for int()", [.numaNodeNumberless]),
        ("lacks nul termination", [.bytesLost]),
        ("must not contain instances", [.baselineInstances]),
    ]

    /// The rules that stand for an error; `nil` for one of an unknown kind.
    static func rules(for error: String) -> Set<RuleID>? {
        kinds.first { error.contains($0.words) }?.rules
    }
}
