/// The name of a rule that a handover has to keep: what a remark or finding says was broken.
///
/// The raw value is the promise: it is what people write into policies and baselines, and it never changes or comes back
/// for another rule. What each rule means, and what kernels do about it, is told by the catalogue of the rules.
public enum RuleID: String, Hashable, Sendable, CaseIterable {

    // MARK: The input itself

    /// The input cannot be read, or is nothing that holds a handover.
    case inputUnusable = "KHO-INPUT-001"
    /// The container of a dump is damaged.
    case dumpDamaged = "KHO-INPUT-002"
    /// The input does not hold the memory that would decide.
    case memoryAbsent = "KHO-INPUT-003"
    /// A device tree that is no part of a handover.
    case treeUnrelated = "KHO-INPUT-004"
    /// A running kernel has not yet written its handover down.
    case notFinalized = "KHO-INPUT-005"
    /// Something that opening the input met on the way.
    case inputNote = "KHO-INPUT-006"
    /// More of a kind than is listed.
    case omitted = "KHO-INPUT-007"
    /// A state document that cannot be read.
    case documentBroken = "KHO-INPUT-008"

    // MARK: Flattened device trees

    /// The root tree's header, structure or strings are broken.
    case treeBroken = "KHO-TREE-001"
    /// The root tree is cut to the length that it had at boot.
    case treeCut = "KHO-TREE-002"
    /// There are subtrees but no root tree.
    case rootAbsent = "KHO-TREE-003"
    /// The root tree is larger than the page that kernels give it.
    case rootTooLarge = "KHO-TREE-004"
    /// A subtree's tree is broken.
    case subtreeBroken = "KHO-TREE-005"
    /// A number stands in the wrong byte order.
    case byteOrder = "KHO-TREE-006"
    /// A property that no known kernel writes.
    case propertyUnknown = "KHO-TREE-007"
    /// A property whose name is almost that of one a kernel reads.
    case propertyMisspelt = "KHO-TREE-008"
    /// A property of another kernel's format.
    case propertyForeign = "KHO-TREE-009"
    /// A node where kernels write none, or a subtree that no known kernel writes.
    case nodeUnknown = "KHO-TREE-010"
    /// A node whose name is almost that of one a kernel looks for.
    case nodeMisspelt = "KHO-TREE-011"
    /// A property of the wrong size.
    case propertySize = "KHO-TREE-012"
    /// Entries in the memory reservation block, where kernels write none.
    case reservationsPresent = "KHO-TREE-013"
    /// A header version that kernels do not write.
    case treeVersion = "KHO-TREE-014"
    /// Bytes behind the end of the tree.
    case treeTrailing = "KHO-TREE-015"
    /// A property twice in one node.
    case propertyDuplicate = "KHO-TREE-016"

    // MARK: The root tree

    /// The root tree has no version string.
    case compatibleMissing = "KHO-ROOT-001"
    /// No known kernel writes the version string of the root tree.
    case compatibleUnknown = "KHO-ROOT-002"
    /// The data does not tell which kernel wrote it.
    case profileUncertain = "KHO-ROOT-003"
    /// What the caller or the kernel's own word says is not what the data shows.
    case profileContradicted = "KHO-ROOT-004"
    /// The root tree does not say where the map lies.
    case mapMissing = "KHO-ROOT-005"
    /// The kernel has not written the map yet.
    case mapNotWritten = "KHO-ROOT-006"
    /// The root tree does not say where a subtree lies.
    case subtreeAddressMissing = "KHO-ROOT-007"
    /// A subtree lies at address 0.
    case subtreeAddressZero = "KHO-ROOT-008"
    /// The root tree does not give a subtree's size, where kernels of its version read one.
    case subtreeSizeMissing = "KHO-ROOT-009"
    /// The root tree gives a subtree no bytes.
    case subtreeSizeZero = "KHO-ROOT-010"
    /// The root tree gives a subtree fewer bytes than its data has.
    case subtreeSizeTooSmall = "KHO-ROOT-011"
    /// The root tree gives a subtree more bytes than its tree has.
    case subtreeSizeTooLarge = "KHO-ROOT-012"
    /// Two subtrees of one name.
    case subtreeDuplicate = "KHO-ROOT-013"
    /// A subtree's data is larger than anything a kernel hands over.
    case subtreeTooLarge = "KHO-ROOT-014"
    /// A subtree's data is not the device tree that it should be.
    case subtreeNotTree = "KHO-ROOT-015"
    /// A subtree's version string is not known.
    case subtreeVersionUnknown = "KHO-ROOT-016"
    /// A subtree that kernels of this version do not write.
    case subtreeForeign = "KHO-ROOT-017"
    /// A version string is a list of several.
    case compatibleList = "KHO-ROOT-018"
    /// The tree of an instance of the multikernel patches is none, or too large.
    case instanceTreeUnusable = "KHO-ROOT-019"
    /// A message buffer of the multikernel patches without address or length.
    case messageBufferIncomplete = "KHO-ROOT-020"

