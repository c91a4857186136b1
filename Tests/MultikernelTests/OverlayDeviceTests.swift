import HandoverState
import Multikernel
import Testing

@Suite("Devices of overlays")
struct OverlayDeviceTests {
    @Test("A device is found by the address that pci-id names")
    func hasItsAddress() throws {
        let address = try #require(PCIAddress(domain: 0, bus: 0x3b, slot: 0, function: 1))
        #expect(OverlayDevice(name: "pci@0", pciID: "0000:3b:00.1").address == address)
        #expect(OverlayDevice(name: "pci@0", pciID: "the first").address == nil)
    }
}
