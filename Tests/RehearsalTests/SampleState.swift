import HandoverState
import PhysicalMemory

/// A small state with something of everything.
enum SampleState {
    static let liveUpdate = LiveUpdate(
        number: 1,
        sessions: [
            Session(
                name: "vm 0", fileCount: 2,
                files: [memfd(0x100, handler: "memfd-v2", seals: .shrink), memfd(0x101, handler: "memfd-v1")]),
            Session(name: "d", fileCount: 1, files: [PreservedFile(token: .max, handler: "vfio-pci-v1", data: 7)]),
        ],
        flbs: [FileLifecycleBound(name: "liveupdate-test-flb-v0", data: 1, count: 2)])

    static var state: HandoverState {
        var state = HandoverState(root: RootTree(address: 0x4c_4000, size: 345, map: 0x4c_3000))
        state.liveUpdate = liveUpdate
        state.reserveMem = [ReservedRegion(name: "trace", address: 0xfa1_0000, size: 1 << 20)]
        state.test = TestHandover(magic: 0x4b48_4f21, folioCount: 1, folios: [], checksum: 1, computedChecksum: 1)
        return state
    }

    private static func memfd(_ token: UInt64, handler: String, seals: Memfd.Seals = []) -> PreservedFile {
        PreservedFile(
            token: token, handler: handler, data: 0x1000,
            memfd: Memfd(size: 4096, position: 12, seals: seals, flags: 0, folioCount: 0, folios: nil))
    }
}
