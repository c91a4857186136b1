import Foundation

/// What the six kernels of the captures say of their types: BTF of the files that define the handover's structures.
package enum KernelTypes {
    /// The releases, each with the profile that its kernel has.
    package static let releases = [
        ("6.17.8", "linux-6.16"), ("6.18.15", "linux-6.18"), ("6.19.11", "linux-6.19"), ("7.1.13", "linux-7.1"),
        ("7.2.13", "linux-7.2"), ("7.3.4", "linux-7.2"),
    ]

    /// The path of a release's types, gzip-compressed.
    package static func path(_ release: String) -> String {
        Fixture.root.appending(path: "btf/\(release).btf.gz").path(percentEncoded: false)
    }

    /// The types of a release.
    package static func bytes(_ release: String) throws -> [UInt8] {
        try Launch("/usr/bin/env", ["gzip", "-dc", path(release)]).run().output
    }

    /// Types in which one member of a structure lies elsewhere, so many bytes on.
    package static func moving(
        _ member: String, of structure: String, by bytes: Int, in types: [UInt8]
    ) throws -> [UInt8] {
        func word(_ offset: Int) -> Int { (0..<4).reduce(0) { $0 | Int(types[offset + $1]) << (8 * $1) } }
        let names = word(4) + word(16)
        func name(_ offset: Int) -> String {
            String(decoding: types[(names + offset)...].prefix { $0 != 0 }, as: UTF8.self)
        }
        var position = word(4) + word(8)
        let end = position + word(12)
        var result = types
        var isFound = false
        while position < end {
            let (kind, count) = (word(position + 4) >> 24 & 0x1f, word(position + 4) & 0xffff)
            let tail = position + 12
            if kind == 4, name(word(position)) == structure {
                for index in 0..<count where name(word(tail + 12 * index)) == member {
                    let place = word(tail + 12 * index + 8) + 8 * bytes
                    for byte in 0..<4 {
                        result[tail + 12 * index + 8 + byte] = UInt8(truncatingIfNeeded: place >> (8 * byte))
                    }
                    isFound = true
                }
            }
            let each = [4: 12, 5: 12, 6: 8, 13: 8, 15: 12, 19: 12][kind] ?? 0
            position = tail + each * count + ([1: 4, 3: 12, 14: 4, 17: 4][kind] ?? 0)
        }
        guard isFound else { throw MissingFixture(path: "struct \(structure), \(member)") }
        return result
    }
}
