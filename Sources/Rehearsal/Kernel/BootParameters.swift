/// The page by which a boot loader tells an x86 kernel what it needs to know: `struct boot_params`.
///
/// The memory map in it is left to the shim, which copies what the firmware says.
struct BootParameters {
    /// Where the command line lies, a string with a NUL at its end.
    var commandLine: UInt64
    /// Where the initial file system lies.
    var initialFiles: UInt64
    /// How long it is.
    var initialFilesSize: UInt64
    /// The first entry of the list of further data.
    var setupData: UInt64

    static let size = 4096
    /// How many entries the memory map has, one byte.
    static let mapCountOffset = 0x1e8
    /// The entries of the memory map: address, size and type, 20 bytes each.
    static let mapOffset = 0x2d0

    /// The page for a kernel: its own setup header, with what only the boot loader knows.
    func bytes(for kernel: KernelImage) -> [UInt8] {
        var page = [UInt8](repeating: 0, count: Self.size)
        for (index, byte) in kernel.setupHeader.enumerated() { page[KernelImage.headerStart + index] = byte }
        page[0x210] = 0xff  // type_of_loader: none of those that have a number
        page.put(UInt32(truncatingIfNeeded: initialFiles), at: 0x218)  // ramdisk_image
        page.put(UInt32(truncatingIfNeeded: initialFilesSize), at: 0x21c)  // ramdisk_size
        page.put(UInt32(truncatingIfNeeded: commandLine), at: 0x228)  // cmd_line_ptr
        page.put(UInt32(truncatingIfNeeded: initialFiles >> 32), at: 0x0c0)  // ext_ramdisk_image
        page.put(UInt32(truncatingIfNeeded: initialFilesSize >> 32), at: 0x0c4)  // ext_ramdisk_size
        page.put(UInt32(truncatingIfNeeded: commandLine >> 32), at: 0x0c8)  // ext_cmd_line_ptr
        page.put(setupData, at: 0x250)  // setup_data
        return page
    }
}
