public import HandoverABI
import HandoverState
import PhysicalMemory

/// Compares two handovers by what they mean: not by bytes, and not by the formats they were written in.
public struct HandoverComparison: Sendable {
    /// What differs, in the order of the groups; what is damaged stands before what differs.
    public let changes: [Change]
    /// Parts that were not compared, since a side does not hold them.
    public let uncompared: [String]
    /// How many files and regions that differ in nothing else could not be compared by content.
    public let uncomparedContents: Int

    /// Compares two handovers.
    ///
    /// - Parameter formats: the formats that components may have been read by.
    public init(
        _ old: ComparedHandover, _ new: ComparedHandover, tellingRanges: RangeDetail = .totals,
        formats: [ComponentFormat] = ComponentFormat.known
    ) {
        var log = ChangeLog()
        Self.compareKernels(old.part(\.kernel, .kexecMetadata), new.part(\.kernel, .kexecMetadata), &log)
        Self.compareRoots(old.state.root, new.state.root, &log)
        Self.compareScratch(old.state.scratch, new.state.scratch, &log)
        Self.compareSubtrees(old.state.subtrees, new.state.subtrees, &log)
        var contents = ContentComparison(old: old, new: new, detail: tellingRanges)
        Self.compare(
            old.part(\.reserveMem, .reserveMem), new.part(\.reserveMem, .reserveMem), SubtreeNames.memblock,
            whenAbsent: [], &log
        ) { contents.compareRegions($0, $1, &$2) }
        var sessions = SessionComparison(contents: contents)
        switch (old.part(\.liveUpdate, .liveUpdate), new.part(\.liveUpdate, .liveUpdate)) {
        case (.unread, _), (_, .unread): log.skip("/" + SubtreeNames.liveUpdate)
        case (let before, let after):
            Self.compareLiveUpdates(before.value, after.value, &sessions, formats, &log)
        }
        Self.compareTests(old.part(\.test, .test), new.part(\.test, .test), &log)
        Self.compareMultikernels(old.state.multikernel, new.state.multikernel, &log)
        MemoryComparison(old: old, new: new).compare(&log)
        let damage = ComparedDamage(old: old.handover, new: new.handover)
        changes = damage.changes + log.changes.filter { !damage.explains($0) }
        uncompared = damage.uncompared(log.uncompared)
        uncomparedContents = sessions.contents.uncompared
    }

    /// Compares parts that are lists, of which none is like an empty one.
    private static func compare<Thing>(
        _ old: ComparedPart<[Thing]>, _ new: ComparedPart<[Thing]>, _ name: String, whenAbsent: [Thing],
        _ log: inout ChangeLog, _ body: ([Thing], [Thing], inout ChangeLog) -> Void
    ) {
        switch (old, new) {
        case (.unread, _), (_, .unread): log.skip("/" + name)
        case (let old, let new): body(old.value ?? whenAbsent, new.value ?? whenAbsent, &log)
        }
    }

    private static func compareLiveUpdates(
        _ old: LiveUpdate?, _ new: LiveUpdate?, _ sessions: inout SessionComparison, _ formats: [ComponentFormat],
        _ log: inout ChangeLog
    ) {
        let path = "/" + SubtreeNames.liveUpdate
        func number(_ liveUpdate: LiveUpdate?) -> Change.Value? {
            liveUpdate.map { .text("live update \($0.number)") }
        }
        switch (old, new) {
        case (nil, nil): return
        case (_?, nil): log.add(Change(.removed, .liveUpdate, path, from: number(old)))
        case (nil, _?): log.add(Change(.added, .liveUpdate, path, to: number(new)))
        case (let old?, let new?):
            log.compare(
                .number(old.number), .number(new.number), .liveUpdate, path + "/number", nature: .counter)
        }
        // An orchestrator that is not there has no sessions; of one that is, they may be out of reach.
        if let before = old.map(\.sessions) ?? [], let after = new.map(\.sessions) ?? [] {
            sessions.compare(before, after, &log)
        } else {
            log.skip(path + "/sessions")
        }
        compareObjects(old?.flbs ?? [], new?.flbs ?? [], &log)
        if let old, let new, old.hasComponents || new.hasComponents {
            ComponentComparison(old, new, files: sessions.pairs, formats: formats).compare(&log)
        }
    }

    private static func compareKernels(
        _ old: ComparedPart<PreviousKernel>, _ new: ComparedPart<PreviousKernel>, _ log: inout ChangeLog
    ) {
        let path = "/" + SubtreeNames.kexecMetadata
        switch (old, new) {
        case (.absent, .absent): break
        case (.unread, _), (_, .unread): log.skip(path)
        case (.known(let old), .absent): log.add(Change(.removed, .kernel, path, from: .text(old.release)))
        case (.absent, .known(let new)): log.add(Change(.added, .kernel, path, to: .text(new.release)))
        case (.known(let old), .known(let new)):
            log.compare(
                .number(UInt64(old.version)), .number(UInt64(new.version)), .kernel, path + "/version")
            log.compare(.text(old.release), .text(new.release), .kernel, path + "/release")
            log.compare(
                .number(UInt64(old.kexecCount)), .number(UInt64(new.kexecCount)), .kernel, path + "/kexecCount",
                nature: .counter)
        }
    }

