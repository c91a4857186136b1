import HandoverState
import Testing

@Suite("PCI addresses")
struct PCIAddressTests {
    @Test("An address is read as the kernel prints it", arguments: ["0000:3b:00.1", "0001:ff:1f.7", "10000:00:02.0"])
    func isPrintedAgain(text: String) {
        #expect(PCIAddress(text)?.description == text)
    }

    @Test("Leading zeros may be missing")
    func zerosMayBeMissing() {
        #expect(PCIAddress("0:3b:0.1") == PCIAddress("0000:3b:00.1"))
    }

    @Test(
        "What is no address is refused",
        arguments: [
            "", "3b:00.1", "0000:3b:00", "0000:3b:20.0", "0000:3b:00.8", "0000:100:00.0", "0000:3b:+1.0", "x:y:z.w",
        ])
    func isRefused(text: String) {
        #expect(PCIAddress(text) == nil)
    }
}
