import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverState
import Testing

extension Sample {
    /// Sessions and their files.
    static let sessions = [
        Sample(.sessionNameUnterminated, "the name of a session fills its field") { capture in
            try capture.set(
                SessionRecord.name, to: String(repeating: "a", count: SessionRecord.name.size),
                at: try capture.session())
        },
        Sample(.sessionNameEmpty, "a session has no name") { capture in
            try capture.set(SessionRecord.name, to: "", at: try capture.session())
        },
        Sample(.sessionNameDuplicate, "the second session has the first one's name") { capture in
            let name = try capture.image.bytes(at: try capture.session(), count: SessionRecord.name.size)
            try capture.image.put(name, at: try capture.session(1))
        },
        Sample(.fileCountMismatch, "a session announces a file more than its block holds") { capture in
            try capture.set(SessionRecord.count, to: 5, at: try capture.session())
        },
        Sample(.fileCountMismatch, "a document announces a file more than it tells of", tellingOf: "7.3.4") { state in
            state.liveUpdate?.sessions?[0].fileCount += 1
        },
        Sample(.filesMissing, "the files of a session lie at address 0") { capture in
            try capture.set(SessionRecord.files, to: 0, at: try capture.session())
        },
        Sample(.filesOverfull, "a document tells of 129 files in a session", tellingOf: "7.1.13") { state in
            let files = try #require(state.liveUpdate?.sessions?.first?.files)
            state.liveUpdate?.sessions?[0].files += (0..<129 - UInt64(files.count)).map {
                PreservedFile(token: 0x1000 + $0, handler: "driver-v1", data: $0)
            }
            state.liveUpdate?.sessions?[0].fileCount = 129
        },
        Sample(.tokenDuplicate, "the second file has the first one's token") { capture in
            try capture.set(FileRecord.token, to: 0x100, at: try capture.file(1))
        },
        Sample(.handlerUnterminated, "the handler of a file fills its field") { capture in
            try capture.set(
                FileRecord.compatible, to: String(repeating: "m", count: FileRecord.compatible.size),
                at: try capture.file())
        },
        Sample(.handlerUnknown, "a file has the handler of a driver") { capture in
            try capture.set(FileRecord.compatible, to: "driver-v1", at: try capture.file())
        },
        Sample(.handlerUnknown, "a document tells of the handler of a driver", tellingOf: "7.3.4") { state in
            state.liveUpdate?.sessions?[0].files[0].handler = "driver-v1"
            state.liveUpdate?.sessions?[0].files[0].memfd = nil
        },
        Sample(.handlerForeign, "an empty memfd is of the version of 6.19", in: "7.3.4-huge") { capture in
            try capture.set(FileRecord.compatible, to: MemfdABI.v1.rawValue, at: try capture.file(2))
        },
        Sample(.sessionEmpty, "a session has no files", in: "6.19.11") { capture in
            try capture.set(SessionRecord.files, to: 0, at: try capture.session())
            try capture.set(SessionRecord.count, to: 0, at: try capture.session())
        },
        Sample(.sessionNameUnusual, "the name of a session holds a slash") { capture in
            try capture.set(SessionRecord.name, to: "vm/0", at: try capture.session())
        },
        Sample(.sessionNameUnusual, "the name of a session holds a line feed") { capture in
            try capture.set(SessionRecord.name, to: "vm\n0", at: try capture.session())
        },
    ]

    /// Objects bound to files.
    static let boundObjects = [
        Sample(.flbPages, "the head of the objects announces two pages") { capture in
            try capture.set(FLBHeader.pages, to: 2, at: try capture.flbs())
        },
        Sample(.flbsOverfull, "a document tells of 64 objects", tellingOf: "7.3.4") { state in
            let flbs = try #require(state.liveUpdate?.flbs)
            state.liveUpdate?.flbs =
                flbs + (flbs.count..<64).map { FileLifecycleBound(name: "more-\($0)", data: 0, count: 1) }
        },
        Sample(.flbNameUnterminated, "the name of an object fills its field") { capture in
            try capture.set(
                FLBRecord.name, to: String(repeating: "f", count: FLBRecord.name.size), at: try capture.flb())
        },
        Sample(.flbNameEmpty, "an object has no name") { capture in
            try capture.set(FLBRecord.name, to: "", at: try capture.flb())
        },
        Sample(.flbNameDuplicate, "the second object has the first one's name") { capture in
            let name = try capture.image.bytes(at: try capture.flb(), count: FLBRecord.name.size)
            try capture.image.put(name, at: try capture.flb(1))
        },
        Sample(.flbCount, "no file depends on an object") { capture in
            try capture.set(FLBRecord.count, to: 0, at: try capture.flb())
        },
        Sample(.flbCount, "13 of 12 files depend on an object", in: "7.1.13") { capture in
            try capture.set(FLBRecord.count, to: 13, at: try capture.flb())
        },
        Sample(.recordsBehindCount, "one of three sessions is not announced", in: "6.19.11") { capture in
            try capture.set(SessionHeader.count, to: 2, at: try capture.sessions())
        },
    ]
}
