import Captures
import FixtureSupport
import HandoverCoding
import HandoverState
import MemoryDumps
import PhysicalMemory
import Testing

/// The contents of files and regions, against what the next kernel gave back.
@Suite struct CapturedContentTests {
    private static let fixtures = Fixture.withSessions.filter(\.hasContents)

    @Test("The contents of every file are those that the next kernel gave back", arguments: fixtures)
    func contents(_ fixture: Fixture) throws {
        let decoded = try DecodedCapture.of(fixture)
        let sessions = try #require(decoded.state.liveUpdate?.sessions)
        var count = 0
        for (session, given) in zip(sessions, try fixture.givenSessions()) {
            for (file, given) in zip(session.files, given.files) {
                let content = try PreservedContent(try #require(file.memfd), pageShift: decoded.pageShift)
                let hash = try Self.hash(of: content, in: decoded.capture.input.memory)
                #expect(content.size == given.size)
                #expect(hash == given.fnv1a64.hexadecimalNumber, "\(session.name) \(given.token)")
                count += 1
            }
        }
        #expect(count == sessions.count * 4)
    }

    @Test("A reserved region is all there", arguments: Fixture.withContents)
    func regions(_ fixture: Fixture) throws {
        let decoded = try DecodedCapture.of(fixture)
        for region in decoded.state.reserveMem ?? [] {
            let content = try PreservedContent(region)
            var size: UInt64 = 0
            try content.read(from: decoded.capture.input.memory) { offset, bytes in
                size += UInt64(bytes.count)
                return true
            }
            #expect(size == region.size)
        }
    }

    @Test("Contents that the image leaves out are refused by the address that is missing")
    func absent() throws {
        let decoded = try DecodedCapture.of(.named("7.3.4-many"))
        let file = try #require(decoded.state.liveUpdate?.sessions?.first?.files.first)
        let content = try PreservedContent(try #require(file.memfd), pageShift: decoded.pageShift)
        let error = #expect(throws: ContentError.self) {
            try content.read(from: decoded.capture.input.memory) { _, _ in true }
        }
        let address = try #require(content.pieces.first).memory.start
        #expect(error?.reason == "its contents are not in the dump: \(address) is missing")
    }

    private static func hash(of content: PreservedContent, in memory: Dump) throws -> UInt64 {
        var hash = ContentHash()
        var position: UInt64 = 0
        try content.read(from: memory) { offset, bytes in
            hash.add(zeros: offset - position)
            hash.add(bytes)
            position = offset + UInt64(bytes.count)
            return true
        }
        hash.add(zeros: content.size - position)
        return hash.value
    }
}
