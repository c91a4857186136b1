import HandoverABI

/// A format of a series that is not merged as tables: its structures, what they refer to, and what is not known.
struct ComponentTable {
    let format: ComponentFormat

    /// The formats, a line each.
    static func list(_ formats: [ComponentFormat]) -> [String] {
        let header = ["FORMAT", "STRING", "WHERE", "GAPS", "SERIES"]
        let rows = formats.map { format in
            [
                format.name, "\"\(format.compatible)\"", format.place.rawValue,
                format.gaps.isEmpty ? "-" : "\(format.gaps.count)", format.source,
            ]
        }
        return ProfileTable.columns([header] + rows)
    }

    /// The whole of a format.
    func lines() -> [String] {
        var lines = ["\(format.name): \(format.source)"]
        lines.append("Not merged: no promise. Integers are little-endian.")
        lines.append("String  \"\(format.compatible)\", \(format.place.text): \(format.version)")
        lines.append("Data    address of \(format.root)")
        if !format.dependsOn.isEmpty {
            lines.append("Needs   the object of \(format.dependsOn.joined(separator: ", "))")
        }
        let root = format.structures.filter { $0.name == format.root }
        for structure in root + format.structures.filter({ $0.name != format.root }) {
            lines += [""] + table(of: structure)
        }
        if !format.links.isEmpty { lines += ["", "References"] + format.links.map { "  \($0)" } }
        if !format.gaps.isEmpty { lines += ["", "Not known"] + format.gaps.map { "  \($0)" } }
        return lines
    }

    private func table(of structure: ComponentStructure) -> [String] {
        var lines = ["struct \(structure.name): \(structure.size) bytes"]
        if let hole = structure.hole { lines[0] += "; holds nothing where \(hole)" }
        let rows = structure.members.map { member in
            [
                "\(member.offset)" + (member.type.isTail ? "…" : ""), "\(member.type)", member.name,
                member.remarks.joined(separator: "; "),
            ]
        }
        lines += ProfileTable.columns([["OFFSET", "TYPE", "MEMBER", "WHAT"]] + rows).map { row in
            "  " + String(row.reversed().drop { $0 == " " }.reversed())
        }
        return lines
    }
}
