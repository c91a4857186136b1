/// One kernel ABI as a whole: every format that the kernels of some releases write and read.
public struct Profile: Hashable, Sendable {
    /// The name, after the oldest release that has it: `linux-7.2`.
    public let name: String
    /// The releases of the main line that have it.
    public let releases: [KernelRelease]
    /// What is to be said of it in a list.
    public let summary: String
    /// The base page size as a power of two: 12, 14 or 16.
    public private(set) var pageShift: Int = 12
    /// The version string of the root tree.
    public let compatible: String
    /// The preserved-memory map.
    public private(set) var map: MapABI
    /// The property of a subtree's node that holds the address of its data.
    public let subtreeAddress: String
    /// The property that holds its size, where the kernel writes one.
    public let subtreeSize: String?
    /// How the root tree is written.
    public let rootWriter: RootWriter
    /// The Live Update Orchestrator, where the kernel has one.
    public let liveUpdate: LiveUpdateABI?
    /// The memfd handler, where the kernel has one.
    public let memfd: MemfdABI?
    /// Whether the kernel hands over `kexec-metadata`.
    public let hasKexecMetadata: Bool
    /// How the kernel's own test stores its list of folios.
    public let testFolios: TestFolios
    /// Formats of components that the kernel has beside what was released, one of each at most.
    public private(set) var components: [ComponentFormat] = []

    /// How a kernel writes its root tree; the order of names in the strings block shows it.
    public enum RootWriter: Hashable, Sendable {
        /// In one pass when the handover is finalized, up to 6.18: later names come first in the strings block.
        case onePass
        /// At boot, and each subtree added as it comes, since 6.19: later names come last.
        case incremental
    }

    /// How the kernel's own test stores its list of folios.
    public enum TestFolios: Hashable, Sendable {
        /// In the property itself, 6.16 and 6.17.
        case inline
        /// In memory named by a `kho_vmalloc`, since 6.18.
        case vmalloc
    }

    /// The base page size in bytes.
    public var pageSize: Int { 1 << pageShift }

    /// The same ABI at another page size, a power of two.
    public func withPageShift(_ pageShift: Int) -> Profile {
        var copy = self
        copy.pageShift = pageShift
        return copy
    }

    /// The same ABI with another form of the preserved-memory map, as development trees have had.
    public func withMap(_ map: MapABI) -> Profile {
        var copy = self
        copy.map = map
        return copy
    }

    /// The same ABI with formats of components, of which there is one of each.
    func withFormats(_ components: [ComponentFormat]) -> Profile {
        var copy = self
        copy.components = components
        return copy
    }

    /// The page sizes that kernels with KHO are built for, as powers of two.
    public static let pageShifts = [12, 14, 16]

    /// The structures that kernels of this profile write, from the outside in.
    public var layouts: [Layout] {
        var result = [SetupData.layout, ScratchEntry.layout]
        if case .chunks = map { result += [MapChunk.layout, MapChunk.Element.layout] }
        if testFolios == .vmalloc { result += [Vmalloc.layout, Vmalloc.Chunk.layout] }
        if hasKexecMetadata { result.append(KexecMetadata.layout) }
        switch liveUpdate {
        case .structure: result += [LiveUpdateRoot.layout, Block.layout]
        case .tree, .treeWithFLBs: result.append(SessionHeader.layout)
        case nil: break
        }
        if liveUpdate != nil { result += [SessionRecord.layout, FileRecord.layout] }
        if liveUpdate?.hasFLBs == true { result += [FLBHeader.layout, FLBRecord.layout] }
        if let memfd { result += [memfd.layout, FolioRecord.layout] }
        return result
    }
}
