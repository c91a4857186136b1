extension DocumentValue {
    /// A size as people write it: a number, with KiB, MiB, GiB or TiB behind it where it is large.
    func humanSize() throws(DocumentError) -> UInt64 {
        switch node.kind {
        case .quoted: break
        case .plain:
            guard case .text = PlainScalar(text) else { return try size() }
        case .mapping, .sequence: return try size()
        }
        let units: [(name: String, shift: UInt64)] = [("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40)]
        let written = String(decoding: text, as: UTF8.self)
        for unit in units where written.hasSuffix(unit.name) {
            let digits = written.dropLast(unit.name.count).drop { $0 == " " }
            if let count = UInt64(digits.filter { $0 != " " }), count <= UInt64.max >> unit.shift {
                return count << unit.shift
            }
        }
        throw mismatch(.wrongValue, expected: "a size such as 4096, 64KiB or 3MiB")
    }
}
