import Foundation

/// What a reader that shares no code with khotool found in a capture.
package struct Facts: Decodable, Sendable {
    package let compatible: String
    package let root: UInt64
    package let rootSize: Int
    /// Address and order of every preserved block.
    package let blocks: [[UInt64]]
    package let subtrees: [String: Subtree]
    /// Address and size of the scratch array.
    package let scratchArray: [UInt64]
    /// Address and size of each scratch area.
    package let scratch: [[UInt64]]
    package let preservedBytes: UInt64

    /// What stands behind the name of a subtree: the keys of all kinds of subtree.
    package struct Subtree: Decodable, Sendable {
        package let address: UInt64
        package let size: Int?
        package let compatible: String?
        /// `memblock`: address and size by name.
        package let regions: [String: [UInt64]]?
        /// `LUO`: how many live updates there have been.
        package let number: UInt64?
        package let sessions: [Session]?
        package let flbs: [FLB]?
        /// `kho_test`: address and order of each folio.
        package let folios: [[UInt64]]?
        package let csum: UInt32?
        /// `kexec-metadata`.
        package let version: UInt32?
        package let release: String?
        package let count: UInt32?
    }

    package struct Session: Decodable, Sendable {
        package let name: String
        package let count: UInt64
        package let files: [File]
    }

    package struct File: Decodable, Sendable {
        package let compatible: String
        package let data: UInt64
        package let token: UInt64
        package let memfd: Memfd
    }

    package struct Memfd: Decodable, Sendable {
        package let position: UInt64
        package let size: UInt64
        package let seals: UInt32
        /// Index, page frame number, flags and order of each folio.
        package let folios: [[UInt64]]
    }

    package struct FLB: Decodable, Hashable, Sendable {
        package let name: String
        package let data: UInt64
        package let count: UInt64

        package init(name: String, data: UInt64, count: UInt64) {
            self.name = name
            self.data = data
            self.count = count
        }
    }
}

/// What was put into a capture, and what the next kernel gave back.
package struct GivenSession: Decodable, Sendable {
    package let name: String
    package let files: [File]

    package struct File: Decodable, Sendable {
        package let token: String
        package let size: UInt64
        package let position: UInt64
        /// The seals that the next kernel told, in hexadecimal.
        package let sealsInNextKernel: String
        /// The hash of the contents as the next kernel gave them back, in hexadecimal.
        package let fnv1a64: String
    }
}

extension Fixture {
    /// What another reader found.
    package func facts() throws -> Facts {
        try JSONDecoder().decode(Facts.self, from: Data(bytes("facts.json")))
    }

    /// What was put in; empty for kernels without sessions.
    package func givenSessions() throws -> [GivenSession] {
        struct Provenance: Decodable {
            let sessions: [GivenSession]?
        }
        let provenance = try JSONDecoder().decode(Provenance.self, from: Data(bytes("provenance.json")))
        if let sessions = provenance.sessions { return sessions }
        return try JSONDecoder().decode([GivenSession].self, from: Data(bytes("sessions.json")))
    }
}

extension String {
    /// The number that the text is in hexadecimal, with `0x`.
    package var hexadecimalNumber: UInt64? {
        hasPrefix("0x") ? UInt64(dropFirst(2), radix: 16) : nil
    }
}
