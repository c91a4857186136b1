/// Writes BPF Type Format, as much of it as tests need.
struct BTFWriter {
    var isBigEndian = false
    private var types: [UInt8] = []
    private var names: [UInt8] = [0]
    private(set) var count: UInt32 = 0

    init(isBigEndian: Bool = false) {
        self.isBigEndian = isBigEndian
    }

    struct Member {
        let name: String
        let type: UInt32
        let bitOffset: UInt32
        var bits: UInt32 = 0
    }

    private func word(_ value: UInt32) -> [UInt8] {
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return isBigEndian ? bytes.reversed() : bytes
    }

    private mutating func head(_ name: String, kind: UInt32, count members: Int = 0, flag: Bool = false, _ rest: UInt32)
    {
        var offset: UInt32 = 0
        if !name.isEmpty {
            offset = UInt32(names.count)
            names += Array(name.utf8) + [0]
        }
        types += word(offset) + word(kind << 24 | UInt32(members) | (flag ? 1 << 31 : 0)) + word(rest)
        count += 1
    }

    mutating func integer(_ name: String, bytes: UInt32, bits: UInt32? = nil) -> UInt32 {
        head(name, kind: 1, bytes)
        types += word(bits ?? bytes * 8)
        return count
    }

    mutating func alias(_ name: String, of type: UInt32, kind: UInt32 = 8) -> UInt32 {
        head(name, kind: kind, type)
        return count
    }

    mutating func pointer(to type: UInt32) -> UInt32 {
        head("", kind: 2, type)
        return count
    }

    mutating func array(of type: UInt32, count elements: UInt32) -> UInt32 {
        head("", kind: 3, 0)
        types += word(type) + word(1) + word(elements)
        return count
    }

    mutating func structure(_ name: String, size: UInt32, isUnion: Bool = false, _ members: [Member]) -> UInt32 {
        let flag = members.contains { $0.bits > 0 }
        head(name, kind: isUnion ? 5 : 4, count: members.count, flag: flag, size)
        for member in members {
            let offset = UInt32(names.count)
            if !member.name.isEmpty { names += Array(member.name.utf8) + [0] }
            types += word(member.name.isEmpty ? 0 : offset) + word(member.type)
            types += word(member.bitOffset | member.bits << 24)
        }
        return count
    }

    /// A record of a kind that is not known.
    mutating func unknown(kind: UInt32) { head("", kind: kind, 0) }

    var bytes: [UInt8] {
        let magic: [UInt8] = isBigEndian ? [0xeb, 0x9f] : [0x9f, 0xeb]
        let lengths = [24, 0, UInt32(types.count), UInt32(types.count), UInt32(names.count)].flatMap(word)
        return magic + [1, 0] + lengths + types + names
    }
}
