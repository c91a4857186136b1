import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverState
import PhysicalMemory
import Testing

/// What the check says of captures with one thing changed.
@Suite struct CompatibilityTests {
    private func subject(_ name: String) throws -> Subject { try EditedCapture(name).subject() }

    private func outcome(_ kind: CheckedItem.Kind, _ check: CompatibilityCheck) -> Outcome? {
        check.items.filter { $0.kind == kind }.map(\.outcome).max()
    }

    /// Gives the first memfd of the first session other contents.
    private func changeMemfd(of subject: inout Subject, _ change: (inout Memfd) -> Void) throws {
        var file = try #require(subject.handover.state.liveUpdate?.sessions?.first?.files.first)
        var memfd = try #require(file.memfd)
        change(&memfd)
        file.memfd = memfd
        subject.handover.state.liveUpdate?.sessions?[0].files[0] = file
    }

    // MARK: The root and the map

    @Test(
        "A map at address 0 is refused since 6.19, and misread before",
        arguments: zip(["6.18.15", "6.19.11", "7.3.4"], [Outcome.misread, .refused, .refused]))
    func withoutMap(_ name: String, _ expected: Outcome) throws {
        var capture = try EditedCapture(name)
        try capture.image.put(UInt64(0), at: capture.rootProperty(RootTreeNames.map))
        let check = try CompatibilityCheck(capture.subject(), for: TargetKernel(#require(Profile.named(name))))
        #expect(check.worst == expected)
        #expect(!check.items.contains { $0.kind != .root && $0.outcome == .accepted })
    }

    @Test("A kernel looks for its version string among several")
    func versionList() throws {
        let subject = try subject("7.3.4")
        for (versions, expected) in [(["kho-v3", "kho-v4"], Outcome.accepted), (["kho-v3", "kho-v5"], .refused)] {
            let check = CompatibilityCheck(
                subject.handover, writtenBy: subject.profile, for: TargetKernel(.linux72), versions: versions)
            #expect(check.items.first?.outcome == expected)
        }
    }

    @Test("Other page sizes are misread")
    func pageSize() throws {
        let check = try CompatibilityCheck(subject("7.3.4"), for: TargetKernel(Profile.linux72.withPageShift(16)))
        #expect(outcome(.map, check) == .misread)
        #expect(outcome(.file, check) == .misread)
    }

    @Test("A block of 2 GiB is misread up to 7.1, and read since 7.2")
    func hugeBlock() throws {
        for (name, expected) in [("7.1.13", Outcome.misread), ("7.3.4", .accepted)] {
            let handover = try subject(name).handover
            var edited = handover
            var builder = PreservedMemory.Builder(pageShift: 12)
            try #require(handover.state.memory).forEachBitmap {
                _ = builder.add(bitmap: $0.words.span, order: $0.order, firstBlock: $0.firstBlock)
            }
            _ = builder.add(block: 16, order: 19)
            edited.state.memory = builder.build()
            let profile = try #require(Profile.named(name))
            let check = CompatibilityCheck(edited, writtenBy: profile, for: TargetKernel(profile))
            #expect(outcome(.map, check) == expected)
            #expect(outcome(.file, check) == (expected == .accepted ? .accepted : .unknown))
        }
    }

    @Test("Of a kernel whose formats are not known nothing is known, and no help is offered")
    func doubt() throws {
        let kernel = TargetKernel(inDoubt: "no known profile has kho-v9", name: "vmlinuz")
        let check = try CompatibilityCheck(subject("7.3.4"), for: kernel)
        #expect(check.items.count > 20)
        #expect(check.items.allSatisfy { $0.outcome == .unknown && $0.reason?.contains("kho-v9") == true })
        #expect(check.remedies.isEmpty)
    }

    @Test("What a kernel is taken for is a condition of its root")
    func premises() throws {
        var kernel = TargetKernel(.linux72)
        kernel.premises = ["it is what it seems"]
        #expect(try CompatibilityCheck(subject("7.3.4"), for: kernel).items.first?.conditions == kernel.premises)
    }

    @Test("A kernel that does not fit into the scratch areas is in doubt as a whole")
    func bootSize() throws {
        var kernel = TargetKernel(.linux72)
        kernel.bootSize = 1 << 24
        #expect(try CompatibilityCheck(subject("7.3.4"), for: kernel).items.first?.outcome == .accepted)
        kernel.bootSize = 1 << 40
        let root = try #require(try CompatibilityCheck(subject("7.3.4"), for: kernel).items.first)
        #expect(root.outcome == .unknown)
        #expect(root.reason?.contains("the kernel and initrd to come take") == true)
    }

    // MARK: The orchestrator

    @Test("A kernel without the orchestrator loses sessions and objects, and nothing else")
    func withoutOrchestrator() throws {
        var kernel = TargetKernel(.linux72, name: "7.3")
        kernel.hasOrchestrator = false
        let check = try CompatibilityCheck(subject("7.3.4"), for: kernel)
        #expect([.session, .file, .flb].allSatisfy { outcome($0, check) == .lost })
        #expect(outcome(.region, check) == .accepted)
        #expect(check.remedies.contains { $0.contains("Finish the sessions") })
    }

    @Test("7.1 panics without the node of objects, 6.19 has none")
    func objectsNode() throws {
        var capture = try EditedCapture("7.1.13")
        try capture.removeNode(LiveUpdateTreeNames.flbs, in: SubtreeNames.liveUpdate)
        let check = try CompatibilityCheck(capture.subject(), for: TargetKernel(.linux71))
        #expect(outcome(.orchestrator, check) == .panics)
        let old = try CompatibilityCheck(subject("6.19.11"), for: TargetKernel(.linux619))
        #expect(old.worst == .accepted)
    }

    @Test("Two sessions of one name make all sessions lost, and no objects", arguments: ["6.19.11", "7.1.13", "7.3.4"])
    func duplicateNames(_ name: String) throws {
        var subject = try subject(name)
        let first = try #require(subject.handover.state.liveUpdate?.sessions?.first?.name)
        subject.handover.state.liveUpdate?.sessions?[1].name = first
        let check = try CompatibilityCheck(subject, for: TargetKernel(#require(subject.profile)))
        #expect(check.items.filter { $0.kind == .session || $0.kind == .file }.allSatisfy { $0.outcome == .lost })
        #expect(outcome(.flb, check) ?? .accepted == .accepted)
    }

    @Test("A handler that a module may have is unknown, one of the known others is lost, one that is there accepted")
    func handlers() throws {
        var subject = try subject("7.3.4")
        subject.handover.state.liveUpdate?.sessions?[0].files[0].handler = "iommufd-v1"
        subject.handover.state.liveUpdate?.sessions?[0].files[0].memfd = nil
        var kernel = TargetKernel(.linux72)
        // One file without a handler closes the device to every session.
        #expect(outcome(.session, CompatibilityCheck(subject, for: kernel)) == .unknown)
        #expect(CompatibilityCheck(subject, for: kernel).items.count { $0.outcome == .unknown } > 10)
        kernel.knownHandlers = ["iommufd-v1"]
        #expect(CompatibilityCheck(subject, for: kernel).worst == .accepted)
        kernel.knownHandlers = []
        kernel.handlers = ["vfio-v1"]
        #expect(CompatibilityCheck(subject, for: kernel).items.count { $0.outcome == .lost } > 10)
    }

    @Test("A kernel without the handler of memfds opens no session since 7.1")
    func withoutMemfd() throws {
        var kernel = TargetKernel(.linux72, name: "7.3")
        kernel.hasMemfd = false
        let check = try CompatibilityCheck(subject("7.3.4"), for: kernel)
        #expect(check.items.filter { $0.kind == .session }.allSatisfy { $0.outcome == .lost })
        #expect(check.items.contains { $0.reason?.contains("CONFIG_LIVEUPDATE_MEMFD") == true })
    }

    @Test("A folio above order 10 is not restored up to 6.19")
    func largeFolio() throws {
        for (name, expected) in [("6.19.11", Outcome.lost), ("7.3.4", .accepted)] {
            var subject = try subject(name)
            try changeMemfd(of: &subject) { memfd in
                var folios = FolioTable(retaining: .totals)
                folios.append(Folio(index: 0, frame: 1 << 20, flags: [], order: 11), pageShift: 12)
                memfd.folios = folios
            }
            let check = try CompatibilityCheck(
                subject.handover, writtenBy: subject.profile, for: TargetKernel(#require(subject.profile)))
            #expect(outcome(.file, check) == expected)
            #expect(check.items.count { $0.kind == .file && $0.outcome == .lost } == (expected == .lost ? 1 : 0))
        }
    }

    @Test("Seals that a kernel does not know lose the file alone, and the session is the sum of its files")
    func seals() throws {
        var subject = try subject("7.3.4")
        try changeMemfd(of: &subject) { $0.seals = Memfd.Seals(rawValue: 0x40) }
        let check = CompatibilityCheck(subject, for: TargetKernel(.linux72))
        #expect(check.items.filter { $0.outcome == .lost }.map(\.kind) == [.session, .file])
        #expect(check.items.first { $0.outcome == .lost }?.isSumOfFiles == true)
    }

    // MARK: Other parts

    @Test("A region that is not preserved is misread: the kernel says that it revived it")
    func region() throws {
        var subject = try subject("7.3.4")
        subject.handover.state.reserveMem?[0].size = 1 << 30
        let check = CompatibilityCheck(subject, for: TargetKernel(.linux72, name: "7.3"))
        let item = try #require(check.items.first { $0.kind == .region })
        #expect(item.outcome == .misread)
        #expect(item.reason?.contains("7.3 says that it revived the region") == true)
    }

    @Test("A test that is not built in is lost, one that may be is a condition")
    func test() throws {
        var kernel = TargetKernel(.linux72, name: "7.3")
        let open = try CompatibilityCheck(subject("7.3.4"), for: kernel)
        let item = try #require(open.items.first { $0.kind == .test })
        #expect(item.conditions == ["7.3 is built with CONFIG_TEST_KEXEC_HANDOVER"])
        kernel.hasTest = false
        #expect(try outcome(.test, CompatibilityCheck(subject("7.3.4"), for: kernel)) == .lost)
    }
}
