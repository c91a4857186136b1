/// The root tree of a handover: names and version strings.
public enum RootTreeNames {
    /// The version string of the whole.
    public static let compatible = "compatible"
    /// The address of the preserved-memory map, native-endian.
    public static let map = "preserved-memory-map"
    /// The address of a subtree's data up to 6.19, native-endian.
    public static let tree = "fdt"
    /// The address of a subtree's data since 7.0, native-endian.
    public static let data = "preserved-data"
    /// The size of a subtree's data since 7.1, native-endian.
    public static let size = "blob-size"
    /// How every version string of the root begins.
    public static let versionPrefix = "kho-v"
}

/// The names of the subtrees that kernels are known to hand over.
public enum SubtreeNames {
    /// Regions of `reserve_mem=`.
    public static let memblock = "memblock"
    /// The Live Update Orchestrator.
    public static let liveUpdate = "LUO"
    /// What the previous kernel says of itself.
    public static let kexecMetadata = "kexec-metadata"
    /// The kernel's own handover test.
    public static let test = "kho_test"
}

/// The nodes that the first kernels of the multikernel patches put into the root tree beside the subtrees. Their numbers
/// are big-endian, as in any other device tree.
public enum MultikernelNames {
    /// The node of the instance's tree.
    public static let tree = "multikernel"
    /// The tree itself, all of its bytes.
    public static let data = "dtb-data"
    /// The node of the buffer in which the host takes its messages.
    public static let hostMessages = "host-ipi-buffer"
    /// The node of the buffer in which the instance takes its own.
    public static let messages = "ipi-buffer"
    /// The first byte of a buffer, 64 bits.
    public static let address = "phys-addr"
    /// How many pages a buffer has, 32 bits.
    public static let pages = "pages"

    /// The nodes.
    public static let nodes = [tree, hostMessages, messages]

    /// The properties of a node.
    public static func properties(of node: String) -> [String] {
        node == tree ? [data] : [address, pages]
    }
}

/// The tree of `reserve_mem=` regions: a node for each, named as on the command line.
public enum MemblockTreeNames {
    /// The version string of the tree.
    public static let compatible = "memblock-v1"
    /// The version string of a region.
    public static let regionCompatible = "reserve-mem-v1"
    /// The first byte of a region, native-endian.
    public static let start = "start"
    /// How many bytes, native-endian.
    public static let size = "size"
}

/// The tree of the kernel's own handover test.
public enum TestTreeNames {
    /// The version string of the tree.
    public static let compatible = "kho-test-v1"
    /// A magic number in the root node.
    public static let magic = "magic"
    /// The value of the magic number.
    public static let magicValue: UInt32 = 0x4b48_4f21
    /// The node with everything else.
    public static let data = "data"
    /// How many folios.
    public static let folioCount = "nr_folios"
    /// Their addresses and orders: an array, or a `kho_vmalloc` of one.
    public static let folios = "folios_info"
    /// The sum of their contents.
    public static let checksum = "csum"
}

/// The tree of the Live Update Orchestrator, 6.19 to 7.1.
public enum LiveUpdateTreeNames {
    /// The version string of the tree.
    public static let compatible = "luo-v1"
    /// How many live updates there have been, native-endian.
    public static let number = "liveupdate-number"
    /// The node of the sessions.
    public static let sessions = "luo-session"
    /// Its version string; the comment in the kernel's header says v1, the code writes v2.
    public static let sessionsCompatible = "luo-session-v2"
    /// The address of the head of the sessions, native-endian.
    public static let sessionsHeader = "luo-session-header"
    /// The node of the file-lifecycle-bound objects, since 7.0.
    public static let flbs = "luo-flb"
    /// Its version string.
    public static let flbsCompatible = "luo-flb-v1"
    /// The address of the head of the objects, native-endian.
    public static let flbsHeader = "luo-flb-header"
}
