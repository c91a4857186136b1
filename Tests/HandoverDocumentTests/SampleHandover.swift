import HandoverDocument
import HandoverState
import PhysicalMemory

extension Handover {
    /// A handover with one of everything that a kernel writes.
    static var sample: Handover {
        var state = HandoverState(root: RootTree(address: 0x4cc000, size: 345, map: 0x10_0000))
        state.kernel = PreviousKernel(version: 1, release: "7.3.4-kho", kexecCount: 1)
        state.scratch = [MemoryRange(from: 0x900_0000, to: 0xb40_0000)]
        var builder = PreservedMemory.Builder(pageShift: 12)
        _ = builder.add(blocks: 3, from: 0x4cc, order: 0)
        _ = builder.add(blocks: 2, from: 8, order: 9)
        state.memory = builder.build()
        var subtree = Subtree(name: "LUO", address: 0x4cd000, size: 32, kind: .liveUpdate)
        subtree.compatible = "luo-v5"
        var unknown = Subtree(name: "vendor", address: 0x4ce000, size: 4, kind: .unknown)
        unknown.content = [0xd0, 0x0d, 0xfe, 0xed]
        unknown.unknownProperties = [UnknownProperty(name: "mood", bytes: [0x01])]
        state.subtrees = [subtree, unknown]
        state.reserveMem = [ReservedRegion(name: "trace", address: 0x800_0000, size: 1 << 20)]
        var folios = FolioTable(retaining: .every)
        let flags: Folio.Flags = [.dirty, .upToDate]
        folios.append(Folio(index: 0, frame: 0x1000, flags: flags, order: 9), pageShift: 12)
        folios.append(Folio(index: 512, frame: 0, flags: [], order: nil), pageShift: 12)
        folios.append(Folio(index: 513, frame: 0x4cc, flags: .upToDate, order: nil), pageShift: 12)
        let memfd = Memfd(
            size: 2_101_248, position: 2763, seals: [.shrink, .grow], flags: 0, folioCount: 3, folios: folios)
        state.liveUpdate = LiveUpdate(
            number: 1,
            sessions: [
                Session(
                    name: "vm-0", fileCount: 2,
                    files: [
                        PreservedFile(token: 0x100, handler: "memfd-v2", data: 0x4cd000, memfd: memfd),
                        PreservedFile(token: 0x101, handler: "vfio-v1", data: .max),
                    ]),
                Session(name: "empty", fileCount: 0, files: []),
            ],
            flbs: [FileLifecycleBound(name: "liveupdate-test-flb-v0", data: 0x1234, count: 12)])
        state.test = TestHandover(
            magic: 0x4b48_4f21, folioCount: 1, folios: [.init(address: 0x200_0000, order: 3)], checksum: 0x1234_5678,
            computedChecksum: 0x1234_5678)
        state.multikernel = MultikernelHandover(
            tree: [0xd0, 0x0d, 0xfe, 0xed], hostMessages: .init(address: 0x300_0000, pages: 65),
            messages: .init(address: 0xa810_0000, pages: 65), position: 1)
        return Handover(
            abi: ABIIdentification(
                profile: "linux-7.2", compatible: "kho-v4", pageSize: 4096, confidence: .certain,
                evidence: ["the version string kho-v4 has one reading"]),
            state: state,
            remarks: [
                Remark(.note, .nodeUnknown, path: "/vendor", address: 0x4ce000, "no known kernel writes this subtree")
            ])
    }

    /// The text of the handover's document.
    func text(_ format: DocumentFormat, _ detail: DocumentDetail = .complete) throws -> String {
        String(decoding: try bytes(format, detail), as: UTF8.self)
    }

    /// The bytes of the handover's document.
    func bytes(_ format: DocumentFormat, _ detail: DocumentDetail = .complete) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try HandoverDocumentEncoder(detail: detail).encode(self, as: format) { chunk in
            for index in chunk.indices { bytes.append(chunk[index]) }
        }
        return bytes
    }
}
