import HandoverABI
import HandoverState

// What the handler of files in memory says.
extension Message {
    static let memfd: [Message] = [
        Message(
            "MEMFD-LOG-001", .line("memfd_luo: failed to pin folios: %d", [.error]), .refused,
            in: "memfd_luo_preserve_folios", SourceFile.memfd, .since(6, 19),
            cause: "a file's memory cannot be kept in place; preserving it fails", check: "memfd_pin_folios succeeds",
            next: "see whether the machine has memory for all of the file"),
        Message(
            "MEMFD-LOG-002", .line("memfd_luo: failed to setup file: %pe", [.error]), .lost,
            in: "memfd_luo_retrieve", SourceFile.memfd, .since(6, 19),
            cause: "no new file could be made for the contents; the same error is given whenever it is asked for again",
            check: "memfd_alloc_file succeeds", next: "take the contents out of a dump: khotool extract"),
        Message(
            "MEMFD-LOG-003", .line("memfd_luo: failed to add seals: %pe", [.error]), .lost,
            in: "memfd_luo_retrieve", SourceFile.memfd, .since(7, 1),
            cause: "the file's seals could not be set; the file is lost", check: "memfd_add_seals succeeds",
            next: "take the contents out of a dump: khotool extract", rules: [.sealsUnknown]),
        Message(
            "MEMFD-LOG-004",
            .line("memfd_luo: Unable to restore folio at physical address: %llx", [.address]), .lost,
            in: "memfd_luo_retrieve_folios", SourceFile.memfd, .since(6, 19),
            cause:
                "a folio of a file is not the head of a preserved block, or was restored before: the whole file is lost "
                + "with EIO. At finish without retrieve (memfd_luo_discard_folios, a warning) the rest is freed all the same",
            check: "kho_restore_folio finds the page preserved, as a head, and once",
            next: "decode the state: the folio's address tells which file, and whether two have it",
            rules: [.folioUnpreserved, .twoOwners, .orderMismatch, .folioMisaligned]),
        Message(
            "MEMFD-LOG-005",
            .line("memfd_luo: shmem: failed to charge folio index %ld: %d", [.index, .error]), .lost,
            in: "memfd_luo_retrieve_folios", SourceFile.memfd, .since(6, 19),
            cause:
                "the memory limit of the program's cgroup is reached; the whole file is lost. The index is the number of "
                + "the record",
            check: "mem_cgroup_charge succeeds", next: "retrieve the file from a cgroup with a larger limit"),
        Message(
            "MEMFD-LOG-006",
            .line("memfd_luo: shmem: failed to add to page cache folio index %ld: %d", [.index, .error]), .lost,
            in: "memfd_luo_retrieve_folios", SourceFile.memfd, .since(6, 19),
            cause:
                "a folio's place in the file is taken (-17), since two records overlap, or there is no memory (-12): the "
                + "whole file is lost. The index is the number of the record",
            check: "no folio lies there yet", next: "decode the state, which names the records",
            rules: [.folioOverlap, .folioOrder]),
        Message(
            "MEMFD-LOG-007",
            .line("memfd_luo: shmem: failed to account folio index %ld: %d", [.index, .error]), .lost,
            in: "memfd_luo_retrieve_folios", SourceFile.memfd, .since(6, 19).upTo(7, 0),
            cause: "the limit of shared memory is reached; the whole file is lost", check: "shmem has blocks left",
            next: "raise the limit of shared memory before the files are retrieved"),
        Message(
            "MEMFD-LOG-008",
            .line(
                "memfd_luo: shmem: failed to account folio index %ld(%ld pages): %d", [.index, .count, .error]), .lost,
            in: "memfd_luo_retrieve_folios", SourceFile.memfd, .since(7, 1),
            cause: "the limit of shared memory is reached; the whole file is lost", check: "shmem has blocks left",
            next: "raise the limit of shared memory before the files are retrieved"),
        Message(
            "MEMFD-LOG-009", .line("memfd_luo: Could not register luo filesystem handler: %pe", [.error]), .lost,
            in: "memfd_luo_init", SourceFile.memfd, .since(6, 19),
            cause:
                "this boot has no support for files in memory: preserved ones are out of reach. EOPNOTSUPP says that live "
                + "update is off",
            check: "the handler could be registered", next: "boot with kho=on liveupdate=on"),
    ]
}
