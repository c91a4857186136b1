public import HandoverABI

/// A structure that kernels of a profile have, under the name that the kernel's types have it.
public struct ExpectedStructure: Hashable, Sendable {
    /// How it is laid out.
    public let layout: Layout
    /// Whether it fills a page, where a layout gives only its fixed part.
    public let fillsPage: Bool

    init(_ layout: Layout, fillsPage: Bool = false) {
        self.layout = layout
        self.fillsPage = fillsPage
    }

    /// Every structure of a profile, from the outside in.
    ///
    /// Those of a page's size are among them although only their size says anything: that is how the bitmaps of
    /// `kho-v1` grew under the same version string.
    public static func all(of profile: Profile) -> [ExpectedStructure] {
        var result: [ExpectedStructure] = []
        for layout in profile.layouts {
            switch layout {
            case SetupData.layout: result += setupData
            case MapChunk.layout:
                result.append(ExpectedStructure(layout, fillsPage: true))
            case MapChunk.Element.layout:
                result += [ExpectedStructure(layout), bitmap(of: profile)]
            case Vmalloc.Chunk.layout: result.append(ExpectedStructure(layout, fillsPage: true))
            default: result.append(ExpectedStructure(layout))
            }
        }
        if case .radix = profile.map {
            result += [
                words("kho_radix_node", "table", profile.pageSize), words("kho_radix_leaf", "bitmap", profile.pageSize),
            ]
        }
        return result
    }

    /// The names of all structures of all profiles.
    static let knownNames: [String] = {
        var names: [String] = []
        for profile in Profile.all {
            for structure in all(of: profile) where !names.contains(structure.layout.name) {
                names.append(structure.layout.name)
            }
        }
        return names
    }()

    /// The boot record of x86 is two structures in the kernel: the head of any entry, and what this kind carries.
    private static let setupData: [ExpectedStructure] = {
        let head = SetupData.layout.fields.filter { !$0.name.hasPrefix("data.") }
        let start = head.last.map { $0.offset + $0.size } ?? 0
        let data = SetupData.layout.fields.filter { $0.name.hasPrefix("data.") }.map {
            Field(String($0.name.dropFirst("data.".count)), at: $0.offset - start, width: $0.width, $0.kind)
        }
        let sources = SetupData.layout.sources
        return [
            ExpectedStructure(Layout("setup_data", size: start, fields: head, tail: "data", sources: sources)),
            ExpectedStructure(
                Layout("kho_data", size: SetupData.layout.size - start, fields: data, sources: sources)),
        ]
    }()

    private static func bitmap(of profile: Profile) -> ExpectedStructure {
        guard case .chunks(let bitmaps) = profile.map else { return words("kho_mem_phys_bits", "preserve", 0) }
        return words("kho_mem_phys_bits", "preserve", bitmaps.bytes(pageShift: profile.pageShift))
    }

    private static func words(_ name: String, _ member: String, _ size: Int) -> ExpectedStructure {
        ExpectedStructure(
            Layout(
                name, size: size, fields: [Field(member, at: 0, width: 8, count: size / 8)],
                sources: MapChunk.layout.sources))
    }
}
