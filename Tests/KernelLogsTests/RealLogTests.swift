import FixtureSupport
import Foundation
import KernelLogs
import Testing

@Suite("The logs of real kernels")
struct RealLogTests {
    @Test("are known in every line that is of KHO or LUO", arguments: Fixture.all)
    func fixtures(_ fixture: Fixture) throws {
        let log = explain(try fixture.bytes("log.txt"))
        #expect(log.boots.flatMap(\.unknown).map(\.text) == [])
        #expect(log.boots.flatMap(\.messages).allSatisfy { $0.isOfRelease == true })
        #expect(!log.hasFailures)
        #expect(log.boots.allSatisfy { $0.release?.hasPrefix(String(fixture.name.prefix { $0 != "-" })) == true })
        // The second boot of each took the handover of the first.
        #expect(log.boots.contains { $0.outcome == .accepted && !$0.endsEarly })
    }

    private static let corpus = ProcessInfo.processInfo.environment["KHO_CORPUS"].flatMap { $0.isEmpty ? nil : $0 }

    @Test(
        "of full captures are known in every line too",
        .enabled(if: RealLogTests.corpus != nil, "KHO_CORPUS names no directory of captures"), arguments: Fixture.all)
    func captures(_ fixture: Fixture) throws {
        let path = "\(Self.corpus ?? "")/\(fixture.name)/log.txt"
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let log = explain(bytes)
        #expect(log.boots.flatMap(\.unknown).map(\.text) == [])
        #expect(log.boots.flatMap(\.messages).allSatisfy { $0.isOfRelease == true })
        #expect(!log.hasFailures)
        // Nothing that anybody would look for is missed: a plain search finds no more.
        let text = String(decoding: bytes, as: UTF8.self)
        let words = ["KHO:", "luo:", "test_kho:", "liveupdate test:", "memory reservation"]
        let lines = text.split(whereSeparator: \.isNewline).filter { line in
            words.contains { line.contains($0) } && !line.contains("ommand line") && !line.hasPrefix("@@")
        }
        let told = log.boots.flatMap(\.messages)
            .filter { !$0.message.id.hasPrefix("BOOT") }.reduce(0) { $0 + $1.count }
        #expect(told == lines.count)
    }
}
