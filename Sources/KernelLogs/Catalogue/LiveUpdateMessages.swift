import HandoverABI
import HandoverState

// What the Live Update Orchestrator says of its root, and of preparing the next one.
extension Message {
    static let liveUpdate: [Message] = [
        Message(
            "LUO-LOG-001", .line("luo: Disabling liveupdate because KHO is disabled", []), .refused,
            in: "luo_early_startup", SourceFile.core, .since(6, 19),
            cause:
                "live update was asked for, but KHO is off: there is no /dev/liveupdate, and sessions that were handed "
                + "over are lost",
            check: "KHO is on", next: "boot with kho=on; if it is there, see why KHO gave up earlier in the log"),
        Message(
            "LUO-LOG-002", .line("luo: failed to retrieve FDT '%s' from KHO: %pe", [.subtree, .error]), .fatal,
            in: "luo_early_startup", SourceFile.core, .since(6, 19).upTo(7, 1),
            cause: "the orchestrator's subtree is malformed in the root tree; the kernel panics",
            check: "its address, and from 7.1 its size, have 8 bytes each",
            next: "boot with kho=off to get by without the state, and decode it",
            rules: [.subtreeAddressMissing, .subtreeSizeMissing, .propertySize]),
        Message(
            "LUO-LOG-003",
            .line("luo: FDT '%s' is incompatible with '%s' [%d]", [.subtree, .expected, .treeError]), .fatal,
            in: "luo_early_startup", SourceFile.core, .since(6, 19).upTo(7, 1),
            cause: "the orchestrator's subtree is of another version; the kernel panics",
            check: "its compatible holds luo-v1",
            next: "boot the kernel that fits the state, or translate it: khotool encode --profile",
            rules: [.orchestratorVersion, .orchestratorUnreadable]),
        Message(
            "LUO-LOG-004",
            .line("luo: Unable to get live update number '%s' [%d]", [.property, .found]), .fatal,
            in: "luo_early_startup", SourceFile.core, .since(6, 19).upTo(7, 1),
            cause: "the number of the live update is missing (-1) or of another size; the kernel panics",
            check: "liveupdate-number is there and has 8 bytes",
            next: "decode the state; the writer did not finish or it was written over",
            rules: [.numberMissing, .propertySize]),
        Message(
            "LUO-LOG-005",
            .line("luo: failed to retrieve LUO state '%s' from KHO: %pe", [.subtree, .error]), .fatal,
            in: "luo_early_startup", SourceFile.core, .since(7, 2),
            cause: "the orchestrator's subtree is malformed in the root tree; the kernel panics",
            check: "its address and size have 8 bytes each",
            next: "boot with kho=off to get by without the state, and decode it",
            rules: [.subtreeAddressMissing, .subtreeSizeMissing, .propertySize]),
        Message(
            "LUO-LOG-006", .line("luo: LUO state is too small (%zu < %zu)", [.found, .expected]), .fatal,
            in: "luo_early_startup", SourceFile.core, .since(7, 2),
            cause: "the root tree gives the orchestrator's structure fewer bytes than it has; the kernel panics",
            check: "blob-size is at least 32", next: "decode the state; it is of another version or damaged",
            rules: [.orchestratorSize, .subtreeSizeTooSmall]),
        Message(
            "LUO-LOG-007", .line("luo: LUO state is incompatible with '%s'", [.expected]), .fatal,
            in: "luo_early_startup", SourceFile.core, .since(7, 2),
            cause: "the orchestrator's structure is of another version; the kernel panics",
            check: "its first bytes are luo-v5 and a NUL",
            next: "boot the kernel that fits the state, or translate it: khotool encode --profile",
            rules: [.orchestratorVersion]),
        Message(
            "LUO-LOG-008", .line("luo: Retrieved live update data, liveupdate number: %lld", [.number]), .harmless,
            in: "luo_early_startup", SourceFile.core, .since(6, 19),
            cause: "the orchestrator's root is accepted; files are read when /dev/liveupdate is first opened",
            decides: .past),
        Message(
            "LUO-LOG-009",
            .line(
                "Kernel panic - not syncing: The incoming tree failed to initialize properly [%pe], disabling live "
                    + "update", [.error]), .fatal,
            in: "luo_restore_fail", SourceFile.core, .since(6, 19),
            cause: "the orchestrator cannot read what it was given, and stops the machine rather than lose it; this "
                + "happens without liveupdate=on too. ENOSPC without a word before it: a chain of more than 10000 blocks",
            check:
                "the orchestrator's root, sessions' head, objects' node and sessions' chain; the line before tells which",
            next:
                "boot with kho=off to get by without the state; else fix or translate it, or boot the kernel it is for",
            rules: [
                .orchestratorUnreadable, .orchestratorVersion, .orchestratorNodeMissing, .headMissing, .blockLoop,
                .blockCount, .blockChainLimit,
            ]),
        Message(
            "LUO-LOG-010", .line("luo: failed to allocate/preserve FDT memory", []), .refused,
            in: "luo_fdt_setup", SourceFile.core, .since(6, 19).upTo(7, 1),
            cause:
                "no memory for the orchestrator's tree: live update is off, nothing can be preserved for the next kernel",
            check: "a page could be allocated and preserved"),
        Message(
            "LUO-LOG-011", .line("luo: failed to prepare LUO FDT: %d", [.error]), .refused,
            in: "luo_fdt_setup", SourceFile.core, .since(6, 19).upTo(7, 1),
            cause:
                "the orchestrator's tree could not be made: live update is off, nothing can be preserved for the next "
                + "kernel",
            check: "the tree was written and added to the root tree"),
        Message(
            "LUO-LOG-012", .line("luo: failed to allocate/preserve LUO state memory", []), .refused,
            in: "luo_state_setup", SourceFile.core, .since(7, 2),
            cause:
                "no memory for the orchestrator's structure: live update is off, nothing can be preserved for the next "
                + "kernel",
            check: "a page could be allocated and preserved"),
        Message(
            "LUO-LOG-013", .line("luo: failed to prepare LUO state: %d", [.error]), .refused,
            in: "luo_state_setup", SourceFile.core, .since(7, 2),
            cause:
                "the orchestrator's structure could not be made: live update is off, nothing can be preserved for the "
                + "next kernel",
            check: "the structure was added to the root tree"),
        Message(
            "LUO-LOG-014", .line("luo: kho_finalize failed %d", [.error]), .refused,
            in: "liveupdate_reboot", SourceFile.core, .since(6, 19).upTo(7, 0),
            cause: "the map could not be written, and the kexec was called off with EAGAIN",
            check: "kho_finalize succeeds",
            next: "free some memory and try again"),
        Message(
            "LUO-LOG-015", .line("luo: Unable to get session node: [%s]", [.node]), .fatal,
            in: "luo_session_setup_incoming", SourceFile.session, .since(6, 19).upTo(7, 1),
            cause: "the orchestrator's tree has no node for sessions; the kernel panics",
            check: "the node luo-session is there", next: "decode the state; it is damaged or of another version",
            rules: [.orchestratorNodeMissing]),
        Message(
            "LUO-LOG-016", .line("luo: Session node incompatible [%s]", [.expected]), .fatal,
            in: "luo_session_setup_incoming", SourceFile.session, .since(6, 19).upTo(7, 1),
            cause: "the node for sessions is of another version; the kernel panics",
            check: "its compatible holds luo-session-v2",
            next: "boot the kernel that fits the state, or translate it: khotool encode --profile",
            rules: [.orchestratorVersion]),
        Message(
            "LUO-LOG-017", .line("luo: Unable to get session header '%s' [%d]", [.property, .found]), .fatal,
            in: "luo_session_setup_incoming", SourceFile.session, .since(6, 19).upTo(7, 1),
            cause: "the address of the sessions is missing (-1) or of another size; the kernel panics",
            check: "luo-session-header is there and has 8 bytes", next: "decode the state; it is damaged",
            rules: [.headMissing, .propertySize]),
        Message(
            "LUO-LOG-018", .line("luo: Unable to get FLB node [%s]", [.node]), .fatal,
            in: "luo_flb_setup_incoming", SourceFile.flb, .since(7, 0).upTo(7, 1),
            cause:
                "the orchestrator's tree has no node for the objects bound to files, as a state of 6.19; the kernel panics",
            check: "the node luo-flb is there", next: "translate the state: khotool encode --profile 7.1",
            rules: [.orchestratorNodeMissing]),
        Message(
            "LUO-LOG-019",
            .line("luo: FLB node is incompatible with '%s' [%d]", [.expected, .treeError]), .fatal,
            in: "luo_flb_setup_incoming", SourceFile.flb, .since(7, 0).upTo(7, 1),
            cause: "the node for the objects bound to files is of another version; the kernel panics",
            check: "its compatible holds luo-flb-v1",
            next: "boot the kernel that fits the state, or translate it: khotool encode --profile",
            rules: [.orchestratorVersion]),
        Message(
            "LUO-LOG-020", .line("luo: Unable to get FLB header property '%s' [%d]", [.property, .found]), .fatal,
            in: "luo_flb_setup_incoming", SourceFile.flb, .since(7, 0).upTo(7, 1),
            cause: "the address of the objects is missing (-1) or of another size; the kernel panics",
            check: "luo-flb-header is there and has 8 bytes", next: "decode the state; it is damaged",
            rules: [.headMissing, .propertySize]),
        Message(
            "LUO-LOG-021",
            .line("luo: Failed to unregister FLB '%s': not found in file handler '%s'", [.flb, .handler]), .notable,
            in: "luo_flb_unregister_one", SourceFile.flb, .since(7, 0),
            cause: "a driver takes back what it never registered: a fault of the driver, nothing is lost",
            check: "the object is in the handler's list"),
    ]
}