    // MARK: The preserved-memory map

    /// A part of the map is not aligned as kernels align it.
    case mapMisaligned = "KHO-MAP-001"
    /// A part of the map is met twice: a loop, or a node with two parents.
    case mapShared = "KHO-MAP-002"
    /// A part of the map is not in the dump.
    case mapUnreadable = "KHO-MAP-003"
    /// A chunk announces more bitmaps than its page holds.
    case mapChunkOverfull = "KHO-MAP-004"
    /// An order that no kernel makes.
    case mapOrder = "KHO-MAP-005"
    /// A bitmap stands where one of this size cannot: the other of the two forms of `kho-v1`.
    case mapBitmapForm = "KHO-MAP-006"
    /// A bitmap starts at an address that is not aligned to its order.
    case mapBitmapStart = "KHO-MAP-007"
    /// An element of a chunk has no bitmap.
    case mapBitmapMissing = "KHO-MAP-008"
    /// Two bitmaps of one order stand for the same blocks.
    case mapBitmapDuplicate = "KHO-MAP-009"
    /// Blocks past the end of the address space, or keys that no block has.
    case mapBlockImpossible = "KHO-MAP-010"
    /// A block lies within another of a different order.
    case mapBlocksOverlap = "KHO-MAP-011"
    /// A block lies where the machine has no memory.
    case mapOutsideMemory = "KHO-MAP-012"
    /// A block lies in a scratch area.
    case mapInScratch = "KHO-MAP-013"
    /// A bitmap or table that holds nothing.
    case mapEmptyNode = "KHO-MAP-014"
    /// The depth of the tree is not that of its version at this page size.
    case mapDepth = "KHO-MAP-015"
    /// A page of the map is itself preserved.
    case mapPagePreserved = "KHO-MAP-016"
    /// The map holds nothing at all.
    case mapEmpty = "KHO-MAP-017"
    /// A chunk without bitmaps.
    case mapChunkEmpty = "KHO-MAP-018"

    // MARK: Reachability

    /// The root tree is not preserved.
    case rootUnpreserved = "KHO-REACH-001"
    /// A subtree's data is not preserved.
    case subtreeUnpreserved = "KHO-REACH-002"
    /// Records of the orchestrator are not preserved.
    case recordsUnpreserved = "KHO-REACH-003"
    /// The structure of a memfd is not preserved.
    case memfdUnpreserved = "KHO-REACH-004"
    /// A chunk of a `kho_vmalloc` is not preserved.
    case vmallocChunkUnpreserved = "KHO-REACH-005"
    /// A page of a `kho_vmalloc` is not preserved.
    case vmallocPageUnpreserved = "KHO-REACH-006"
    /// A folio of a file is not preserved.
    case folioUnpreserved = "KHO-REACH-007"
    /// A reserved region is not preserved, or not all of it.
    case regionUnpreserved = "KHO-REACH-008"
    /// A folio of the kernel's own test is not preserved.
    case testFolioUnpreserved = "KHO-REACH-009"
    /// Memory is preserved under another order than its owner restores.
    case orderMismatch = "KHO-REACH-010"
    /// Preserved memory that nothing points to.
    case leaked = "KHO-REACH-011"
    /// A page with two owners.
    case twoOwners = "KHO-REACH-012"
    /// A structure lies in memory that another takes.
    case structureShared = "KHO-REACH-013"
    /// A structure is not in the dump.
    case structureUnreadable = "KHO-REACH-014"
    /// A structure runs past the end of the address space.
    case structurePastEnd = "KHO-REACH-015"
    /// A structure is not aligned as kernels align it.
    case structureMisaligned = "KHO-REACH-016"
    /// A structure lies in a scratch area.
    case structureInScratch = "KHO-REACH-017"

    // MARK: Scratch areas

    /// There is no scratch area with any memory.
    case scratchAbsent = "KHO-SCRATCH-001"
    /// A scratch area of no bytes.
    case scratchEmpty = "KHO-SCRATCH-002"
    /// A scratch area is not aligned as the kernel needs it.
    case scratchMisaligned = "KHO-SCRATCH-003"
    /// Two scratch areas overlap.
    case scratchOverlap = "KHO-SCRATCH-004"
    /// The scratch areas do not hold the kernel and initrd to come.
    case scratchTooSmall = "KHO-SCRATCH-005"
    /// A scratch area lies where the machine has no memory.
    case scratchOutsideMemory = "KHO-SCRATCH-006"
    /// No scratch area is large enough for a kernel as they are built today.
    case scratchSmall = "KHO-SCRATCH-007"

