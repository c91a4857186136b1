import HandoverABI
import HandoverState
import PhysicalMemory

/// Reads sessions and their files, in both forms, and file-lifecycle-bound objects.
struct SessionReader {
    /// How the files of a session lie in memory.
    enum Form {
        /// In one contiguous array, 6.19 to 7.1.
        case arrays
        /// In a list of blocks, 7.2 and later.
        case blocks
    }

    let form: Form
    var memfds: MemfdReader
    /// Handlers whose files are read once all of them are known.
    let described: Set<String>
    private static let path = "/" + SubtreeNames.liveUpdate

    /// The sessions behind an address; `nil` where not even the first could be read.
    mutating func sessions<Memory: PhysicalMemory>(
        at address: PhysicalAddress, from reader: inout StructureReader<Memory>
    ) -> [Session]? {
        let records: [LocatedRecord]
        switch form {
        case .blocks:
            if address.value == 0 { return [] }
            records = reader.blockSet(of: SessionRecord.layout, from: address, Self.path, "sessions") {
                .sessions(block: $0)
            }
            if records.isEmpty { return nil }
        case .arrays:
            guard let count = sessionCount(at: address, from: &reader) else { return nil }
            reader.placement?.record(.sessions(block: 0), at: address)
            records = reader.array(
                of: SessionRecord.layout, behind: SessionHeader.layout.size, at: address, count: count, Self.path,
                .structure("the sessions"))
            if let first = address.advanced(by: UInt64(SessionHeader.layout.size)) {
                noteMore(
                    of: SessionRecord.layout, behind: count, of: SessionHeader.capacity(pageShift: reader.pageShift),
                    at: first, Self.path, "sessions", from: &reader)
            }
            if records.isEmpty, count > 0 { return nil }
        }
        return records.map { session($0, from: &reader) }
    }

    private func sessionCount<Memory: PhysicalMemory>(
        at address: PhysicalAddress, from reader: inout StructureReader<Memory>
    ) -> Int? {
        guard address.value != 0 else {
            reader.log.damage(.headMissing, Self.path, nil, "the head of the sessions is at address 0")
            return nil
        }
        guard
            let head = reader.peek(
                SessionHeader.layout, at: address, Self.path, .structure("the head of the sessions"))
        else { return nil }
        let count = head[SessionHeader.count]
        let capacity = SessionHeader.capacity(pageShift: reader.pageShift)
        if count > UInt64(capacity) {
            reader.log.damage(
                .sessionsOverfull, Self.path, address,
                "the head announces \(count) sessions, its \(SessionHeader.pages) pages hold \(capacity)")
        }
        return Int(min(count, UInt64(capacity)))
    }

    private mutating func session<Memory: PhysicalMemory>(
        _ located: LocatedRecord, from reader: inout StructureReader<Memory>
    ) -> Session {
        let record = located.record
        let text = record.text(SessionRecord.name)
        let name = text.description
        let path = Self.path + "/" + name
        if !text.isTerminated {
            reader.log.damage(.sessionNameUnterminated, path, located.address, "the session's name has no closing NUL")
        }
        let count = record[SessionRecord.count]
        var session = Session(name: name, fileCount: count, files: [])
        let first = PhysicalAddress(record[SessionRecord.files])
        let damage = reader.log.count(of: .damage)
        let records = files(at: first, count: count, path: path, from: &reader)
        // A list that breaks off has said why.
        if UInt64(records.count) != count, reader.hasMemory, reader.log.count(of: .damage) == damage {
            reader.log.damage(
                .fileCountMismatch, path, located.address,
                "the session announces \(count) files, \(records.count) were read")
        }
        session.files = records.map {
            file($0, in: path, from: &reader)
        }
        return session
    }

