import FixtureSupport
import Foundation
import FuzzTargets
import Testing

/// Inputs on which a target once failed, fed to it again; without a fuzzer, so that they are part of every test run.
@Suite struct RegressionTests {
    private static let regressions = Fixture.root.deletingLastPathComponent().appending(path: "Fuzzing/Regressions")

    /// The saved inputs of a target, by name.
    private func inputs(of target: FuzzTarget) throws -> [URL] {
        let folder = Self.regressions.appending(path: target.rawValue)
        guard FileManager.default.fileExists(atPath: folder.path(percentEncoded: false)) else { return [] }
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { !$0.lastPathComponent.hasPrefix(".") }.sorted { $0.path < $1.path }
    }

    /// The bytes of an input, which may be kept compressed: a capture is mostly zeros. One that is compressed itself
    /// has another ending.
    private func bytes(of input: URL) throws -> [UInt8] {
        guard input.pathExtension == "packed" else { return [UInt8](try Data(contentsOf: input)) }
        return try Launch("/usr/bin/env", ["gzip", "-dc", "--suffix=packed", input.path(percentEncoded: false)]).run()
            .output
    }

    @Test(arguments: FuzzTarget.allCases)
    func `What once failed is survived in bounded time`(target: FuzzTarget) throws {
        for input in try inputs(of: target) {
            let bytes = try bytes(of: input)
            #expect(!bytes.isEmpty, "\(input.lastPathComponent) cannot be read")
            let time = ContinuousClock().measure { target.run(bytes) }
            #expect(time < .seconds(10), "\(input.lastPathComponent)")
        }
    }

    @Test(arguments: FuzzTarget.allCases)
    func `Nothing at all is survived`(target: FuzzTarget) {
        target.run([])
        target.run([0])
        target.run([UInt8](repeating: 0, count: 4096))
    }

    @Test func `Broken and sound trees are survived by every target`() throws {
        let folder = Fixture.root.appending(path: "hostile")
        let trees = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "dtb" }
        #expect(!trees.isEmpty)
        for tree in trees {
            let bytes = [UInt8](try Data(contentsOf: tree))
            for target in FuzzTarget.allCases { target.run(bytes) }
        }
        for fixture in Fixture.all {
            let bytes = try fixture.bytes("boot1/out/fdt")
            for target in FuzzTarget.allCases { target.run(bytes) }
        }
    }
}

@Suite struct WordMutatorTests {
    private let capture = [UInt8](repeating: 0, count: 4096) + Array(1...200) + [UInt8](repeating: 0, count: 4096)

    @Test func `A seed makes the same changes each time and other seeds make others`() {
        var results: Set<[UInt8]> = []
        for seed in 0..<50 as Range<UInt32> {
            var one = WordMutator(capture, seed: seed)
            var other = WordMutator(capture, seed: seed)
            one.mutate { _ in }
            other.mutate { _ in }
            #expect(one.bytes == other.bytes)
            results.insert(one.bytes)
        }
        #expect(results.count > 25)
    }

    @Test(arguments: [0, 1, 15, 16, 17, 23, 4096 + 7])
    func `An input keeps its length`(count: Int) {
        for seed in 0..<500 as Range<UInt32> {
            var mutator = WordMutator(Array(capture.prefix(count)), seed: seed)
            mutator.mutate { window in window.append(contentsOf: [1, 2, 3]) }
            #expect(count < 16 || mutator.bytes.count == count)
        }
    }
}
