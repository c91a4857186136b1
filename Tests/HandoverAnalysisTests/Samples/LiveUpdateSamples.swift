import FixtureSupport
import HandoverABI
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

extension Sample {
    static let liveUpdate = [
        Sample(.sessionNameDuplicate, "the second session has the first one's name") { capture in
            let block = try #require(capture.structures(.sessions).first).range.start.value
            let first = block + UInt64(Block.layout.size)
            let name = try capture.image.bytes(at: first, count: SessionRecord.name.size)
            try capture.image.put(name, at: first + UInt64(SessionRecord.layout.size))
        }
    ]
}
