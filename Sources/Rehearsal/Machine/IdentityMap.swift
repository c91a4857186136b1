/// Page tables of x86-64 that map every address to itself, in pages of 2 MiB.
struct IdentityMap {
    /// How many GiB are mapped, from 0.
    let gibibytes: Int

    /// A map up to an address, of 4 GiB at least: the kernel finds firmware tables and devices there.
    init(upTo end: UInt64) {
        gibibytes = Int(max(4, (end + (1 << 30) - 1) >> 30))
    }

    private var pointerTables: Int { (gibibytes + 511) / 512 }

    /// How many bytes the tables take.
    var size: Int { 4096 * (1 + pointerTables + gibibytes) }

    /// The tables as they lie at an address: the top one, those of 512 GiB each, those of 1 GiB each.
    func bytes(at address: UInt64) -> [UInt8] {
        let present: UInt64 = 0x3
        let large: UInt64 = 0x83
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        let pointers = address + 4096
        let directories = pointers + UInt64(4096 * pointerTables)
        for index in 0..<512 {
            bytes.append(littleEndian: index < pointerTables ? pointers + UInt64(4096 * index) | present : 0)
        }
        for index in 0..<512 * pointerTables {
            bytes.append(littleEndian: index < gibibytes ? directories + UInt64(4096 * index) | present : 0)
        }
        for index in 0..<512 * gibibytes { bytes.append(littleEndian: UInt64(index) << 21 | large) }
        return bytes
    }
}
