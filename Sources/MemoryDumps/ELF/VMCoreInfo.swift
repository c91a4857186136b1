/// What a kernel tells about itself in a dump: the text of the note `VMCOREINFO`, lines of `KEY=VALUE`.
///
/// Source: Linux `Documentation/admin-guide/kdump/vmcoreinfo.rst`.
public struct VMCoreInfo: Hashable, Sendable {
    /// The most bytes that are looked at; kernels write one page.
    static let mostBytes = 1 << 20

    /// The values by key; of a key that comes twice the first.
    public let values: [String: String]

    /// Parses the text of a note; what is not `KEY=VALUE` is left out, and a NUL ends the text.
    public init(parsing text: some Collection<UInt8>) {
        var values: [String: String] = [:]
        for line in text.prefix(Self.mostBytes).prefix(while: { $0 != 0 }).split(separator: UInt8(ascii: "\n")) {
            guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let key = String(decoding: line[..<equals], as: UTF8.self)
            if values[key] == nil {
                values[key] = String(decoding: line[line.index(after: equals)...], as: UTF8.self)
            }
        }
        self.values = values
    }

    /// The value of a key such as `SYMBOL(swapper_pg_dir)`.
    public subscript(key: String) -> String? { values[key] }

    /// The kernel's release: `7.3.4`.
    public var osRelease: String? { values["OSRELEASE"] }

    /// The page size in bytes, where it is a power of two.
    public var pageSize: UInt64? {
        guard let size = values["PAGESIZE"].flatMap({ UInt64($0) }), size > 0, size & (size - 1) == 0 else {
            return nil
        }
        return size
    }
}
