import Captures
import FixtureSupport
import Foundation
import HandoverAnalysis
import HandoverCoding
import HandoverState
import MemoryDumps
import PhysicalMemory
import Synchronization

/// The image of a real capture, to be changed at physical addresses.
struct EditedCapture {
    /// The bytes.
    var image: CoreImage
    /// What was decoded before any change.
    let decoded: HandoverDecoder<Dump>.Result
    /// What is known of the input beyond its bytes.
    var hints = CaptureHints()
    /// How many bytes the kernel and the initrd to come take.
    var bootSize: UInt64?

    private static let originals = Mutex<[String: EditedCapture]>([:])

    /// A capture by its name, decoded once for all tests.
    init(_ name: String) throws {
        if let known = Self.originals.withLock({ $0[name] }) {
            self = known
            return
        }
        let fixture = try Fixture.named(name)
        image = try CoreImage(fixture)
        decoded = try Self.open(fixture.plainImage(), CaptureHints()).decode()
        let original = self
        Self.originals.withLock { $0[name] = original }
    }

    /// The state before any change.
    var state: HandoverState { decoded.handover.state }

    /// The structures of a kind, on a path where one is given.
    func structures(_ kind: LocatedStructure.Kind, on path: String? = nil) -> [LocatedStructure] {
        (decoded.located ?? []).filter { $0.kind == kind && (path == nil || $0.path == path) }
    }

    /// The changed capture as rules see it.
    func subject() throws -> Subject {
        let folder = try TemporaryFolder()
        let path = folder.path("changed.elf")
        try Data(image.bytes).write(to: URL(filePath: path))
        let capture = try Self.open(path, hints)
        let decoded = try capture.decode()
        var subject = Subject(decoded, in: capture.input.memory.present, remarks: capture.remarks)
        subject.bootSize = bootSize
        return subject
    }

    private static func open(_ path: String, _ hints: CaptureHints) throws -> HandoverCapture {
        switch try Capture.open(path, hints: hints) {
        case .handover(let capture): return capture
        case .deviceTree, .document: throw MissingFixture(path: path)
        }
    }
}
