public import PhysicalMemory

/// One subsystem's part of a handover, as the root tree names it.
///
/// Everything that can be told without knowing the format is told, whether or not it is known.
public struct Subtree: Hashable, Sendable {
    /// The name of its node in the root tree.
    public var name: String
    /// Where its data lies; `nil` where the root tree does not say.
    public var address: PhysicalAddress?
    /// How many bytes; from the root tree where the kernel writes sizes, otherwise from the data itself.
    public var size: Int?
    /// What it is.
    public var kind: Kind
    /// The version string that its data carries; `nil` where it carries none or the data is not at hand.
    public var compatible: String?
    /// The data, byte for byte, of a subtree whose meaning is not told elsewhere: of unknown kind or version, or broken.
    public var content: [UInt8]?
    /// Properties of its node that no known kernel writes.
    public var unknownProperties: [UnknownProperty]

    /// The kinds of subtree that kernels are known to write.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Regions of `reserve_mem=`, subtree `memblock`.
        case reserveMem
        /// The Live Update Orchestrator, subtree `LUO`.
        case liveUpdate
        /// What the previous kernel says of itself, subtree `kexec-metadata`.
        case kexecMetadata
        /// The kernel's own handover test, subtree `kho_test`.
        case test
        /// Anything else.
        case unknown
    }

    /// A subtree of which only the root tree's word is known.
    public init(name: String, address: PhysicalAddress?, size: Int?, kind: Kind) {
        self.name = name
        self.address = address
        self.size = size
        self.kind = kind
        self.unknownProperties = []
    }
}

/// A region of memory reserved by name on the kernel's command line, `reserve_mem=SIZE:ALIGN:NAME`.
public struct ReservedRegion: Hashable, Sendable {
    /// The name given on the command line.
    public var name: String
    /// The first byte.
    public var address: PhysicalAddress
    /// How many bytes.
    public var size: UInt64

    /// The memory of the region; `nil` where it runs past the end of the address space.
    public var range: MemoryRange? { MemoryRange(start: address, size: size) }

    /// A region.
    public init(name: String, address: PhysicalAddress, size: UInt64) {
        self.name = name
        self.address = address
        self.size = size
    }
}

/// What the kernel's own handover test (`CONFIG_TEST_KEXEC_HANDOVER`) preserved.
public struct TestHandover: Hashable, Sendable {
    /// The magic number of the test; `0x4b484f21` in all known kernels.
    public var magic: UInt32
    /// How many folios the test says it preserved.
    public var folioCount: UInt32
    /// The folios, in the order in which they were summed; `nil` where their list could not be read.
    public var folios: [Folio]?
    /// The sum of the folios' contents as the kernel stored it.
    public var checksum: UInt32
    /// The sum as the memory gives it now; `nil` where not all of it is at hand.
    public var computedChecksum: UInt32?

    /// A block of memory filled with random bytes.
    public struct Folio: Hashable, Sendable {
        /// The first byte.
        public var address: PhysicalAddress
        /// How long it is: `2^order` pages.
        public var order: Int

        /// A folio.
        public init(address: PhysicalAddress, order: Int) {
            self.address = address
            self.order = order
        }
    }

    /// A test's record.
    public init(
        magic: UInt32, folioCount: UInt32, folios: [Folio]?, checksum: UInt32, computedChecksum: UInt32? = nil
    ) {
        self.magic = magic
        self.folioCount = folioCount
        self.folios = folios
        self.checksum = checksum
        self.computedChecksum = computedChecksum
    }

    /// Whether the memory still holds what was summed; `nil` where that cannot be told.
    ///
    /// The kernel compares the unfolded sums of two runs over the same folios; sums over the same bytes taken in other
    /// steps agree only once folded to 16 bits.
    public var matches: Bool? {
        computedChecksum.map { Self.folded($0) == Self.folded(checksum) }
    }

    private static func folded(_ sum: UInt32) -> UInt16 {
        let once = (sum & 0xffff) + (sum >> 16)
        let twice = (once & 0xffff) + (once >> 16)
        // Zero has two forms in one's complement.
        return twice == 0xffff ? 0 : UInt16(truncatingIfNeeded: twice)
    }
}