    private static func compareRoots(_ old: RootTree?, _ new: RootTree?, _ log: inout ChangeLog) {
        guard let old, let new else {
            if (old == nil) != (new == nil) { log.skip("/") }
            return
        }
        compare(old.unknownProperties, new.unknownProperties, .root, "", &log)
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
                    .changed, group, "\(path)/\(new.name)", from: .bytes(old.bytes),
                    to: .bytes(new.bytes)))
        }
    }

    private static func compareScratch(_ old: [MemoryRange]?, _ new: [MemoryRange]?, _ log: inout ChangeLog) {
        guard let old, let new else {
            log.skip("/scratch")
            return
        }
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
        let pairs = Pairing(old, new) { $0.name }
        for subtree in pairs.removed where !subtree.isUnderstood {
            log.add(Change(.removed, .subtrees, "/" + subtree.name, from: subtree.compatible.map { .text($0) }))
        }
        for subtree in pairs.added where !subtree.isUnderstood {
            log.add(Change(.added, .subtrees, "/" + subtree.name, to: subtree.compatible.map { .text($0) }))
        }
        for (old, new) in pairs.common where !(old.isUnderstood && new.isUnderstood) {
            let path = "/" + new.name
            log.compare(
                old.compatible.map { .text($0) }, new.compatible.map { .text($0) }, .subtrees, path + "/compatible")
            guard let before = old.content, let after = new.content else {
                log.skip(path)
                continue
            }
            log.compare(.number(UInt64(before.count)), .number(UInt64(after.count)), .subtrees, path + "/size")
            if before != after, before.count == after.count {
                log.add(Change(.changed, .subtrees, path + "/content", nature: .content))
            }
        }
        for (old, new) in pairs.common {
            compare(old.unknownProperties, new.unknownProperties, .subtrees, "/" + new.name, &log)
        }
    }

    private static func compareObjects(
        _ old: [FileLifecycleBound], _ new: [FileLifecycleBound], _ log: inout ChangeLog
    ) {
        let pairs = Pairing(old, new) { $0.component?.component ?? $0.name }
        for object in pairs.removed {
            log.add(Change(.removed, .flbs, "/LUO/\(object.name)", from: .hexadecimal(object.data)))
        }
        for object in pairs.added {
            log.add(Change(.added, .flbs, "/LUO/\(object.name)", to: .hexadecimal(object.data)))
        }
        for (old, new) in pairs.common {
            // What lies behind the data of a component is compared by itself.
            let isUnderstood = old.component != nil && new.component != nil
            log.compare(
                .hexadecimal(old.data), .hexadecimal(new.data), .flbs, "/LUO/\(new.name)/data",
                nature: isUnderstood ? .address : .meaning)
            log.compare(
                .number(old.count), .number(new.count), .flbs, "/LUO/\(new.name)/count", nature: .counter)
        }
    }

    /// Byte for byte: the tree has a meaning of its own, and a comparison of its own.
    private static func compareMultikernels(
        _ old: MultikernelHandover?, _ new: MultikernelHandover?, _ log: inout ChangeLog
    ) {
        let path = "/" + MultikernelNames.tree
        switch (old?.tree, new?.tree) {
        case (nil, nil): break
        case (let before?, nil): log.add(Change(.removed, .root, path, from: .number(UInt64(before.count))))
        case (nil, let after?): log.add(Change(.added, .root, path, to: .number(UInt64(after.count))))
        case (let before?, let after?):
            log.compare(.number(UInt64(before.count)), .number(UInt64(after.count)), .root, path + "/size")
            if before != after, before.count == after.count {
                log.add(Change(.changed, .root, path + "/content", nature: .content))
            }
        }
        for (name, old, new) in [
            (MultikernelNames.hostMessages, old?.hostMessages, new?.hostMessages),
            (MultikernelNames.messages, old?.messages, new?.messages),
        ] {
            let path = "/" + name
            log.compare(
                old?.address.map { .hexadecimal($0.value) }, new?.address.map { .hexadecimal($0.value) }, .root,
                path + "/address", nature: .address)
            log.compare(
                old?.pages.map { .number(UInt64($0)) }, new?.pages.map { .number(UInt64($0)) }, .root, path + "/pages")
        }
    }

    private static func compareTests(
        _ old: ComparedPart<TestHandover>, _ new: ComparedPart<TestHandover>, _ log: inout ChangeLog
    ) {
        let path = "/" + SubtreeNames.test
        switch (old, new) {
        case (.absent, .absent): break
        case (.unread, _), (_, .unread): log.skip(path)
        case (.known, .absent): log.add(Change(.removed, .test, path))
        case (.absent, .known): log.add(Change(.added, .test, path))
        case (.known(let old), .known(let new)):
            if let before = old.computedChecksum, let after = new.computedChecksum, old.checksum == new.checksum {
                log.compare(
                    .hexadecimal(UInt64(before)), .hexadecimal(UInt64(after)), .test, path + "/content",
                    nature: .content)
            }
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
