import HandoverABI
import HandoverState

// What the orchestrator says of sessions and files.
extension Message {
    static let sessions: [Message] = [
        Message(
            "LUO-LOG-022", .line("luo: Block set is corrupted", []), .lost,
            in: "kho_block_set_is_cyclic", SourceFile.block, .since(7, 2),
            cause:
                "a chain of blocks comes back to itself, or has more than kernels follow. Early in the boot it is the "
                + "sessions' and a panic follows; later it is a session's files, and /dev/liveupdate gives EIO from then on",
            check: "the chain ends, within 10000 double steps",
            next: "decode the state, which says where; other sessions can be taken out with khotool extract",
            rules: [.blockLoop, .blockChainLimit]),
        Message(
            "LUO-LOG-023", .line("luo: Block contains invalid entry count: %llu", [.count]), .lost,
            in: "kho_block_set_restore", SourceFile.block, .since(7, 2),
            cause:
                "a block announces no records or more than a page holds. Early in the boot it is the sessions' and a "
                + "panic follows; later it is a session's files, and /dev/liveupdate gives EIO from then on",
            check: "a count from 1 to 51 sessions, or 63 files, with pages of 4 KiB",
            next: "decode the state, which says where", rules: [.blockCount]),
        Message(
            "LUO-LOG-024",
            .line("luo: Failed to allocate session [%s] during deserialization %pe", [.session, .error]), .lost,
            in: "luo_session_deserialize", SourceFile.session, .since(6, 19).upTo(7, 0),
            cause:
                "no memory for a session: the first open of /dev/liveupdate gives EIO, later ones a part of the list",
            check: "memory for the session", next: "give the machine more memory"),
        Message(
            "LUO-LOG-025",
            .line("luo: Failed to allocate session [%.*s] during deserialization %pe", [.session, .error]), .lost,
            in: "luo_session_deserialize_one", SourceFile.session, .since(7, 1),
            cause: "no memory for a session: /dev/liveupdate gives EIO until the next boot",
            check: "memory for the session", next: "give the machine more memory"),
        Message(
            "LUO-LOG-026", .line("luo: Failed to insert session [%s] %pe", [.session, .error]), .lost,
            in: "luo_session_deserialize_one", SourceFile.session, .since(6, 19),
            cause:
                "two sessions have one name: /dev/liveupdate gives EIO until the next boot, and no session can be had",
            check: "no session before it has its name",
            next: "take the files out of a dump with khotool extract; the writer made two sessions of one name",
            rules: [.sessionNameDuplicate, .sessionNameUnterminated]),
        Message(
            "LUO-LOG-027",
            .line("luo: Failed to deserialize files for session [%s] %pe", [.session, .error]), .lost,
            in: "luo_session_deserialize_one", SourceFile.session, .since(7, 1),
            cause:
                "one session's files cannot be read, and with them all: /dev/liveupdate gives EIO until the next boot",
            check: "every file has a handler, the chains are sound and the counts agree; the line before tells which",
            next: "see the line before; the contents can be taken out of a dump with khotool extract",
            rules: [.handlerUnknown, .handlerForeign, .fileCountMismatch]),
        Message(
            "LUO-LOG-028", .line("luo: No registered handler for compatible '%s'", [.handler]), .lost,
            in: "luo_file_deserialize", SourceFile.file, .since(6, 19).upTo(7, 0),
            cause:
                "this kernel has no handler for a file: it and those after it in its session are lost, and no error is "
                + "given for it",
            check: "a handler is registered under exactly this string",
            next: "load the handler's module before /dev/liveupdate is opened, or translate the state",
            rules: [.handlerUnknown, .handlerForeign, .handlerUnterminated]),
        Message(
            "LUO-LOG-029", .line("luo: No registered handler for compatible '%.*s'", [.handler]), .lost,
            in: "luo_file_deserialize_one", SourceFile.file, .since(7, 1),
            cause:
                "this kernel has no handler for a file (memfd-v1 is of 6.19, memfd-v2 of 7.1 and later): all sessions "
                + "are out of reach, /dev/liveupdate gives EIO until the next boot",
            check: "a handler is registered under exactly this string",
            next: "load the handler's module before /dev/liveupdate is opened, or translate the state",
            rules: [.handlerUnknown, .handlerForeign, .handlerUnterminated]),
        Message(
            "LUO-LOG-030",
            .line("luo: File count mismatch: expected %llu, found %llu", [.expected, .found]), .lost,
            in: "luo_file_deserialize", SourceFile.file, .since(7, 2),
            cause:
                "a session's record announces another number of files than its blocks hold: /dev/liveupdate gives EIO "
                + "until the next boot",
            check: "the record's count is the sum of the blocks' counts",
            next: "decode the state, which says which session",
            rules: [.fileCountMismatch, .filesMissing]),
        Message(
            "LUO-LOG-031",
            .line("luo: Freeze failed for token[%#0llx] handler[%s] err[%pe]", [.token, .handler, .error]), .refused,
            in: "luo_file_freeze", SourceFile.file, .since(6, 19),
            cause: "a file could not be made ready, and the kexec was called off with its error; nothing is lost yet",
            check: "the handler's freeze succeeds", next: "close or unpreserve the file, and try again"),
        Message(
            "LUO-LOG-032",
            .line(
                "luo: File handler registration failed: Compatible string '%s' already registered.", [.handler]),
            .notable,
            in: "liveupdate_register_file_handler", SourceFile.file, .since(6, 19),
            cause: "two drivers claim one kind of file; the second gets EEXIST", check: "the string is new"),
        Message(
            "LUO-LOG-033", .line("luo: Unable to finish session [%s] on release", [.session]), .lost,
            in: "luo_session_release", SourceFile.session, .since(6, 19),
            cause:
                "a session was closed before all of its files could be finished (EBUSY): it stays, and its memory with it",
            check: "every file's can_finish agrees", next: "finish the session before it is closed"),
        Message(
            "LUO-LOG-034",
            .line("luo: The file was successfully preserved, but response to user failed", []), .notable,
            in: "luo_session_preserve_fd", SourceFile.session, .since(6, 19),
            cause:
                "the file is preserved, but the program that asked got an error: it gave memory that cannot be written",
            check: "the answer could be copied to the program"),
    ]
}
