@testable import Rehearsal

/// Images that look like kernels to a boot loader, built in code.
struct KernelBuilder {
    var version: UInt16 = 0x20f
    var xloadflags: UInt16 = 0b11
    var isRelocatable = true
    var alignment: UInt32 = 0x20_0000
    var preferredAddress: UInt64 = 0x100_0000
    var initialSize: UInt32 = 0x80_0000
    var commandLineLimit: UInt32 = 2047
    var setupSectors: UInt8 = 27
    var payload = [UInt8](repeating: 0x90, count: 8192)

    /// The image.
    var bytes: [UInt8] {
        let sectors = setupSectors == 0 ? 4 : Int(setupSectors)
        var image = [UInt8](repeating: 0, count: (sectors + 1) * 512)
        image[0x1f1] = setupSectors
        image.put(UInt16(0xaa55), at: 0x1fe)
        image[0x200] = 0xeb  // a jump over the header: its length says where that ends
        image[0x201] = 0x6a
        for (index, byte) in "HdrS".utf8.enumerated() { image[0x202 + index] = byte }
        image.put(version, at: 0x206)
        image.put(UInt16(0x600), at: 0x20e)  // the version's text, 512 bytes further on
        for (index, byte) in "9.9.9-test (builder) #1".utf8.enumerated() { image[0x800 + index] = byte }
        image[0x211] = 1
        image.put(alignment, at: 0x230)
        image[0x234] = isRelocatable ? 1 : 0
        image.put(xloadflags, at: 0x236)
        image.put(commandLineLimit, at: 0x238)
        image.put(preferredAddress, at: 0x258)
        image.put(initialSize, at: 0x260)
        return image + payload
    }

    /// The image, read.
    var kernel: KernelImage {
        get throws { try KernelImage(bytes, path: "bzImage") }
    }
}