    // MARK: The Live Update Orchestrator

    /// The orchestrator's data is neither of its forms.
    case orchestratorUnreadable = "KHO-LUO-001"
    /// A version string of the orchestrator that kernels of the handover's version do not read.
    case orchestratorVersion = "KHO-LUO-002"
    /// The number of the live update is missing.
    case numberMissing = "KHO-LUO-003"
    /// The number of the live update is one that no kernel hands over.
    case numberImpossible = "KHO-LUO-004"
    /// A node of the orchestrator's tree is missing.
    case orchestratorNodeMissing = "KHO-LUO-005"
    /// The address of a head is missing or zero.
    case headMissing = "KHO-LUO-006"
    /// The orchestrator's structure has the wrong size.
    case orchestratorSize = "KHO-LUO-007"
    /// More sessions than the head's pages hold.
    case sessionsOverfull = "KHO-LUO-008"
    /// A block is not aligned to a page.
    case blockMisaligned = "KHO-LUO-009"
    /// A block announces no records, or more than it holds.
    case blockCount = "KHO-LUO-010"
    /// A chain of more blocks than kernels follow.
    case blockChainLimit = "KHO-LUO-011"
    /// A chain of blocks that comes back to itself.
    case blockLoop = "KHO-LUO-012"
    /// The name of a session has no closing NUL.
    case sessionNameUnterminated = "KHO-LUO-013"
    /// A session without a name.
    case sessionNameEmpty = "KHO-LUO-014"
    /// Two sessions of one name.
    case sessionNameDuplicate = "KHO-LUO-015"
    /// A session announces another number of files than it has.
    case fileCountMismatch = "KHO-LUO-016"
    /// A session announces files but has none anywhere.
    case filesMissing = "KHO-LUO-017"
    /// More files than a session's pages hold.
    case filesOverfull = "KHO-LUO-018"
    /// Two files of one session with the same token.
    case tokenDuplicate = "KHO-LUO-019"
    /// The version string of a handler has no closing NUL.
    case handlerUnterminated = "KHO-LUO-020"
    /// A handler that no known kernel has.
    case handlerUnknown = "KHO-LUO-021"
    /// A handler of another kernel's format.
    case handlerForeign = "KHO-LUO-022"
    /// A session without files.
    case sessionEmpty = "KHO-LUO-023"
    /// A name that is hard to type or print.
    case sessionNameUnusual = "KHO-LUO-024"
    /// The objects bound to files take another number of pages than kernels give them.
    case flbPages = "KHO-LUO-025"
    /// More objects bound to files than their page holds.
    case flbsOverfull = "KHO-LUO-026"
    /// The name of an object has no closing NUL.
    case flbNameUnterminated = "KHO-LUO-027"
    /// An object without a name.
    case flbNameEmpty = "KHO-LUO-028"
    /// Two objects of one name.
    case flbNameDuplicate = "KHO-LUO-029"
    /// More files are said to depend on an object than there are, or none.
    case flbCount = "KHO-LUO-030"
    /// Records follow behind as many as are announced.
    case recordsBehindCount = "KHO-LUO-031"

    // MARK: Files in memory

    /// A memfd without a structure.
    case memfdMissing = "KHO-MEMFD-001"
    /// The list of folios ends before its count.
    case folioListShort = "KHO-MEMFD-002"
    /// Folios that are not in the order of their indices.
    case folioOrder = "KHO-MEMFD-003"
    /// Two folios stand for the same bytes of a file.
    case folioOverlap = "KHO-MEMFD-004"
    /// A folio beyond the end of the file.
    case folioBeyondSize = "KHO-MEMFD-005"
    /// Bytes of a file for which there is no folio, where kernels fill holes.
    case folioMissing = "KHO-MEMFD-006"
    /// Flags of a folio that no known kernel sets.
    case folioFlags = "KHO-MEMFD-007"
    /// Seals that no known kernel has.
    case sealsUnknown = "KHO-MEMFD-008"
    /// Flags of a file that the format reserves.
    case flagsReserved = "KHO-MEMFD-009"
    /// A position beyond the end of the file.
    case positionBeyondSize = "KHO-MEMFD-010"
    /// A size or position that no file can have.
    case sizeImpossible = "KHO-MEMFD-011"
    /// Folios in a file of no bytes.
    case emptyFileWithFolios = "KHO-MEMFD-012"
    /// A record of a hole, where kernels write none.
    case holeRecord = "KHO-MEMFD-013"
    /// A folio whose frame or index is not aligned to the order under which it is preserved.
    case folioMisaligned = "KHO-MEMFD-014"
    /// A folio without the up-to-date bit, which reads as zeros.
    case folioNotUpToDate = "KHO-MEMFD-015"
    /// A folio without the dirty bit, whose contents may be dropped.
    case folioClean = "KHO-MEMFD-016"

