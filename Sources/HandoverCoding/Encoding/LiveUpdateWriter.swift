import DeviceTree
import HandoverABI
import HandoverState
import PhysicalMemory

extension ImageBuilder {
    /// Writes the state of the Live Update Orchestrator in the form of the profile.
    ///
    /// - Returns: the data of the subtree `LUO`.
    mutating func write(
        _ liveUpdate: LiveUpdate, as form: LiveUpdateABI, memfd: MemfdABI, components: [ComponentFormat]
    ) throws(EncodingError) -> [UInt8] {
        let liveUpdate = try writeComponents(of: liveUpdate, as: form, by: components)
        guard liveUpdate.featureMasks == nil else {
            throw .unusable(
                path: "/" + SubtreeNames.liveUpdate,
                reason: "its root has masks of features instead of a version, which is read and not written")
        }
        guard let sessions = liveUpdate.sessions else {
            throw .unusable(path: "/" + SubtreeNames.liveUpdate, reason: "the sessions are not known")
        }
        var records: [Record] = []
        for session in sessions { records.append(try record(of: session, as: form, memfd: memfd)) }
        let flbs = form.hasFLBs ? try writeObjects(liveUpdate.flbs ?? []) : nil
        switch form {
        case .structure:
            var root = Record(LiveUpdateRoot.layout)
            _ = root.setText(Array(form.compatible.utf8), in: LiveUpdateRoot.compatible)
            root[LiveUpdateRoot.number] = liveUpdate.number
            root[LiveUpdateRoot.sessions] = try writeBlockSet(records) { .sessions(block: $0) }.value
            root[LiveUpdateRoot.flbs] = flbs?.value ?? 0
            return root.bytes
        case .tree, .treeWithFLBs:
            let header = try writeSessionArray(records)
            return try tree { (writer) throws(DeviceTreeError) in
                try writer.property(RootTreeNames.compatible, .string(form.compatible))
                try writer.property(LiveUpdateTreeNames.number, .native64(liveUpdate.number))
                try writer.node(LiveUpdateTreeNames.sessions) { (node) throws(DeviceTreeError) in
                    try node.property(RootTreeNames.compatible, .string(LiveUpdateTreeNames.sessionsCompatible))
                    try node.property(LiveUpdateTreeNames.sessionsHeader, .native64(header.value))
                }
                guard let flbs else { return }
                try writer.node(LiveUpdateTreeNames.flbs) { (node) throws(DeviceTreeError) in
                    try node.property(RootTreeNames.compatible, .string(LiveUpdateTreeNames.flbsCompatible))
                    try node.property(LiveUpdateTreeNames.flbsHeader, .native64(flbs.value))
                }
            }
        }
    }

    // MARK: Sessions

    private mutating func record(
        of session: Session, as form: LiveUpdateABI, memfd: MemfdABI
    ) throws(EncodingError) -> Record {
        let path = "/" + SubtreeNames.liveUpdate + "/" + session.name
        var files: [Record] = []
        for file in session.files { files.append(try record(of: file, memfd: memfd, in: path)) }
        var record = Record(SessionRecord.layout)
        try set(session.name, in: SessionRecord.name, of: &record, path: path)
        record[SessionRecord.count] = UInt64(files.count)
        switch form {
        case .structure: record[SessionRecord.files] = try writeBlockSet(files) { .files(path: path, block: $0) }.value
        case .tree, .treeWithFLBs: record[SessionRecord.files] = try writeFileArray(files, of: path).value
        }
        return record
    }

    private mutating func record(
        of file: PreservedFile, memfd: MemfdABI, in session: String
    ) throws(EncodingError) -> Record {
        let path = session + "/0x" + String(file.token, radix: 16)
        var record = Record(FileRecord.layout)
        record[FileRecord.token] = file.token
        if let contents = file.memfd {
            try set(memfd.rawValue, in: FileRecord.compatible, of: &record, path: path)
            record[FileRecord.data] = try write(contents, as: memfd, path: path).value
        } else {
            try set(file.handler, in: FileRecord.compatible, of: &record, path: path)
            record[FileRecord.data] = file.data
        }
        return record
    }

    /// The one array of sessions with its head, 6.19 to 7.1.
    private mutating func writeSessionArray(_ records: [Record]) throws(EncodingError) -> PhysicalAddress {
        let address = try block(for: .sessions(block: 0), order: SessionHeader.pages.trailingZeroBitCount)
        var head = Record(SessionHeader.layout)
        head[SessionHeader.count] = UInt64(records.count)
        try write(head.bytes + records.flatMap { $0.bytes }, at: address)
        return address
    }

    /// The one array of a session's files, 6.19 to 7.1; none for a session without files.
    private mutating func writeFileArray(_ records: [Record], of path: String) throws(EncodingError) -> PhysicalAddress
    {
        if records.isEmpty { return 0 }
        let address = try block(
            for: .files(path: path, block: 0), order: FileRecord.pages.trailingZeroBitCount)
        try write(records.flatMap { $0.bytes }, at: address)
        return address
    }

    /// Blocks of records, each full but the last, since 7.2; none for no records.
    private mutating func writeBlockSet(
        _ records: [Record], piece: (Int) -> Placement.Piece
    ) throws(EncodingError) -> PhysicalAddress {
        guard let first = records.first else { return 0 }
        let capacity = Block.capacity(recordSize: first.layout.size, pageShift: profile.pageShift)
        let starts = Array(stride(from: 0, to: records.count, by: capacity))
        var places: [PhysicalAddress] = []
        for index in starts.indices { places.append(try block(for: piece(index))) }
        for (index, start) in starts.enumerated() {
            let part = records[start..<min(records.count, start + capacity)]
            var head = Record(Block.layout)
            head[Block.next] = index + 1 < places.count ? places[index + 1].value : 0
            head[Block.count] = UInt64(part.count)
            try write(head.bytes + part.flatMap { $0.bytes }, at: places[index])
        }
        return places[0]
    }

    /// The objects bound to files, in one page, there even where it names none; in place, where there was one.
    private mutating func writeObjects(_ objects: [FileLifecycleBound]) throws(EncodingError) -> PhysicalAddress {
        if objects.isEmpty, let placement, placement.pieces[.flbs] == nil { return 0 }
        let address = try block(for: .flbs)
        var head = Record(FLBHeader.layout)
        head[FLBHeader.pages] = 1
        head[FLBHeader.count] = UInt64(objects.count)
        var bytes = head.bytes
        for object in objects {
            var record = Record(FLBRecord.layout)
            try set(
                object.name, in: FLBRecord.name, of: &record, path: "/" + SubtreeNames.liveUpdate + "/" + object.name)
            record[FLBRecord.data] = object.data
            record[FLBRecord.count] = object.count
            bytes += record.bytes
        }
        try write(bytes, at: address)
        return address
    }

    // MARK: Parts

    /// A tree in one pass through libfdt's sequential writer, as the kernel writes its own.
    func tree(
        _ body: (inout DeviceTreeWriter) throws(DeviceTreeError) -> Void
    ) throws(EncodingError) -> [UInt8] {
        do throws(DeviceTreeError) {
            return try DeviceTreeWriter.build(body)
        } catch {
            throw .unusable(path: "/", reason: "\(error)")
        }
    }

    private func set(
        _ name: String, in field: Field, of record: inout Record, path: String
    ) throws(EncodingError) {
        guard let bytes = KernelText.bytes(of: name), !bytes.contains(0), record.setText(bytes, in: field) else {
            throw .unusable(path: path, reason: "the name does not fit the \(field.count) characters of \(field.name)")
        }
    }
}
