import Captures
import FixtureSupport
import HandoverCoding
import HandoverState
import MemoryDumps
import Synchronization

/// A capture, opened and decoded without any hint.
struct DecodedCapture {
    let capture: HandoverCapture
    let result: HandoverDecoder<Dump>.Result

    var handover: Handover { result.handover }
    var state: HandoverState { handover.state }
    var pageShift: Int { handover.abi.pageSize.trailingZeroBitCount }

    init(path: String, hints: CaptureHints = CaptureHints()) throws {
        guard case .handover(let capture) = try Capture.open(path, hints: hints) else {
            throw MissingFixture(path: "\(path): no handover")
        }
        self.capture = capture
        result = try capture.decode()
    }

    /// The image of a capture, decoded once for all tests.
    static func of(_ fixture: Fixture) throws -> DecodedCapture {
        try decoded.withLock { decoded in
            if let known = decoded[fixture] { return known }
            let new = try DecodedCapture(path: fixture.image)
            decoded[fixture] = new
            return new
        }
    }

    private static let decoded = Mutex<[Fixture: DecodedCapture]>([:])
}

extension Fixture {
    /// What another reader found, read once for all tests.
    func knownFacts() throws -> Facts {
        try Self.known.withLock { known in
            if let facts = known[self] { return facts }
            let new = try facts()
            known[self] = new
            return new
        }
    }

    private static let known = Mutex<[Fixture: Facts]>([:])
}
