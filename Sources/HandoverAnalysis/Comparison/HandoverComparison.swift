import HandoverABI
import HandoverState
import PhysicalMemory

/// Compares two handovers by what they mean: not by bytes, and not by the formats they were written in.
public struct HandoverComparison: Sendable {
    /// What differs, in the order of the groups.
    public let changes: [Change]
    /// How many files and regions that differ in nothing else could not be compared by content.
    public let uncomparedContents: Int

    /// Compares two handovers.
    public init(_ old: ComparedHandover, _ new: ComparedHandover) {
        var log = ChangeLog()
        Self.compareKernels(old.state.kernel, new.state.kernel, &log)
        Self.compareRoots(old.state.root, new.state.root, &log)
        Self.compareScratch(old.state.scratch, new.state.scratch, &log)
        Self.compareSubtrees(old.state.subtrees, new.state.subtrees, &log)
        var contents = ContentComparison(old: old, new: new)
        contents.compareRegions(old.state.reserveMem ?? [], new.state.reserveMem ?? [], &log)
        if let old = old.state.liveUpdate, let new = new.state.liveUpdate {
            log.compare(
                .number(old.number), .number(new.number), .liveUpdate, "/LUO/number", nature: .counter)
        }
        var sessions = SessionComparison(contents: contents)
        sessions.compare(old.state.liveUpdate?.sessions ?? [], new.state.liveUpdate?.sessions ?? [], &log)
        Self.compareObjects(old.state.liveUpdate?.flbs ?? [], new.state.liveUpdate?.flbs ?? [], &log)
        Self.compareTests(old.state.test, new.state.test, &log)
        MemoryComparison(old: old, new: new).compare(&log)
        changes = log.changes
        uncomparedContents = sessions.contents.uncompared
    }

    private static func compareKernels(_ old: PreviousKernel?, _ new: PreviousKernel?, _ log: inout ChangeLog) {
        let path = "/" + SubtreeNames.kexecMetadata
        switch (old, new) {
        case (nil, nil): break
        case (let old?, nil): log.add(Change(.removed, .kernel, path, from: .text(old.release)))
        case (nil, let new?): log.add(Change(.added, .kernel, path, to: .text(new.release)))
        case (let old?, let new?):
            log.compare(.text(old.release), .text(new.release), .kernel, path + "/release")
            log.compare(
                .number(UInt64(old.kexecCount)), .number(UInt64(new.kexecCount)), .kernel, path + "/kexecCount",
                nature: .counter)
        }
    }

    private static func compareRoots(_ old: RootTree?, _ new: RootTree?, _ log: inout ChangeLog) {
        compare(old?.unknownProperties ?? [], new?.unknownProperties ?? [], .root, "", &log)
    }

