public import HandoverABI

/// A structure of a profile beside the same structure of a kernel.
public struct LayoutComparison: Hashable, Sendable {
    /// The structure as the profile has it.
    public let expected: Layout
    /// The structure as the kernel has it; `nil` where its types do not tell.
    public let found: StructureDefinition?
    /// How they differ, a clause each; empty where they are equal, or there is nothing to compare.
    public let differences: [String]
    /// The members side by side, in the order of their places.
    public let rows: [Row]

    /// A place in the structure, on both sides.
    public struct Row: Hashable, Sendable {
        /// What the profile has there.
        public let expected: String?
        /// What the kernel has there.
        public let found: String?
        /// Whether it is the same.
        public let isEqual: Bool
    }

    /// What came of it.
    public enum Verdict: String, Hashable, Sendable {
        case equal, different
        case notFound = "not found"
    }

    /// Whether the two are equal.
    public var verdict: Verdict {
        found == nil ? .notFound : differences.isEmpty ? .equal : .different
    }

    /// Compares a structure of a profile with each definition that a kernel has, and keeps the closest.
    init(_ structure: ExpectedStructure, with types: TypeInformation, pageSize: Int) {
        let definitions = types.structures(named: structure.layout.name)
        let candidates = definitions.map { Self(structure, with: $0, pageSize: pageSize) }
        self =
            candidates.min { $0.differences.count < $1.differences.count }
            ?? Self(expected: structure.layout, found: nil, differences: [], rows: [])
    }

    private init(expected: Layout, found: StructureDefinition?, differences: [String], rows: [Row]) {
        self.expected = expected
        self.found = found
        self.differences = differences
        self.rows = rows
    }

    private init(_ structure: ExpectedStructure, with found: StructureDefinition, pageSize: Int) {
        let layout = structure.layout
        let ours = layout.fields.flatMap(Place.expand)
        let paths = Set(ours.map(\.name))
        let hasTail = layout.tail != nil
        let theirs = found.members.flatMap { Place.flatten($0, "", paths) }
            .filter { !hasTail || $0.bitOffset < layout.size * 8 }

        var differences: [String] = []
        let sizes = hasTail ? [layout.size, pageSize] : [layout.size]
        let expectedSize = structure.fillsPage ? pageSize : layout.size
        if !(structure.fillsPage ? [pageSize] : sizes).contains(found.size) {
            differences.append("it takes \(found.size) bytes, not \(expectedSize)")
        }
        var rows: [Row] = []
        for place in ours {
            let match = theirs.first { $0.name == place.name }
            let isEqual = match?.isSame(as: place) == true
            rows.append(Row(expected: place.text, found: match?.text, isEqual: isEqual))
            if let match {
                if !isEqual { differences.append("\(place.name) is at \(match.place), not at \(place.place)") }
            } else {
                differences.append("there is no \(place.name), expected at \(place.place)")
            }
        }
        for place in theirs where !paths.contains(place.name) {
            rows.append(Row(expected: nil, found: place.text, isEqual: false))
            differences.append("\(place.name) at \(place.place) is new")
        }
        self.init(expected: layout, found: found, differences: differences, rows: rows)
    }
}

/// A member by its place, as both sides can be told.
private struct Place {
    let name: String
    let bitOffset: Int
    let elementBits: Int
    let count: Int
    let isBitField: Bool
    let type: String

    private init(_ field: Field) {
        name = field.name
        bitOffset = field.offset * 8
        elementBits = field.width * 8
        count = field.count
        isBitField = false
        type = field.type
    }

    private init(bits name: String, at bitOffset: Int, width: Int) {
        self.name = name
        self.bitOffset = bitOffset
        elementBits = width
        count = 1
        isBitField = true
        type = "bits"
    }

    private init(_ member: StructureMember, name: String) {
        self.name = name
        bitOffset = member.bitOffset
        elementBits = member.elementBits
        count = member.count
        isBitField = member.isBitField
        type = member.type
    }

    /// The places of a profile's member: more than one where it is an integer of named parts, `pfn:52, flags:12`.
    static func expand(_ field: Field) -> [Place] { parts(of: field) ?? [Place(field)] }

    private static func parts(of field: Field) -> [Place]? {
        guard field.kind == .bits else { return nil }
        var offset = field.offset * 8
        var parts: [Place] = []
        for part in field.name.split(separator: ",") {
            let words = part.drop { $0 == " " }.split(separator: ":")
            guard words.count == 2, let width = Int(words[1]) else { return nil }
            parts.append(Place(bits: String(words[0]), at: offset, width: width))
            offset += width
        }
        return parts
    }

    /// A kernel's member, taken apart as far as the profile names its parts.
    static func flatten(_ member: StructureMember, _ prefix: String, _ paths: Set<String>) -> [Place] {
        let path = prefix + member.name
        let inner = member.name.isEmpty ? prefix : path + "."
        let isNamedInside = paths.contains { $0.hasPrefix(inner) }
        if !member.members.isEmpty, !paths.contains(path), member.name.isEmpty || isNamedInside {
            return member.members.flatMap { flatten($0, inner, paths) }
        }
        return [Place(member, name: path.isEmpty ? "(unnamed)" : path)]
    }

    var bits: Int { elementBits * count }

    func isSame(as other: Place) -> Bool {
        // What the profile does not look into, an array of bytes, may be a structure in the kernel.
        let isOpaque = other.type.hasPrefix("u8[") && count == 1
        return bitOffset == other.bitOffset && bits == other.bits && isBitField == other.isBitField
            && (isOpaque || elementBits == other.elementBits)
    }

    var place: String {
        if isBitField || bitOffset & 7 != 0 { return "bit \(bitOffset) (\(bits) bits)" }
        return "\(bitOffset / 8) (\(bits / 8) bytes)"
    }

    var text: String {
        if isBitField { return "\(bitOffset / 8).\(bitOffset % 8)  \(bits) bits  \(name)" }
        return "\(bitOffset / 8)  \(type)  \(name)"
    }
}
