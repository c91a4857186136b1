import HandoverABI
import HandoverState

// What the kernel's own tests say: CONFIG_TEST_KEXEC_HANDOVER and CONFIG_LIVEUPDATE_TEST.
extension Message {
    static let tests: [Message] = [
        Message(
            "TEST-LOG-001", .line("test_kho: KHO restore succeeded", []), .harmless,
            in: "kho_test_init", SourceFile.test, .all,
            cause: "the test's folios came back with the contents that were summed before the kexec", decides: .past),
        Message(
            "TEST-LOG-002", .line("test_kho: KHO restore failed", []), .lost,
            in: "kho_test_init", SourceFile.test, .since(6, 19),
            cause:
                "the test's folios did not come back, or with other contents: preserved memory was written over or the "
                + "record is broken (6.16 to 6.18 say nothing then)",
            check: "version, magic number, list of folios, their orders, and the sum over their contents",
            next: "decode the state, which sums the folios again",
            rules: [.testSum, .testFolioUnpreserved, .testMagic, .testIncomplete], decides: .past),
        Message(
            "TEST-LOG-003", .line("test_kho: failed to retrieve %s FDT: %d", [.subtree, .error]), .lost,
            in: "kho_test_init", SourceFile.test, .all,
            cause: "the test's subtree is malformed in the root tree",
            check: "its address, and from 7.1 its size, have 8 bytes each", next: "decode the state",
            rules: [.subtreeAddressMissing, .subtreeSizeMissing, .propertySize]),
        Message(
            "TEST-LOG-004", .line("liveupdate test: %s: preserve was triggered", [.flb]), .harmless,
            in: "test_flb_preserve", SourceFile.liveUpdateTest, .since(7, 0),
            cause: "the first file that depends on the test's object was preserved"),
        Message(
            "TEST-LOG-005", .line("liveupdate test: %s: unpreserve was triggered", [.flb]), .harmless,
            in: "test_flb_unpreserve", SourceFile.liveUpdateTest, .since(7, 0),
            cause: "the last file that depends on the test's object is no longer preserved"),
        Message(
            "TEST-LOG-006", .line("liveupdate test: %s: found flb data from the previous boot", [.flb]), .harmless,
            in: "test_flb_retrieve", SourceFile.liveUpdateTest, .since(7, 0),
            cause: "the test's object came back with its data", decides: .past),
        Message(
            "TEST-LOG-007",
            .line(
                "liveupdate test: %s: ERROR - incorrect data handle: %llx, expected %llx", [.flb, .actual, .expected]),
            .lost,
            in: "test_flb_retrieve", SourceFile.liveUpdateTest, .since(7, 0),
            cause: "the test's object came back with other data: its record was written over or translated wrong",
            check: "the data is 0xfeedf00dcafebee0 plus the object's number", next: "decode the state"),
        Message(
            "TEST-LOG-008", .line("liveupdate test: %s: finish was triggered", [.flb]), .harmless,
            in: "test_flb_finish", SourceFile.liveUpdateTest, .since(7, 0),
            cause: "the last file that depends on the test's object was finished"),
        Message(
            "TEST-LOG-009", .line("liveupdate test: %s: ERROR - finish called with invalid object", [.flb]), .notable,
            in: "test_flb_finish", SourceFile.liveUpdateTest, .since(7, 0),
            cause: "a fault of the kernel: an object was finished that was never retrieved",
            check: "the object is the one that was retrieved"),
        Message(
            "TEST-LOG-010",
            .line("liveupdate test: liveupdate_flb_get_incoming for %s failed: %pe", [.flb, .error]), .lost,
            in: "liveupdate_test_init", SourceFile.liveUpdateTest, .since(7, 0),
            cause: "the test's object cannot be had", check: "liveupdate_flb_get_incoming succeeds, or there is none",
            next: "decode the state"),
        Message(
            "TEST-LOG-011", .line("liveupdate test: Failed to register %s %pe", [.flb, .error]), .notable,
            in: "liveupdate_test_register", SourceFile.liveUpdateTest, .since(7, 0),
            cause: "the test's object could not be registered", check: "liveupdate_register_flb succeeds"),
        Message(
            "TEST-LOG-012",
            .line(
                "liveupdate test: Failed: %s should be already registered, but got err: %pe", [.flb, .error]), .notable,
            in: "liveupdate_test_register", SourceFile.liveUpdateTest, .since(7, 0),
            cause: "a fault of the kernel: an object could be registered twice",
            check: "the second registration gives EEXIST"),
        Message(
            "TEST-LOG-013",
            .line("liveupdate test: Registered %d FLBs with file handler: [%s]", [.count, .handler]), .harmless,
            in: "liveupdate_test_register", SourceFile.liveUpdateTest, .since(7, 0),
            cause: "the test's objects are bound to the files of this handler"),
    ]
}