    // MARK: Lists in pages of their own (kho_vmalloc)

    /// Blocks of an order that no allocation has.
    case vmallocOrder = "KHO-VMALLOC-001"
    /// Pages that are no whole blocks.
    case vmallocPartial = "KHO-VMALLOC-002"
    /// More pages than the descriptor announces.
    case vmallocLong = "KHO-VMALLOC-003"
    /// Fewer pages than the descriptor announces.
    case vmallocShort = "KHO-VMALLOC-004"
    /// A list of chunks that comes back to itself.
    case vmallocLoop = "KHO-VMALLOC-005"
    /// Flags that kernels do not set.
    case vmallocFlags = "KHO-VMALLOC-006"
    /// More pages than its owner's records take.
    case vmallocTotal = "KHO-VMALLOC-007"

    // MARK: Reserved regions

    /// A region without start and size.
    case regionIncomplete = "KHO-RMEM-001"
    /// A region whose version string is not the known one.
    case regionVersion = "KHO-RMEM-002"
    /// A region runs past the end of the address space.
    case regionPastEnd = "KHO-RMEM-003"
    /// Two regions overlap.
    case regionOverlap = "KHO-RMEM-004"
    /// A region is not aligned to a page.
    case regionMisaligned = "KHO-RMEM-005"
    /// Two regions of one name.
    case regionDuplicate = "KHO-RMEM-006"
    /// A region of no bytes.
    case regionEmpty = "KHO-RMEM-007"
    /// A name that `reserve_mem=` cannot have.
    case regionName = "KHO-RMEM-008"
    /// More regions than a kernel asks for.
    case regionsTooMany = "KHO-RMEM-009"

    // MARK: The word of the previous kernel

    /// The structure has the wrong size.
    case metadataSize = "KHO-META-001"
    /// A version of the structure that is not known.
    case metadataVersion = "KHO-META-002"
    /// The release has no closing NUL.
    case metadataUnterminated = "KHO-META-003"
    /// A count of kexecs that no kernel hands over.
    case metadataCount = "KHO-META-004"
    /// The release is none whose formats these are.
    case metadataRelease = "KHO-META-005"

    // MARK: The kernel's own test

    /// The record lacks a property.
    case testIncomplete = "KHO-TEST-001"
    /// Another magic number.
    case testMagic = "KHO-TEST-002"
    /// The folios no longer give the sum.
    case testSum = "KHO-TEST-003"
    /// The list of folios is in no known form.
    case testList = "KHO-TEST-004"
    /// A folio larger than memory.
    case testFolioSize = "KHO-TEST-005"
    /// Two folios share memory.
    case testFoliosOverlap = "KHO-TEST-006"
    /// The sum cannot be checked.
    case testSumUnknown = "KHO-TEST-007"
    /// The list of folios is shorter than its count, or there are none.
    case testCount = "KHO-TEST-008"
    /// A folio that is not aligned to its size.
    case testFolioMisaligned = "KHO-TEST-009"

    // MARK: What handlers and objects store

    /// Data of a known format that leads to no structure.
    case componentMissing = "KHO-COMP-001"
    /// A structure that cannot be read.
    case componentUnreadable = "KHO-COMP-002"
    /// A structure that belongs to something else already, or a chain that comes back to itself.
    case componentShared = "KHO-COMP-003"
    /// A page of a chain that is not aligned to a page.
    case componentMisaligned = "KHO-COMP-004"
    /// A version or another number that has to be the one that the format has.
    case componentConstant = "KHO-COMP-005"
    /// Padding, or what follows the text in a field, is not zero.
    case componentPadding = "KHO-COMP-006"
    /// A count that differs from what there is.
    case componentCount = "KHO-COMP-007"
    /// A chain longer than kernels follow.
    case componentChain = "KHO-COMP-008"
    /// A count of more than fits where it is.
    case componentCapacity = "KHO-COMP-009"
    /// A value or a bit that the format does not know.
    case componentValue = "KHO-COMP-010"
    /// No revision of a format fits, or several do.
    case componentFormat = "KHO-COMP-011"

    // MARK: What components refer to

    /// A reference of a component that leads to nothing.
    case linkDangling = "KHO-LINK-001"
    /// A token that leads to a file of another kind.
    case linkStranger = "KHO-LINK-002"
    /// Files depend on an object that is not handed over.
    case objectMissing = "KHO-LINK-003"
    /// An object counts other files than those that depend on it.
    case objectCount = "KHO-LINK-004"
    /// What would be wrong if the format that was assumed is the right one.
    case linkDoubtful = "KHO-LINK-005"

