import HandoverABI

/// A profile as tables: trees, limits and layouts.
struct ProfileTable {
    let profile: Profile

    /// The profiles, a line each.
    static func list(_ profiles: [Profile]) -> [String] {
        let header = ["PROFILE", "KERNELS", "ROOT", "LUO", "MEMFD", "WHAT IT IS"]
        let rows = profiles.map { profile in
            [
                profile.name,
                profile.releases.isEmpty ? "-" : profile.releases.map(\.description).joined(separator: ", "),
                profile.compatible, profile.liveUpdate?.compatible ?? "-", profile.memfd?.rawValue ?? "-",
                profile.summary,
            ]
        }
        return columns([header] + rows)
    }

    /// The whole of a profile.
    func lines() -> [String] {
        var lines = ["\(profile.name): \(profile.summary)"]
        let releases = profile.releases.map(\.description).joined(separator: ", ")
        lines.append(
            releases.isEmpty
                ? "In no release; pages of \(profile.pageSize >> 10) KiB. Integers are little-endian."
                : "Linux \(releases); pages of \(profile.pageSize >> 10) KiB. Integers are little-endian.")
        lines += ["", "Trees"] + Self.columns(trees()).map { "  " + $0 }
        lines += ["", "Limits"] + Self.columns(limits()).map { "  " + $0 }
        for layout in profile.layouts { lines += [""] + table(of: layout) }
        return lines
    }

    private func trees() -> [[String]] {
        var rows = [
            ["NODE", "PROPERTY", "VALUE"],
            ["/", "compatible", "\"\(profile.compatible)\""],
            ["/", "preserved-memory-map", "u64 address of the map"],
            ["/NAME", profile.subtreeAddress, "u64 address of the subtree's data"],
        ]
        if let size = profile.subtreeSize { rows.append(["/NAME", size, "u64 size of the subtree's data"]) }
        rows += [
            ["memblock: /", "compatible", "\"memblock-v1\""],
            ["memblock: /NAME", "compatible, start, size", "\"reserve-mem-v1\", u64, u64"],
            ["kho_test: /", "compatible, magic", "\"kho-test-v1\", u32 0x4b484f21"],
            ["kho_test: /data", "nr_folios, csum", "u32, u32"],
            [
                "kho_test: /data", "folios_info",
                profile.testFolios == .inline ? "u64[nr_folios]" : "struct kho_vmalloc of u64[nr_folios]",
            ],
        ]
        switch profile.liveUpdate {
        case .tree, .treeWithFLBs:
            rows += [
                ["LUO: /", "compatible, liveupdate-number", "\"luo-v1\", u64"],
                ["LUO: /luo-session", "compatible, luo-session-header", "\"luo-session-v2\", u64 address"],
            ]
            if profile.liveUpdate?.hasFLBs == true {
                rows.append(["LUO: /luo-flb", "compatible, luo-flb-header", "\"luo-flb-v1\", u64 address"])
            }
        case .structure, nil: break
        }
        return rows
    }

    private func limits() -> [[String]] {
        let shift = profile.pageShift
        var rows: [[String]] = []
        switch profile.map {
        case .chunks(let bitmaps):
            rows.append(["map", "chunks of up to \(MapChunk.capacity(pageShift: shift)) bitmaps"])
            rows.append([
                "bitmap", "\(bitmaps.bytes(pageShift: shift)) bytes, \(bitmaps.bytes(pageShift: shift) * 8) blocks",
            ])
        case .radix(let depth):
            let geometry = RadixGeometry(depth, pageShift: shift)
            rows.append(["map", "radix tree of \(geometry.levels) levels, \(geometry.tableEntries) entries a table"])
            rows.append(["bitmap", "\(profile.pageSize) bytes, \(profile.pageSize * 8) blocks"])
        }
        if profile.testFolios == .vmalloc {
            rows.append(["kho_vmalloc", "\(Vmalloc.Chunk.capacity(pageShift: shift)) entries a chunk"])
        }
        switch profile.liveUpdate {
        case .structure:
            let sessions = Block.capacity(recordSize: SessionRecord.layout.size, pageShift: shift)
            let files = Block.capacity(recordSize: FileRecord.layout.size, pageShift: shift)
            rows.append(["sessions", "\(sessions) a block, \(Block.chainLimit) blocks"])
            rows.append(["files", "\(files) a block, \(Block.chainLimit) blocks a session"])
        case .tree, .treeWithFLBs:
            rows.append(["sessions", "\(SessionHeader.capacity(pageShift: shift))"])
            rows.append(["files", "\(FileRecord.capacity(pageShift: shift)) a session"])
        case nil: break
        }
        return rows
    }

    private func table(of layout: Layout) -> [String] {
        let source = profile.releases.first.flatMap(layout.source) ?? layout.sources.last
        var lines = ["struct \(layout.name): \(layout.size) bytes, \(source?.file ?? "")"]
        let rows = layout.fields.map { ["\($0.offset)", $0.type, $0.name, $0.kind.rawValue] }
        lines += Self.columns([["OFFSET", "TYPE", "FIELD", "KIND"]] + rows).map { "  " + $0 }
        if let tail = layout.tail { lines.append("  \(layout.size)…  \(tail)") }
        return lines
    }

    /// Rows with their columns aligned, the last one as long as it is.
    static func columns(_ rows: [[String]]) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell.padded(to: widths[column])
            }.joined(separator: "  ")
        }
    }
}
