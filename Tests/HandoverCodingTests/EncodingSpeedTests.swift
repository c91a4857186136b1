import Foundation
import HandoverABI
import HandoverState
import PhysicalMemory
import Testing

@testable import HandoverCoding

/// How long encoding takes; meaningful in release builds alone, so only with `KHO_THOROUGH=1` in the environment.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["KHO_THOROUGH"] == "1", "KHO_THOROUGH is not 1"))
struct EncodingSpeedTests {
    /// 64 Mi preserved pages, `step` apart, and a memfd of 1 Mi of them.
    private func state(step: UInt64) -> HandoverState {
        var state = HandoverState(root: nil)
        let first: UInt64 = 1 << 22
        var memory = PreservedMemory.Builder(pageShift: 12)
        if step == 1 {
            _ = memory.add(blocks: 1 << 26, from: first, order: 0)
        } else {
            let word = (0..<64 / step).reduce(UInt64(0)) { $0 | 1 << ($1 * step) }
            let words = [UInt64](repeating: word, count: Int(step << 26 / 64))
            _ = memory.add(bitmap: words.span, order: 0, firstBlock: first)
        }
        state.memory = memory.build()
        var table = FolioTable(retaining: .every)
        for index in 0..<UInt64(1) << 20 {
            table.append(
                Folio(index: index, frame: first + index * step, flags: [.dirty, .upToDate], order: 0), pageShift: 12)
        }
        let memfd = Memfd(size: 1 << 32, position: 0, seals: [], flags: 0, folioCount: 1 << 20, folios: table)
        let file = PreservedFile(token: 1, handler: "memfd-v2", data: 0, memfd: memfd)
        state.liveUpdate = LiveUpdate(
            number: 1, sessions: [Session(name: "vm", fileCount: 1, files: [file])], flbs: [])
        return state
    }

    @Test("256 GiB of pages take two seconds at most; scattered over 2 TiB, twenty", arguments: [1, 8])
    func large(step: UInt64) throws {
        let state = state(step: step)
        for profile in [Profile.linux71, .linux618] {
            let start = ContinuousClock.now
            let encoder = HandoverEncoder(profile, losses: .drop)
            let encoded = try encoder.encode(state, in: .init(ram: [[MemoryRange(from: 0x10_0000, to: 0x2_0000_0000)]]))
            let elapsed = ContinuousClock.now - start
            print("encoding for \(profile.name), pages \(step) apart: \(elapsed)")
            #expect(elapsed < .seconds(step == 1 ? 2 : 20))
            #expect(encoded.preserved.blockCount >= 1 << 26)
        }
    }
}