    // MARK: PCI functions

    /// Two entries of one PCI function.
    case pciDuplicate = "KHO-PCI-001"
    /// A device with a file that is counted another number of times than once.
    case pciDeviceCount = "KHO-PCI-002"
    /// A bridge counts more devices than there are behind it.
    case pciBridgeCount = "KHO-PCI-003"
    /// A device that no file stands for.
    case pciUnheld = "KHO-PCI-004"
    /// Slots of functions that hold nothing.
    case pciHoles = "KHO-PCI-005"

    // MARK: Devices of VFIO

    /// A device that the PCI core does not hand over.
    case vfioUnlisted = "KHO-VFIO-001"
    /// A device whose iommufd is no file of the session.
    case vfioIOMMUFD = "KHO-VFIO-002"
    /// The token of an iommufd that does not fit the member for it.
    case vfioTokenCut = "KHO-VFIO-003"
    /// Two files of one device.
    case vfioDuplicate = "KHO-VFIO-004"

    // MARK: IOMMUs

    /// A page table that is no domain.
    case pageTableDangling = "KHO-IOMMU-001"
    /// A reference to an entry that is marked as deleted.
    case deletedReferred = "KHO-IOMMU-002"
    /// A device whose domain or unit is none.
    case deviceDangling = "KHO-IOMMU-003"
    /// A device that the PCI core does not hand over.
    case deviceUnlisted = "KHO-IOMMU-004"
    /// A domain that nothing uses.
    case domainUnused = "KHO-IOMMU-005"

    // MARK: Virtual machines

    /// A token of a virtual machine that leads to none.
    case machineMissing = "KHO-KVM-001"
    /// Two virtual processors of one number.
    case vcpuDuplicate = "KHO-KVM-002"
    /// The registers of a virtual processor are old.
    case vcpuStale = "KHO-KVM-003"
    /// A virtual processor runs on a CPU that is not preserved.
    case caretakerCPU = "KHO-KVM-004"
    /// Flags of guest memory that kernels do not know.
    case guestFlags = "KHO-KVM-005"
    /// Guest memory whose folios do not fit it.
    case guestFolios = "KHO-KVM-006"
    /// Guest memory whose folios are not in order.
    case guestFolioOrder = "KHO-KVM-007"

    // MARK: Preserved CPUs

    /// A preserved CPU with a file, which the list of CPUs does not have.
    case cpuUnlisted = "KHO-CPU-001"
    /// A preserved CPU of the list that no file stands for.
    case cpuUnheld = "KHO-CPU-002"
    /// Two preserved CPUs of one number.
    case cpuDuplicate = "KHO-CPU-003"

    // MARK: Huge pages

    /// Another number of huge pages of a size than files have.
    case hugeCount = "KHO-HUGE-001"
    /// A huge page that is preserved under another order than its file's.
    case hugeOrder = "KHO-HUGE-002"
    /// More huge pages than the file has room for.
    case hugeSize = "KHO-HUGE-003"

    // MARK: Names of formats

    /// Features that are used, which the kernel that used them does not know.
    case featuresActive = "KHO-NAME-001"
    /// Features that are required, which the kernel that requires them does not know.
    case featuresRequired = "KHO-NAME-002"
    /// Parts of a version string that are not in their order, or twice.
    case subVersions = "KHO-NAME-003"

    // MARK: The trees of several kernels

    /// A property of a length that no kernel reads.
    case valueLength = "MK-TREE-001"
    /// A version string that no known tool or kernel writes.
    case compatibleForeign = "MK-TREE-002"
    /// A property or node that nobody reads.
    case itemForeign = "MK-TREE-003"
    /// A name that is almost one that kernels read.
    case itemMisspelt = "MK-TREE-004"
    /// Two properties or nodes of one name in a node.
    case itemTwice = "MK-TREE-005"
    /// Text that is no text.
    case bytesLost = "MK-TREE-006"

    // MARK: Processors

