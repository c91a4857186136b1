/// What a preserved file is, where its handler's format is known.
public enum FileContent: Hashable, Sendable {
    /// A memfd.
    case memfd(Memfd)
    /// A device that a user of VFIO holds.
    case device(VFIODevice)
    /// Page tables of IOMMUs.
    case iommufd(IOMMUFileDescriptor)
    /// A virtual machine.
    case machine(VirtualMachine)
    /// A virtual processor.
    case processor(VirtualCPU)
    /// Memory of a guest.
    case guestMemory(GuestMemory)
    /// A CPU that is kept out of the kernel.
    case cpu(PreservedCPU, entry: Link<ComponentPlace>)
    /// A file of huge pages.
    case hugeMemfd(HugeMemfd)
    /// A buffer of a device that others share.
    case buffer(of: Link<ComponentPlace>)
    /// Network devices, by their names.
    case network([String])
    /// Whatever a format that somebody described tells, or nothing.
    case other(ComponentObject?)
}

/// What the components of a state are and how they belong together: by what they stand for, not by where they lie.
public struct TypedComponents: Hashable, Sendable {
    /// PCI functions; `nil` where none are handed over.
    public var pci: PCIHandover?
    /// IOMMUs; `nil` where none are handed over.
    public var iommu: IOMMUHandover?
    /// Preserved CPUs; `nil` where there are none.
    public var cpus: PreservedCPUs?
    /// Huge pages; `nil` where none are handed over.
    public var hugePages: HugePages?
    /// The files, in the kernel's order.
    public var files: [File]

    /// No components but files.
    public init(files: [File] = []) {
        self.files = files
    }

    /// A file and what it is.
    public struct File: Hashable, Sendable {
        /// Its session and token.
        public var place: FilePlace
        /// What it is.
        public var content: FileContent

        /// A file.
        public init(_ place: FilePlace, _ content: FileContent) {
            self.place = place
            self.content = content
        }
    }
}
