import HandoverABI
import HandoverState
import PhysicalMemory

@testable import Rehearsal

/// What a kernel is asked to keep before it leaves.
enum KeptState {
    /// A session and its files.
    struct KeptSession {
        var name: String
        var files: [KeptFile]
    }

    /// A memfd of pseudo-random contents, with a hole.
    struct KeptFile {
        var token: UInt64
        var size: UInt64
        var hole: Range<UInt64> = 0..<0
        var position: UInt64 = 0
        var seals: Memfd.Seals = []

        /// What the contents begin from; other for each file.
        private var seed: UInt64 { token &* 0x10001 }

        /// The order to make it, as the guest reads it.
        var order: String {
            let numbers = [
                token, size, hole.lowerBound, hole.upperBound, position, UInt64(seals.rawValue), seed,
            ]
            return "F " + numbers.map { String($0, radix: 16) }.joined(separator: " ") + "\n"
        }

        /// The hash of its contents, worked out without the guest: SplitMix64, one number for every eight bytes.
        var hash: UInt64 {
            var bytes: [UInt8] = []
            for place in 0..<(size + 7) / 8 {
                bytes.append(littleEndian: hole.contains(place * 8) ? 0 : Self.random(seed, place))
            }
            bytes.removeLast(bytes.count - Int(size))
            var hash = ContentHash()
            hash.add(bytes.span)
            return hash.value
        }

        private static func random(_ seed: UInt64, _ place: UInt64) -> UInt64 {
            var value = seed &+ (place + 1) &* 0x9e37_79b9_7f4a_7c15
            value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
            value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
            return value ^ value >> 31
        }
    }

    /// Sizes at which pages begin and end, a hole, positions and seals.
    static let sessions = [
        KeptSession(
            name: "vm-0",
            files: [
                KeptFile(token: 0x100, size: 0),
                KeptFile(token: 0x101, size: 4097, position: 4097, seals: [.shrink, .grow]),
            ]),
        KeptSession(
            name: "vm-1",
            files: [
                KeptFile(token: 0x200, size: 64 << 10, hole: 16 << 10..<32 << 10, position: 12345),
                KeptFile(token: 0x7fff_ffff_ffff_ffff, size: 1 << 20, position: 1),
            ]),
    ]

    /// The regions of `reserve_mem=` that both kernels are asked for. No block of 16 pages can be all of one, wherever it
    /// comes to lie: kernels that misread each other's map would find such blocks.
    static let regions = [
        ReservedRegion(name: "trace", address: 0x1000, size: 1000 << 10),
        ReservedRegion(name: "pstore", address: 0x1000, size: 60 << 10),
    ]

    /// What the guest is to make.
    static var orders: String {
        sessions.map { session in
            let name = session.name.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return "S " + name + "\n" + session.files.map(\.order).joined()
        }.joined()
    }

    /// The hashes of what the files hold, by session and token.
    static let hashes = Dictionary(
        uniqueKeysWithValues: sessions.map { session in
            (session.name, Dictionary(uniqueKeysWithValues: session.files.map { ($0.token, $0.hash) }))
        })

    /// The state that a kernel of a profile leaves.
    static func state(leftBy profile: Profile, regions: [ReservedRegion]) -> HandoverState {
        var state = HandoverState(root: nil)
        if let form = profile.liveUpdate, let memfd = profile.memfd {
            state.liveUpdate = LiveUpdate(
                number: 1, sessions: sessions.map { preserved($0, memfd.rawValue) },
                flbs: (form.hasFLBs ? 0..<3 : 0..<0).map {
                    FileLifecycleBound(name: "liveupdate-test-flb-v\($0)", data: 0xfeed_f00d_cafe_bee0 + $0, count: 4)
                })
        }
        state.reserveMem = regions
        state.test = TestHandover(magic: 0x4b48_4f21, folioCount: 1, folios: [], checksum: 1, computedChecksum: 1)
        return state
    }

    private static func preserved(_ session: KeptSession, _ handler: String) -> Session {
        Session(
            name: session.name, fileCount: UInt64(session.files.count),
            files: session.files.map { file in
                PreservedFile(
                    token: file.token, handler: handler, data: 0x1000,
                    memfd: Memfd(
                        size: file.size, position: file.position, seals: file.seals, flags: 0, folioCount: 0,
                        folios: nil))
            })
    }
}