    /// A pool without processors.
    case cpusMissing = "MK-CPU-001"
    /// A processor twice in one list.
    case cpuTwice = "MK-CPU-002"
    /// An instance has a processor that is not in the pool.
    case cpuOutsidePool = "MK-CPU-003"
    /// A processor of two instances.
    case cpuShared = "MK-CPU-004"
    /// A processor is said to be free that is not in the pool.
    case cpuFreeOutsidePool = "MK-CPU-005"
    /// A processor is free and lent at once.
    case cpuFreeAndLent = "MK-CPU-006"
    /// A processor that is neither free nor lent.
    case cpuUnaccounted = "MK-CPU-007"
    /// A baseline gives away processor 0.
    case cpuOfBoot = "MK-CPU-008"
    /// The identifier of no processor.
    case cpuImpossible = "MK-CPU-009"
    /// An identifier wider than APIC and MPIDR numbers.
    case cpuUnlikely = "MK-CPU-010"
    /// Processors in cells of 32 bits.
    case cpuCellsNarrow = "MK-CPU-011"
    /// The width of the cells of processors was assumed.
    case cpuCellsAssumed = "MK-CPU-012"

    // MARK: Memory

    /// A pool without memory.
    case memoryMissing = "MK-MEM-001"
    /// Memory of no bytes.
    case memoryNothing = "MK-MEM-002"
    /// Memory that is not in whole pages of 4 KiB.
    case memoryUnaligned = "MK-MEM-003"
    /// Memory that runs past the end of the address space.
    case memoryWraps = "MK-MEM-004"
    /// Two chunks of the pool overlap.
    case chunksOverlap = "MK-MEM-005"
    /// Memory of an instance lies in no chunk of the pool.
    case memoryOutsidePool = "MK-MEM-006"
    /// Memory of two instances overlaps.
    case memoryShared = "MK-MEM-007"
    /// Instances have more memory than the pool.
    case memoryExceedsPool = "MK-MEM-008"
    /// A chunk lies in the memory of another NUMA node than it says.
    case memoryNodeContradicted = "MK-MEM-009"
    /// A node's unit address is not the address in reg.
    case memoryNameContradicted = "MK-MEM-010"
    /// The pool's memory in the form of the first versions.
    case memoryLegacy = "MK-MEM-011"
    /// Memory with both size and reg.
    case memoryTwoForms = "MK-MEM-012"
    /// Memory with neither size nor reg.
    case memoryNoForm = "MK-MEM-013"
    /// Memory by size in the tree of a pool.
    case memoryAsked = "MK-MEM-014"
    /// Memory by address in a tree that no kernel told.
    case memoryPlaced = "MK-MEM-015"
    /// A base or size in one cell of 32 bits.
    case memoryCellsNarrow = "MK-MEM-016"
    /// Memory of an instance with a base or a size alone.
    case memoryHalfTold = "MK-MEM-017"
    /// Memory whose place the kernel has yet to choose.
    case memoryUnplaced = "MK-MEM-018"

    // MARK: Devices

    /// A reference to a device that is not there.
    case deviceUnknown = "MK-DEV-001"
    /// A device of two instances.
    case deviceShared = "MK-DEV-002"
    /// A device twice in one instance.
    case deviceTwice = "MK-DEV-003"
    /// A PCI address that is none.
    case deviceAddress = "MK-DEV-004"
    /// A PCI device without all that kernels ask for.
    case deviceIncomplete = "MK-DEV-005"
    /// A platform device of an instance without a name.
    case platformNameless = "MK-DEV-006"
    /// A device whose kind kernels do not know.
    case deviceTypeless = "MK-DEV-007"
    /// A virtual function or namespace that its device does not have.
    case partUnknown = "MK-DEV-008"
    /// A virtual function or namespace that the host keeps.
    case partOfHost = "MK-DEV-009"
    /// A device lists parts that it does not have or does not give away.
    case partsContradicted = "MK-DEV-010"
    /// Two devices at one PCI address.
    case deviceAddressShared = "MK-DEV-011"
    /// An alias that leads to no device.
    case aliasDangling = "MK-DEV-012"
    /// Two aliases of one name.
    case aliasTwice = "MK-DEV-013"
    /// Two aliases of one device.
    case deviceAliases = "MK-DEV-014"
    /// A name longer than kernels keep.
    case nameCut = "MK-DEV-015"
    /// Two nodes of one phandle.
    case phandleTwice = "MK-DEV-016"
    /// The name of a reference tells of another part than its numbers.
    case partContradicted = "MK-DEV-017"

    // MARK: PCI hierarchies

