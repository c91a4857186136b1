import Foundation
import HandoverABI
import HandoverCoding
import MemoryDumps
import PhysicalMemory
import Testing

@testable import Captures

@Suite("Root trees among bytes that look like them")
struct RootSearchTests {
    @Test("A root is found behind pages that promise trees of megabytes, and these are not all read")
    func decoys() throws {
        let image = try HandoverImage(.everything(.linux72))
        var bytes = [UInt8](repeating: 0, count: 600 << 12)
        for page in 1..<300 {
            let head: [UInt8] = [0xd0, 0x0d, 0xfe, 0xed, 0, 0x10, 0, 0]
            bytes.replaceSubrange(page << 12..<page << 12 + 8, with: head)
        }
        let root = try image.rootBlob
        bytes.replaceSubrange(400 << 12..<400 << 12 + root.count, with: root)
        let path = NSTemporaryDirectory() + "khotool-decoys-\(UInt64.random(in: 0 ... .max)).raw"
        #expect(FileManager.default.createFile(atPath: path, contents: Data(bytes)))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var hints = CaptureHints()
        hints.base = 0x1000_0000
        hints.root = PhysicalAddress(0x1000_0000 + 400 << 12)
        guard case .handover(let capture) = try Capture.open(path, hints: hints) else {
            Issue.record("not a handover")
            return
        }
        let started = ContinuousClock.now
        let found = RootSearch.candidates(in: capture.input.memory, room: 1 << 20)
        #expect(found.map(\.address) == [PhysicalAddress(0x1000_0000 + 400 << 12)])
        #expect(ContinuousClock.now - started < .seconds(20))
    }
}