    private static func compare(
        _ old: [UnknownProperty], _ new: [UnknownProperty], _ group: Change.Group, _ path: String,
        _ log: inout ChangeLog
    ) {
        let pairs = Pairing(old, new) { $0.name }
        for property in pairs.removed { log.add(Change(.removed, group, "\(path)/\(property.name)")) }
        for property in pairs.added { log.add(Change(.added, group, "\(path)/\(property.name)")) }
        for (old, new) in pairs.common where old.bytes != new.bytes {
            log.add(
                Change(
                    .changed, group, "\(path)/\(new.name)", from: .text(hexadecimal(old.bytes)),
                    to: .text(hexadecimal(new.bytes))))
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = bytes.prefix(32).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return digits.joined(separator: " ") + (bytes.count > 32 ? " ..." : "")
    }

    private static func compareScratch(_ old: [MemoryRange]?, _ new: [MemoryRange]?, _ log: inout ChangeLog) {
        // Where one side does not know its scratch areas there is nothing to compare.
        guard let old, let new else { return }
        for index in 0..<max(old.count, new.count) {
            let path = "/scratch/\(index)"
            let before = index < old.count ? old[index] : nil
            let after = index < new.count ? new[index] : nil
            guard let before, let after else {
                log.add(
                    Change(
                        before == nil ? .added : .removed, .scratch, path, from: before.map { .text("\($0)") },
                        to: after.map { .text("\($0)") }))
                continue
            }
            log.compare(
                .hexadecimal(before.start.value), .hexadecimal(after.start.value), .scratch, path + "/address",
                nature: .address)
            log.compare(.number(before.size), .number(after.size), .scratch, path + "/size")
        }
    }

    /// Subtrees that are understood are compared by what they say; of others there are only the bytes.
    private static func compareSubtrees(_ old: [Subtree], _ new: [Subtree], _ log: inout ChangeLog) {
        let pairs = Pairing(old.filter { !$0.isUnderstood }, new.filter { !$0.isUnderstood }) { $0.name }
        for subtree in pairs.removed {
            log.add(Change(.removed, .subtrees, "/" + subtree.name, from: subtree.compatible.map { .text($0) }))
        }
        for subtree in pairs.added {
            log.add(Change(.added, .subtrees, "/" + subtree.name, to: subtree.compatible.map { .text($0) }))
        }
        for (old, new) in pairs.common {
            let path = "/" + new.name
            log.compare(
                old.compatible.map { .text($0) }, new.compatible.map { .text($0) }, .subtrees, path + "/compatible")
            log.compare(
                old.size.map { .number(UInt64($0)) }, new.size.map { .number(UInt64($0)) }, .subtrees, path + "/size")
            if let before = old.content, let after = new.content, before != after, before.count == after.count {
                log.add(Change(.changed, .subtrees, path + "/content", nature: .content))
            }
        }
        for (old, new) in Pairing(old, new, by: { $0.name }).common {
            compare(old.unknownProperties, new.unknownProperties, .subtrees, "/" + new.name, &log)
        }
    }

    private static func compareObjects(
        _ old: [FileLifecycleBound], _ new: [FileLifecycleBound], _ log: inout ChangeLog
    ) {
        let pairs = Pairing(old, new) { $0.name }
        for object in pairs.removed {
            log.add(Change(.removed, .flbs, "/LUO/\(object.name)", from: .hexadecimal(object.data)))
        }
        for object in pairs.added {
            log.add(Change(.added, .flbs, "/LUO/\(object.name)", to: .hexadecimal(object.data)))
        }
        for (old, new) in pairs.common {
            log.compare(.hexadecimal(old.data), .hexadecimal(new.data), .flbs, "/LUO/\(new.name)/data")
            log.compare(
                .number(old.count), .number(new.count), .flbs, "/LUO/\(new.name)/count", nature: .counter)
        }
    }

    private static func compareTests(_ old: TestHandover?, _ new: TestHandover?, _ log: inout ChangeLog) {
        let path = "/" + SubtreeNames.test
        switch (old, new) {
        case (nil, nil): break
        case (_?, nil): log.add(Change(.removed, .test, path))
        case (nil, _?): log.add(Change(.added, .test, path))
        case (let old?, let new?):
            log.compare(.hexadecimal(UInt64(old.magic)), .hexadecimal(UInt64(new.magic)), .test, path + "/magic")
            log.compare(
                .number(UInt64(old.folioCount)), .number(UInt64(new.folioCount)), .test, path + "/folioCount")
            log.compare(
                .hexadecimal(UInt64(old.checksum)), .hexadecimal(UInt64(new.checksum)), .test, path + "/checksum",
                nature: .content)
            if old.folioCount == new.folioCount, let before = old.folios, let after = new.folios, before != after {
                log.add(Change(.changed, .test, path + "/folios", nature: .address))
            }
        }
    }
}

extension Subtree {
    /// Whether its meaning is told elsewhere in the state.
    fileprivate var isUnderstood: Bool { kind != .unknown && content == nil }
}
