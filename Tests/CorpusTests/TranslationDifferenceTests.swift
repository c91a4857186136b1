import Captures
import FixtureSupport
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState
import MemoryDumps
import Testing

/// A handover and its own translations.
@Suite struct TranslationDifferenceTests {
    @Test("A translation differs from its original in what it listed, and in nothing else", arguments: Fixture.all)
    func translated(_ fixture: Fixture) throws {
        let original = try DecodedCapture.of(fixture)
        let before = summed(side(original.result, original.capture))
        for target in Profile.all where target.pageSize == original.handover.abi.pageSize {
            let image = try HandoverImage(original.capture, original.result, for: target, losses: .drop)
            let folder = try TemporaryFolder()
            try image.write(to: folder.path("out.elf"))
            guard case .handover(let capture) = try Capture.open(folder.path("out.elf")) else {
                Issue.record("no handover")
                continue
            }
            let found = try capture.decode(as: target)
            let comparison = HandoverComparison(before, side(found, capture))
            #expect(comparison.uncompared == [], "\(target.name)")
            if fixture.hasContents { #expect(comparison.uncomparedContents == 0, "\(target.name)") }
            let listed = Set(image.encoded.dropped.map(\.path))
            let changed = comparison.changes.map(\.path)
            for path in changed {
                #expect(
                    listed.contains { Self.isSame(path, $0) }, "\(target.name): \(path) was not listed")
            }
            for path in listed {
                #expect(changed.contains { Self.isSame($0, path) }, "\(target.name): \(path) does not differ")
            }
        }
    }

    /// Whether one path is the other, or lies below it: a session stands for its files, and seals for their file's.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        one == other || one.hasPrefix(other + "/") || other.hasPrefix(one + "/")
    }

    /// A side whose sums are known, to be compared many times.
    private func summed(_ side: ComparedHandover) -> ComparedHandover {
        var sums: [ComparedContent: ContentSum] = [:]
        for session in side.handover.state.liveUpdate?.sessions ?? [] {
            for file in session.files.compactMap(\.heldMemory) { sums[.file(file)] = side.sum?(.file(file)) }
        }
        for region in side.handover.state.reserveMem ?? [] { sums[.region(region)] = side.sum?(.region(region)) }
        var summed = side
        summed.sum = { [sums] in sums[$0] }
        return summed
    }

    private func side(_ result: HandoverDecoder<Dump>.Result, _ capture: HandoverCapture) -> ComparedHandover {
        var side = ComparedHandover(result.handover, structures: result.located)
        let memory = capture.input.memory
        let pageShift = result.handover.abi.pageSize.trailingZeroBitCount
        side.sum = { content in
            let digest =
                switch content {
                case .file(let file): ContentDigest(of: file, pageShift: pageShift, in: memory)
                case .region(let region): ContentDigest(of: region, in: memory)
                }
            return digest.map { ContentSum(high: $0.high, low: $0.low, isBlank: $0.isBlank) }
        }
        return side
    }
}
