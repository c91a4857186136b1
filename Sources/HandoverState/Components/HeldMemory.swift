/// The memory that a preserved file has as its contents, whatever kind of file it is.
public struct HeldMemory: Hashable, Sendable {
    /// The length of the file in bytes.
    public var size: UInt64
    /// How many folio records are announced.
    public var folioCount: UInt64
    /// The folios; `nil` where their list could not be read.
    public var folios: FolioTable?
    /// The flags of a folio that was filled; one without them reads as zeros.
    public var filled: Folio.Flags

    /// What a file holds.
    public init(size: UInt64, folioCount: UInt64, folios: FolioTable?, filled: Folio.Flags) {
        self.size = size
        self.folioCount = folioCount
        self.folios = folios
        self.filled = filled
    }

    /// What a memfd holds.
    public init(_ memfd: Memfd) {
        self.init(size: memfd.size, folioCount: memfd.folioCount, folios: memfd.folios, filled: .upToDate)
    }

    /// What a file holds whose format is described, and has a list of folios; `nil` for others.
    public init?(_ component: ComponentState) {
        let root = component.root
        for member in root.members {
            guard case .folios(let table) = member.value else { continue }
            self.init(
                size: root.raw("size") ?? 0, folioCount: root.raw("nr_folios") ?? table.count + table.holeCount,
                folios: table, filled: Self.filled(in: component.component))
            return
        }
        return nil
    }

    /// Bits of folios mean another thing in each format.
    private static func filled(in component: String) -> Folio.Flags {
        switch component {
        case "guest-memfd": Folio.Flags(rawValue: 1)
        case "memfd": .upToDate
        default: []
        }
    }
}

extension PreservedFile {
    /// The memory that the file has as its contents; `nil` for one that has none, or whose format is not known.
    public var heldMemory: HeldMemory? {
        memfd.map { HeldMemory($0) } ?? component.flatMap { HeldMemory($0) }
    }
}
