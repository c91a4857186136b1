/// The 64-bit FNV-1a by which the program that filled the files told their contents.
package struct ContentHash: Hashable, Sendable {
    /// The hash of what was added so far. The basis is that program's, not the customary one.
    package private(set) var value: UInt64 = 0x1465_0fb0_739d_0383

    /// The hash of nothing.
    package init() {}

    /// Adds bytes.
    package mutating func add(_ bytes: Span<UInt8>) {
        var hash = value
        for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
        value = hash
    }

    /// Adds zeros, as a hole of a file reads.
    package mutating func add(zeros count: UInt64) {
        var hash = value
        for _ in 0..<count { hash = hash &* 0x100_0000_01b3 }
        value = hash
    }
}
