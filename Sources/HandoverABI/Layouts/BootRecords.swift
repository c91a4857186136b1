/// What the previous kernel says of itself, subtree `kexec-metadata`.
public enum KexecMetadata {
    /// The version of the structure: 1.
    public static let version = Field("version", at: 0, width: 4)
    /// The release of the kernel that executed kexec.
    public static let release = Field("previous_release", at: 4, width: 1, count: 65, .text)
    /// How many kexecs with handover there have been.
    public static let count = Field("kexec_count", at: 69, width: 4)

    /// The structure, packed.
    public static let layout = Layout(
        "kho_kexec_metadata", size: 73, fields: [version, release, count],
        sources: [KernelSource("include/linux/kho/abi/kexec_metadata.h", since: KernelRelease(7, 1))])
}

/// One scratch area.
public enum ScratchEntry {
    /// The first byte.
    public static let address = Field("addr", at: 0, width: 8, .address)
    /// How many bytes; may be 0.
    public static let size = Field("size", at: 8, width: 8)

    /// An entry of the scratch array.
    public static let layout = Layout(
        "kho_scratch", size: 16, fields: [address, size],
        sources: [KernelSource("include/linux/kexec_handover.h", since: KernelRelease(6, 16))])
}

/// How x86 boot code learns of a handover: an entry of the `setup_data` list of `boot_params`.
public enum SetupData {
    /// The next entry; 0 ends the list.
    public static let next = Field("next", at: 0, width: 8, .address)
    /// 10: `SETUP_KEXEC_KHO`.
    public static let type = Field("type", at: 8, width: 4)
    /// The length of what follows.
    public static let length = Field("len", at: 12, width: 4)
    /// The root tree.
    public static let tree = Field("data.fdt_addr", at: 16, width: 8, .address)
    /// The size of the root tree's memory: a page.
    public static let treeSize = Field("data.fdt_size", at: 24, width: 8)
    /// The scratch array.
    public static let scratch = Field("data.scratch_addr", at: 32, width: 8, .address)
    /// The size of the scratch array in bytes.
    public static let scratchSize = Field("data.scratch_size", at: 40, width: 8)

    /// An entry with its `kho_data`.
    public static let layout = Layout(
        "setup_data", size: 48, fields: [next, type, length, tree, treeSize, scratch, scratchSize],
        sources: [KernelSource("arch/x86/include/uapi/asm/setup_data.h", since: KernelRelease(6, 16))])

    /// The type of an entry that carries a handover.
    public static let kexecHandover: UInt32 = 10
    /// The length of a handover's entry after its head.
    public static let handoverLength: UInt32 = 32
}
