import DeviceTree
import HandoverABI
import HandoverState
import PhysicalMemory

/// The state of the Live Update Orchestrator, in both forms.
extension HandoverImageWriter {
    mutating func writeLiveUpdate() throws {
        guard let recipe = recipe.liveUpdate, let form = profile.liveUpdate else { return }
        var sessions: [Session] = []
        var records: [[UInt8]] = []
        for session in recipe.sessions {
            let (files, address) = try writeFiles(session.files, form)
            sessions.append(Session(name: session.name, fileCount: UInt64(files.count), files: files))
            records.append(
                Self.padded(session.name, to: 64) + Self.bytes(address.value) + Self.bytes(UInt64(files.count)))
        }
        let flbs = form.hasFLBs ? try writeFLBs(recipe.flbs, form) : 0
        switch form {
        case .structure:
            let first = try writeBlocks(records, .sessions)
            let root = Self.padded("luo-v5", to: 8) + Self.bytes(recipe.number) + Self.bytes(first.value)
            try add(root + Self.bytes(flbs.value), "LUO", .liveUpdate, compatible: "luo-v5")
        case .tree, .treeWithFLBs:
            let header = try arena.allocate(order: 4)
            note(.sessions, header)
            try arena.write(Self.bytes(UInt64(records.count)) + records.flatMap { $0 }, at: header)
            let blob = try DeviceTreeWriter.build { root throws(DeviceTreeError) in
                try root.property("compatible", string: "luo-v1")
                try root.property("liveupdate-number", native64: recipe.number)
                try root.node("luo-session") { node throws(DeviceTreeError) in
                    try node.property("compatible", string: "luo-session-v2")
                    try node.property("luo-session-header", native64: header.value)
                }
                guard form == .treeWithFLBs else { return }
                try root.node("luo-flb") { node throws(DeviceTreeError) in
                    try node.property("compatible", string: "luo-flb-v1")
                    try node.property("luo-flb-header", native64: flbs.value)
                }
            }
            try add(blob, "LUO", .liveUpdate, compatible: "luo-v1")
        }
        expected.liveUpdate = LiveUpdate(
            number: recipe.number, sessions: sessions, flbs: form.hasFLBs ? recipe.flbs : nil)
    }

    private mutating func writeFLBs(
        _ flbs: [FileLifecycleBound], _ form: LiveUpdateABI
    ) throws -> PhysicalAddress {
        if flbs.isEmpty, form == .structure { return 0 }
        let header = try arena.allocate()
        note(.flbs, header)
        let records = flbs.flatMap { Self.padded($0.name, to: 48) + Self.bytes($0.data) + Self.bytes($0.count) }
        try arena.write(Self.bytes(UInt64(1)) + Self.bytes(UInt64(flbs.count)) + records, at: header)
        return header
    }

    private mutating func writeFiles(
        _ files: [HandoverRecipe.File], _ form: LiveUpdateABI
    ) throws -> (files: [PreservedFile], address: PhysicalAddress) {
        var result: [PreservedFile] = []
        var records: [[UInt8]] = []
        for recipe in files {
            let file = try writeFile(recipe)
            result.append(file)
            records.append(Self.padded(file.handler, to: 48) + Self.bytes(file.data) + Self.bytes(file.token))
        }
        if records.isEmpty { return (result, 0) }
        if form == .structure { return (result, try writeBlocks(records, .files)) }
        let address = try arena.allocate(order: 1)
        note(.files, address)
        try arena.write(records.flatMap { $0 }, at: address)
        return (result, address)
    }

    private mutating func writeFile(_ file: HandoverRecipe.File) throws -> PreservedFile {
        switch file.content {
        case .opaque(let handler, let data):
            return PreservedFile(token: file.token, handler: handler, data: data)
        case .memfd(let recipe):
            let (memfd, address) = try writeMemfd(recipe)
            return PreservedFile(
                token: file.token, handler: profile.memfd?.rawValue ?? "", data: address.value, memfd: memfd)
        }
    }

    private mutating func writeMemfd(
        _ recipe: HandoverRecipe.Memfd
    ) throws -> (memfd: Memfd, address: PhysicalAddress) {
        var table = FolioTable(retaining: .every)
        var words: [UInt64] = []
        for folio in recipe.folios {
            var frame: UInt64 = 0
            if let order = folio.order {
                frame = arena.reserve(order: order)
                arena.preserve(frame >> UInt64(order), order: order)
            }
            words += [frame | UInt64(folio.flags) << 52, folio.index]
            table.append(
                Folio(index: folio.index, frame: frame, flags: .init(rawValue: folio.flags), order: folio.order),
                pageShift: profile.pageShift)
        }
        let list = try writeList(words, order: recipe.listOrder)
        let address = try arena.allocate()
        note(.memfd, address)
        let count = UInt64(recipe.folios.count)
        var bytes = Self.bytes(recipe.position) + Self.bytes(recipe.size)
        if profile.memfd == .v2 { bytes += Self.bytes(recipe.seals) + Self.bytes(recipe.flags) }
        bytes += Self.bytes(count) + list
        try arena.write(bytes, at: address)
        let memfd = Memfd(
            size: recipe.size, position: recipe.position,
            seals: .init(rawValue: profile.memfd == .v2 ? recipe.seals : 0),
            flags: profile.memfd == .v2 ? recipe.flags : 0, folioCount: count, folios: table)
        return (memfd, address)
    }

    /// Records in a list of blocks, each but the last full; 0 for none.
    private mutating func writeBlocks(_ records: [[UInt8]], _ place: HandoverImage.Place) throws -> PhysicalAddress {
        guard let size = records.first?.count else { return 0 }
        let capacity = (pageSize - 16) / size
        let starts = Array(stride(from: 0, to: records.count, by: capacity))
        var blocks: [PhysicalAddress] = []
        for _ in starts { blocks.append(try arena.allocate()) }
        for (index, start) in starts.enumerated() {
            note(place, blocks[index])
            let taken = records[start..<min(start + capacity, records.count)]
            let next = index + 1 < blocks.count ? blocks[index + 1].value : 0
            let head = Self.bytes(next) + Self.bytes(UInt64(taken.count))
            try arena.write(head + taken.flatMap { $0 }, at: blocks[index])
        }
        return blocks[0]
    }
}
