import Captures
import Foundation
import HandoverABI
import HandoverCoding
import HandoverState
import MistakeSupport
import PhysicalMemory
import Testing

@Suite("Corruption anywhere")
struct CorruptionTests {
    /// Where the structures of an image lie.
    private func structures(of image: HandoverImage) throws -> [PhysicalAddress] {
        try HandoverDecoder(image.input()).decode(as: image.profile).structures.flatMap { range in
            stride(from: range.start.value, to: range.end.value, by: 8).map { PhysicalAddress($0) }
        }
    }

    @Test("Any flipped bit is survived in bounded time", arguments: Profile.all)
    func flippedBits(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        let words = try structures(of: image)
        let used = try words.filter { try image.memory.withWords(at: $0, count: 1) { $0[0] } != 0 }
        var generator = SeededGenerator(seed: 0xf11b)
        for round in 0..<150 {
            var damaged = image
            let word = generator.pick(round % 4 == 0 ? words : used)
            try damaged.flip(bit: Int.random(in: 0..<64, using: &generator), at: word)
            survive(damaged, "flip at \(word)")
        }
    }

    @Test("Any word replaced by one that means trouble is survived in bounded time", arguments: Profile.all)
    func troublesomeWords(profile: Profile) throws {
        let image = try HandoverImage(.everything(profile))
        let words = try structures(of: image)
        let places = image.places.values.flatMap { $0 }.map(\.value)
        let numbers: [UInt64] = [
            0, 1, 63, 64, 255, 256, 511, 512, 1 << 31, 1 << 32, 1 << 52, 1 << 63, .max, .max - 1, .max - 4095,
            0xffff_0000_ffff_ffff, 0xffff_ffff_0000_0001,
        ]
        var generator = SeededGenerator(seed: 0x3a9)
        for _ in 0..<150 {
            var damaged = image
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let value = generator.once(in: 2) ? generator.pick(numbers) : generator.pick(places)
                try damaged.write([value], at: generator.pick(words))
            }
            survive(damaged, "seed 0x3a9")
        }
    }

    private func survive(_ image: HandoverImage, _ comment: Comment) {
        let clock = ContinuousClock()
        let time = clock.measure {
            if let handover = try? image.decode(pageShifts: Profile.pageShifts) {
                #expect(handover.state.subtrees.count < 100, comment)
                if let memory = handover.state.memory { #expect(memory.rangeCount <= memory.blockCount, comment) }
            }
        }
        #expect(time < .seconds(10), comment)
    }

    /// Takes minutes; `KHO_CORPUS` names a folder of folders with a `memory.elf.gz` each.
    @Test(
        "Bytes of real captures, where there are any",
        .enabled(if: ProcessInfo.processInfo.environment["KHO_CORPUS"] != nil))
    func captures() throws {
        let folder = ProcessInfo.processInfo.environment["KHO_CORPUS"] ?? ""
        let stride = ProcessInfo.processInfo.environment["KHO_CORPUS_STRIDE"].flatMap { Int($0) } ?? 211
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            guard case .handover(let capture)? = try? Capture.open("\(folder)/\(name)/memory.elf.gz") else { continue }
            let whole = try capture.decode()
            #expect(whole.handover.remarks.filter { $0.severity == .damage } == [], "\(name)")
            if whole.structures.reduce(0, { $0 + $1.size }) > 1 << 20 { continue }
            let bytes = whole.structures.flatMap { Array($0.start.value..<$0.end.value) }
            for index in Swift.stride(from: 0, to: bytes.count, by: stride) {
                let mask = UInt8(1) << UInt8(index / stride % 8)
                let memory = FlippedMemory(base: capture.input.memory, at: bytes[index], mask: mask)
                guard let root = capture.input.rootAddress, let blob = try? memory.bytes(at: root, count: 4096) else {
                    continue
                }
                let input = HandoverInput(
                    root: .whole(blob), rootAddress: root, memory: memory, release: capture.input.release,
                    pageShifts: capture.input.pageShifts)
                _ = try? HandoverDecoder(input).decode()
            }
        }
    }
}
