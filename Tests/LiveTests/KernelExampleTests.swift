import FixtureSupport
import Foundation
import Testing

/// The Makefile fragment that boots a kernel under test, captures it and validates.
@Suite(.serialized, .enabled(if: LiveKernels.areThere, "\(LiveKernels.reason)"))
struct KernelExampleTests {
    @Test func `The example boots a kernel, captures what it would hand over and finds nothing wrong`() throws {
        let folder = try TemporaryFolder()
        let example = URL(filePath: LiveKernels.fixtures).deletingLastPathComponent().appending(
            path: "Examples/kernel.mk"
        )
        .path(percentEncoded: false)
        let kernel = try #require(LiveKernels.kernels) + "/7.3.4/bzImage"
        let outcome = try Khotool.shell(
            "cd '\(folder.path)' && make -s -f '\(example)' KERNEL='\(kernel)' KHOTOOL=\"$khotool\" NEXT=7.3 BOOT=40")
        #expect(outcome.status == 0, "\(outcome.errorLines)")
        #expect(outcome.text.contains("1 input: 0 errors"))
        #expect(outcome.text.contains("accepted"))
        let size = try FileManager.default.attributesOfItem(atPath: folder.path("handover.elf"))[.size] as? Int
        #expect(size.map { $0 < 16 << 20 } == true, "the capture is trimmed to what the handover reaches")
    }
}