    /// A node on a bus that its bridge does not lead to.
    case busOutside = "MK-PCI-001"
    /// The buses of a bridge are not all buses of the bridge above.
    case busesOutside = "MK-PCI-002"
    /// A bridge without a range of buses, or with one that is none.
    case busesMissing = "MK-PCI-003"
    /// A node's unit address is not the device and function in reg.
    case functionNameContradicted = "MK-PCI-004"
    /// Two nodes of one name.
    case nodeNameTwice = "MK-PCI-005"
    /// A PCI node without reg.
    case functionMissing = "MK-PCI-006"
    /// Configuration space that does not fit the buses.
    case configurationSize = "MK-PCI-007"
    /// Configuration space or a window lies in memory of the pool.
    case configurationInPool = "MK-PCI-008"
    /// Windows or configuration spaces of host bridges overlap.
    case windowsOverlap = "MK-PCI-009"
    /// A window into no space.
    case windowKind = "MK-PCI-010"
    /// A window of no bytes, or past the end of an address space.
    case windowNothing = "MK-PCI-011"
    /// A window of 32 bits that reaches beyond 4 GiB.
    case windowTooHigh = "MK-PCI-012"
    /// A node pci@N of the root that does not say what it is.
    case bridgeUnmarked = "MK-PCI-013"
    /// More host bridges, bridges or windows than kernels write, or deeper ones.
    case hierarchyTooLarge = "MK-PCI-014"

    // MARK: Instances

    /// A baseline with instances.
    case baselineInstances = "MK-INST-001"
    /// Two instances of one name.
    case instanceNameTwice = "MK-INST-002"
    /// An instance without a name.
    case instanceNameless = "MK-INST-003"
    /// A name that no directory can have.
    case instanceNameUnusable = "MK-INST-004"
    /// Two instances of one id.
    case instanceIDTwice = "MK-INST-005"
    /// An instance with the id 0.
    case instanceIDOfHost = "MK-INST-006"
    /// An id that kernels take for none.
    case instanceIDImpossible = "MK-INST-007"
    /// An instance without an id, where it must have one.
    case instanceIDMissing = "MK-INST-008"
    /// An instance without the node resources.
    case instanceResourceless = "MK-INST-009"
    /// An instance without processors.
    case instanceWithoutCPUs = "MK-INST-010"
    /// An instance without memory.
    case instanceWithoutMemory = "MK-INST-011"

    // MARK: NUMA nodes

    /// A NUMA node that the topology does not have.
    case numaNodeUnknown = "MK-NUMA-001"
    /// Two NUMA nodes of one number.
    case numaNodeTwice = "MK-NUMA-002"
    /// A NUMA node without a number.
    case numaNodeNumberless = "MK-NUMA-003"
    /// Distances between NUMA nodes that are no matrix.
    case numaDistances = "MK-NUMA-004"
    /// Distances between NUMA nodes that cannot be.
    case numaDistancesContradicted = "MK-NUMA-005"
    /// A processor in two NUMA nodes.
    case numaCPUShared = "MK-NUMA-006"
    /// Memory in two NUMA nodes.
    case numaMemoryShared = "MK-NUMA-007"
    /// An affinity or a memory policy that nobody knows.
    case placementUnknown = "MK-NUMA-008"
    /// An instance that is not placed as it asks to be.
    case placementContradicted = "MK-NUMA-009"
    /// An instance names more NUMA nodes than kernels read.
    case numaNodesIgnored = "MK-NUMA-010"

    // MARK: The last-level cache

    /// A mask of no cache ways.
    case cacheWaysNone = "MK-LLC-001"
    /// An instance has cache ways that are not in the pool.
    case cacheWaysOutside = "MK-LLC-002"
    /// Two instances share cache ways.
    case cacheWaysShared = "MK-LLC-003"
    /// A mask of cache ways with gaps.
    case cacheWaysScattered = "MK-LLC-004"
    /// A tree that is written tells a class of service.
    case cacheClassGiven = "MK-LLC-005"

    // MARK: Boot trees

    /// A boot tree without the version that kernels ask for.
    case bootCompatible = "MK-BOOT-001"
    /// Reserved memory that is neither a kernel's own nor all another's.
    case reservedMisplaced = "MK-BOOT-002"
    /// More reserved ranges than fit.
    case reservedTooMany = "MK-BOOT-003"
    /// The message buffer of an instance lies outside its memory.
    case messagesOutside = "MK-BOOT-004"
    /// The host's message buffer lies in the memory of the instance.
    case hostMessagesInside = "MK-BOOT-005"
    /// A message buffer or reserved range that is not in whole pages.
    case messagesUnaligned = "MK-BOOT-006"
    /// A message buffer with an address or pages alone.
    case messagesHalfTold = "MK-BOOT-007"
    /// A message buffer of an unusual size.
    case messagesPages = "MK-BOOT-008"
    /// The host is told of messages on a processor of the instance.
    case doorbellOwn = "MK-BOOT-009"
    /// A boot tree that lists no processors but its own.
    case cpusUnreachable = "MK-BOOT-010"

    // MARK: Overlays

