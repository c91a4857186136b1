import Captures
import DeviceTree
import FixtureSupport
import Foundation
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState
import MemoryDumps
import PhysicalMemory
import Testing

/// Every bit of the root tree and of the orchestrator's structures of a real capture, turned over.
///
/// What is read must be what was written, or a rule must say that something is wrong. Some numbers have nothing beside
/// them that could tell: a token is as good as any other. Those are listed, by structure and field, with the bytes that
/// no kernel reads; every bit outside them is caught. By default one bit of each byte; `KHO_THOROUGH=1` takes all eight.
@Suite struct BitFlipTests {
    private static let isThorough = ProcessInfo.processInfo.environment["KHO_THOROUGH"] == "1"

    @Test("A flipped bit of the root tree is caught, or lies where no kernel looks")
    func root() throws {
        let capture = try FlippableCapture("7.3.4")
        let range = try #require(capture.structures.first { $0.kind == .root }).range
        let silent = try capture.silentOffsets(in: range, bits: Self.bits)
        #expect(try Self.spans(of: silent) == Self.spans(of: capture.unreadRootBytes(among: silent)))
    }

    @Test("A flipped bit of the orchestrator's structures is caught, or lies in a field that nothing can hold against")
    func orchestrator() throws {
        let capture = try FlippableCapture("7.3.4")
        for piece in try capture.orchestratorPieces() {
            let silent = try capture.silentOffsets(
                in: Self.isThorough ? piece.range : piece.filled, bits: Self.bits)
            let fields = Set(try silent.map { try piece.field(at: $0, in: capture.memory) })
            #expect(fields.subtracting(piece.free) == [], "\(piece.name) at \(piece.range)")
        }
    }

    @Test("A truncated root tree, wherever it ends, is refused or its findings say so")
    func truncation() throws {
        let blob = try FlippableCapture("7.3.4").blob
        let whole = try Self.findings(inRoot: blob)
        for length in 0..<blob.count {
            let cut = Array(blob.prefix(length))
            guard let found = try? Self.findings(inRoot: cut) else { continue }
            #expect(found != whole, "\(length) bytes")
        }
    }

    private static func findings(inRoot blob: [UInt8]) throws -> [String] {
        let folder = try TemporaryFolder()
        guard case .handover(let capture) = try Capture.open(folder.write(blob, to: "root.dtb")) else { return [] }
        let subject = Subject(try capture.decode(), in: [], remarks: capture.remarks)
        return Validator().findings(in: subject).map { "\($0.rule.rawValue) \($0.path) \($0.message)" }
    }

    /// The bits to flip in the byte at an offset.
    private static func bits(at offset: Int) -> [Int] {
        isThorough ? Array(0..<8) : [(offset * 5 + 3) % 8]
    }

    /// Offsets as spans, which are easier to read than a list.
    private static func spans(of offsets: Set<Int>) -> [Range<Int>] {
        var spans: [Range<Int>] = []
        for offset in offsets.sorted() {
            if let last = spans.last, last.upperBound == offset {
                spans[spans.count - 1] = last.lowerBound..<offset + 1
            } else {
                spans.append(offset..<offset + 1)
            }
        }
        return spans
    }
}