    private func files<Memory: PhysicalMemory>(
        at address: PhysicalAddress, count: UInt64, path: String, from reader: inout StructureReader<Memory>
    ) -> [LocatedRecord] {
        if count == 0, address.value == 0 { return [] }
        guard address.value != 0 else {
            reader.log.damage(.filesMissing, path, nil, "the session announces \(count) files at address 0")
            return []
        }
        switch form {
        case .blocks:
            return reader.blockSet(of: FileRecord.layout, from: address, path, "files") {
                .files(path: path, block: $0)
            }
        case .arrays:
            let capacity = FileRecord.capacity(pageShift: reader.pageShift)
            if count > UInt64(capacity) {
                reader.log.damage(
                    .filesOverfull, path, address,
                    "the session announces \(count) files, its \(FileRecord.pages) pages hold \(capacity)")
            }
            let possible = Int(min(count, UInt64(capacity)))
            reader.placement?.record(.files(path: path, block: 0), at: address)
            let records = reader.array(
                of: FileRecord.layout, behind: 0, at: address, count: possible, path, .structure("the files"))
            noteMore(
                of: FileRecord.layout, behind: possible, of: capacity, at: address, path, "files", from: &reader)
            // Pages start as zeros, so that is what a count reads that is too large.
            let written = records.lastIndex { !$0.record.bytes.allSatisfy { $0 == 0 } }.map { $0 + 1 } ?? 0
            return Array(records.prefix(written))
        }
    }

    /// Says so where records follow behind those that are announced: kernels write none there.
    private func noteMore<Memory: PhysicalMemory>(
        of layout: Layout, behind count: Int, of capacity: Int, at start: PhysicalAddress, _ path: String,
        _ what: String, from reader: inout StructureReader<Memory>
    ) {
        guard count < capacity, let address = start.advanced(by: UInt64(count * layout.size)) else { return }
        let next = try? reader.memory.withBytes(at: address, count: layout.size) { Record(layout, in: $0) }
        // All records begin with a name.
        guard let record = next ?? nil, let name = layout.fields.first.map({ record.text($0) }), name.isTerminated,
            !name.bytes.isEmpty, name.bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { return }
        reader.log.note(
            .recordsBehindCount, path, address,
            "\(count) \(what) are announced, and \"\(name)\" follows behind them: kernels pass over it")
    }

    private mutating func file<Memory: PhysicalMemory>(
        _ located: LocatedRecord, in session: String, from reader: inout StructureReader<Memory>
    ) -> PreservedFile {
        let record = located.record
        let token = record[FileRecord.token]
        let path = session + "/0x" + String(token, radix: 16)
        let handler = record.text(FileRecord.compatible)
        if !handler.isTerminated {
            reader.log.damage(
                .handlerUnterminated, path, located.address, "the handler's version string has no closing NUL")
        }
        var file = PreservedFile(
            token: token, handler: handler.description, data: record[FileRecord.data])
        if let version = MemfdABI(rawValue: file.handler) {
            file.memfd = memfds.read(version, at: PhysicalAddress(file.data), path: path, from: &reader)
        } else if !described.contains(file.handler) {
            reader.log.note(
                .handlerUnknown, path, located.address,
                "handler \"\(file.handler)\" is not known; its data is kept as it is")
        }
        return file
    }

    /// The objects behind an address; `nil` where their head could not be read.
    func flbs<Memory: PhysicalMemory>(
        at address: PhysicalAddress, from reader: inout StructureReader<Memory>
    ) -> [FileLifecycleBound]? {
        guard address.value != 0 else {
            switch form {
            case .blocks: return []
            case .arrays:
                reader.log.damage(.headMissing, Self.path, nil, "the head of the FLBs is at address 0")
                return nil
            }
        }
        guard let head = reader.peek(FLBHeader.layout, at: address, Self.path, .structure("the head of the FLBs"))
        else {
            return nil
        }
        let pages = head[FLBHeader.pages]
        if pages != UInt64(FLBHeader.pageCount) {
            reader.log.note(
                .flbPages, Self.path, address, "the FLBs take \(pages) pages, every kernel gives them one")
        }
        let capacity = UInt64(FLBHeader.capacity(pageShift: reader.pageShift))
        let count = head[FLBHeader.count]
        if count > capacity {
            reader.log.damage(
                .flbsOverfull, Self.path, address, "the head announces \(count) FLBs, its page holds \(capacity)")
        }
        reader.placement?.record(.flbs, at: address)
        let records = reader.array(
            of: FLBRecord.layout, behind: FLBHeader.layout.size, at: address, count: Int(min(count, capacity)),
            Self.path, .structure("the FLBs"))
        return records.map { located in
            let record = located.record
            let name = record.text(FLBRecord.name)
            if !name.isTerminated {
                reader.log.damage(
                    .flbNameUnterminated, Self.path + "/" + name.description, located.address,
                    "the FLB's name has no closing NUL")
            }
            return FileLifecycleBound(
                name: name.description, data: record[FLBRecord.data], count: record[FLBRecord.count])
        }
    }
}