    /// An overlay without fragments.
    case fragmentsNone = "MK-OVL-001"
    /// A fragment whose number cannot be read.
    case fragmentNumber = "MK-OVL-002"
    /// Two fragments of one number.
    case fragmentNumberTwice = "MK-OVL-003"
    /// A fragment without target-path.
    case targetMissing = "MK-OVL-004"
    /// A target that kernels do not know.
    case targetUnsupported = "MK-OVL-005"
    /// A fragment changes an instance that a later one creates.
    case targetTooEarly = "MK-OVL-006"
    /// A fragment without __overlay__.
    case operationsMissing = "MK-OVL-007"
    /// An operation that its target does not take.
    case operationMisplaced = "MK-OVL-008"
    /// An operation twice in one fragment.
    case operationTwice = "MK-OVL-009"
    /// Something in an overlay that kernels pass over.
    case operationForeign = "MK-OVL-010"
    /// An operation without items.
    case operationEmpty = "MK-OVL-011"
    /// Memory by address is added to the pool.
    case poolMemoryPlaced = "MK-OVL-012"
    /// An item without what its operation reads.
    case itemIncomplete = "MK-OVL-013"
    /// An overlay moves a processor twice the same way.
    case cpuMovedTwice = "MK-OVL-014"
    /// A request for an instance names devices.
    case deviceNamesInRequest = "MK-OVL-015"
    /// Chosen of a request holds more than the host's tree.
    case chosenRefused = "MK-OVL-016"
    /// An overlay of more than 1 MiB.
    case overlayTooLarge = "MK-OVL-017"
    /// An overlay of more than a page.
    case overlayOverPage = "MK-OVL-018"
    /// An overlay in the form of the first versions.
    case overlayOld = "MK-OVL-019"

    // MARK: Overlays of a machine with several kernels

    /// A fragment whose unit address is no number, or that lacks its target or its operations, or no fragment at all.
    case applyFragment = "MK-APPLY-001"
    /// A target path that is not of the pool, the instances or one of them.
    case applyTarget = "MK-APPLY-002"
    /// A target `/resources` on a kernel without a pool.
    case applyNoPool = "MK-APPLY-003"
    /// An instance that is not there.
    case applyInstanceMissing = "MK-APPLY-004"
    /// An operation on a target that does not have it.
    case applyOperation = "MK-APPLY-005"
    /// An item without the property that it needs, or with one of another length.
    case applyItem = "MK-APPLY-006"
    /// A name or an id that another instance has.
    case applyInstanceExists = "MK-APPLY-007"
    /// A request for an instance that kernels cannot read.
    case applyRequest = "MK-APPLY-008"
    /// A processor that somebody else has, or that the pool does not have.
    case applyCPUTaken = "MK-APPLY-009"
    /// A processor that is to leave an instance that does not have it.
    case applyCPUForeign = "MK-APPLY-010"
    /// The processor that a running instance was started on.
    case applyBootCPU = "MK-APPLY-011"
    /// A processor that cannot join the pool.
    case applyCPUAbsent = "MK-APPLY-012"
    /// More memory than the pool has free, in one piece where it has to be.
    case applyNoMemory = "MK-APPLY-013"
    /// Memory to be removed that is not exactly a chunk or region.
    case applyMemoryPart = "MK-APPLY-014"
    /// A chunk of the pool of which a part is lent.
    case applyChunkUsed = "MK-APPLY-015"
    /// A device that somebody else has, or that the pool does not have.
    case applyDeviceTaken = "MK-APPLY-016"
    /// A device that is to leave an instance that does not have it.
    case applyDeviceForeign = "MK-APPLY-017"
    /// An instance to be removed that has a kernel.
    case applyInstanceBusy = "MK-APPLY-018"
    /// Memory for a running instance that is not whole blocks.
    case applyBlock = "MK-APPLY-019"
    /// An overlay larger than kernels take.
    case applyBlob = "MK-APPLY-020"
    /// A new instance that gets no CPUs or no devices, and no error.
    case applyCreatedWithLess = "MK-APPLY-021"
    /// An address that kernels do not go by.
    case applyBaseIgnored = "MK-APPLY-022"
    /// A node or property of an overlay that has no effect.
    case applySkipped = "MK-APPLY-023"
    /// A value that kernels cut short.
    case applyCut = "MK-APPLY-024"
    /// What cannot be known from the trees.
    case applyUnknowable = "MK-APPLY-025"
    /// A lent device that joins the pool once more.
    case applyDeviceTwice = "MK-APPLY-026"
    /// A change that leaves an instance without what it needs.
    case applyUnwise = "MK-APPLY-027"
    /// What the removal of a transaction does not bring back.
    case applyNotUndone = "MK-APPLY-028"
    /// A difference between two states that remains.
    case applyInexpressible = "MK-APPLY-029"
    /// What the trees leave open and was assumed.
    case applyAssumed = "MK-APPLY-030"
}
