import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

extension Sample {
    static let liveUpdate = orchestrator + sessions + boundObjects

    /// The orchestrator's root, and blocks of records.
    private static let orchestrator = [
        Sample(.orchestratorUnreadable, "the orchestrator's structure begins with other characters") { capture in
            try capture.set(LiveUpdateRoot.compatible, to: "abc-v5", at: try capture.subtree(SubtreeNames.liveUpdate))
        },
        Sample(.orchestratorVersion, "the orchestrator's structure is of a later version") { capture in
            try capture.set(LiveUpdateRoot.compatible, to: "luo-v6", at: try capture.subtree(SubtreeNames.liveUpdate))
        },
        Sample(.orchestratorVersion, "the sessions are of a later version", in: "7.1.13") { capture in
            let (value, address) = try capture.property(
                RootTreeNames.compatible, of: [LiveUpdateTreeNames.sessions], in: SubtreeNames.liveUpdate)
            try capture.image.put([UInt8(ascii: "9"), 0], at: address + UInt64(value.count - 2))
        },
        Sample(.orchestratorVersion, "a document tells of 7.1 and of the structure of 7.2", tellingOf: "7.1.13") {
            state in
            let index = try #require(state.subtrees.firstIndex { $0.kind == .liveUpdate })
            state.subtrees[index].compatible = LiveUpdateABI.structure.compatible
        },
        Sample(.numberMissing, "the tree has no number", in: "7.1.13") { capture in
            try capture.remove(LiveUpdateTreeNames.number, in: SubtreeNames.liveUpdate)
        },
        Sample(.numberImpossible, "the number is 0") { capture in
            try capture.set(LiveUpdateRoot.number, to: 0, at: try capture.subtree(SubtreeNames.liveUpdate))
        },
        Sample(.numberImpossible, "the number is above the count of kexecs") { capture in
            try capture.set(LiveUpdateRoot.number, to: 5, at: try capture.subtree(SubtreeNames.liveUpdate))
        },
        Sample(.orchestratorNodeMissing, "the tree has no node of sessions", in: "7.1.13") { capture in
            try capture.removeNode(LiveUpdateTreeNames.sessions, in: SubtreeNames.liveUpdate)
        },
        Sample(.orchestratorNodeMissing, "the tree has no node of objects, as in 6.19", in: "7.1.13") { capture in
            try capture.removeNode(LiveUpdateTreeNames.flbs, in: SubtreeNames.liveUpdate)
        },
        Sample(.headMissing, "the node of sessions has no address", in: "7.1.13") { capture in
            try capture.remove(
                LiveUpdateTreeNames.sessionsHeader, of: [LiveUpdateTreeNames.sessions], in: SubtreeNames.liveUpdate)
        },
        Sample(.headMissing, "the objects lie at address 0", in: "7.1.13") { capture in
            let (_, address) = try capture.property(
                LiveUpdateTreeNames.flbsHeader, of: [LiveUpdateTreeNames.flbs], in: SubtreeNames.liveUpdate)
            try capture.image.put(UInt64(0), at: address)
        },
        Sample(.orchestratorSize, "the root tree gives the structure 16 bytes") { capture in
            let (_, address) = try capture.property(RootTreeNames.size, of: [SubtreeNames.liveUpdate], in: nil)
            try capture.image.put(UInt64(16), at: address)
        },
        Sample(.sessionsOverfull, "a document tells of 820 sessions", tellingOf: "7.1.13") { state in
            let sessions = try #require(state.liveUpdate?.sessions)
            state.liveUpdate?.sessions =
                sessions
                + (sessions.count..<820).map { Session(name: "more-\($0)", fileCount: 0, files: []) }
        },
        Sample(.blockMisaligned, "the next block of sessions lies within a page") { capture in
            let block = try capture.sessions()
            try capture.set(Block.next, to: block + 0x808, at: block)
        },
        Sample(.blockCount, "the block of sessions announces none") { capture in
            try capture.set(Block.count, to: 0, at: try capture.sessions())
        },
        Sample(.blockCount, "a block of files announces none") { capture in
            let block = try capture.file() - UInt64(Block.layout.size)
            try capture.set(Block.count, to: 0, at: block)
        },
        Sample(.blockChainLimit, "a document tells of one session more than 10000 blocks hold", tellingOf: "7.3.4") {
            state in
            let sessions = try #require(state.liveUpdate?.sessions)
            state.liveUpdate?.sessions =
                sessions
                + (sessions.count...510_000).map { Session(name: "more-\($0)", fileCount: 0, files: []) }
        },
        Sample(.blockLoop, "the block of sessions is its own next") { capture in
            let block = try capture.sessions()
            try capture.set(Block.next, to: block, at: block)
        },
    ]
}
