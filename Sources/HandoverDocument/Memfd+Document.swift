import HandoverState

extension RecordKeys {
    static let memfd = RecordKeys(
        "size", "position", "seals", "flags", "folioCount", "folioBytes", "holes", "unpreserved", "folios")
    static let folio = RecordKeys("index", "pfn", "order", "flags", "hole")
}

extension Memfd {
    func write(_ detail: DocumentDetail, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("memfd")
        try writer.beginObject(.block)
        try writer.field("size", size)
        try writer.field("position", position)
        try writer.field("seals", line: seals.names)
        if flags != 0 { try writer.field("flags", hexadecimal: UInt64(flags)) }
        try writer.field("folioCount", folioCount)
        try folios?.write(detail, to: &writer)
        try writer.endObject()
    }

    init(_ value: DocumentValue, pageShift: Int) throws(DocumentError) {
        let fields = try value.mapping(.memfd)
        let seals = try fields.required("seals").flags(of: Seals.names.map { ($0.seal.rawValue, $0.name) }, upTo: .max)
        self.init(
            size: try fields.required("size").size(), position: try fields.required("position").count(),
            seals: Seals(rawValue: seals),
            flags: UInt32(try fields.optional("flags")?.hexadecimal(upTo: UInt64(UInt32.max)) ?? 0),
            folioCount: try fields.required("folioCount").count(),
            folios: try FolioTable(fields, pageShift: pageShift))
    }
}

extension FolioTable {
    /// Writes the totals and, unless they alone are wanted or known, the folios.
    func write(_ detail: DocumentDetail, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.field("folioBytes", byteCount)
        if holeCount != 0 { try writer.field("holes", holeCount) }
        if unpreservedCount != 0 { try writer.field("unpreserved", unpreservedCount) }
        guard detail == .complete, let folios else { return }
        try writer.key("folios")
        try writer.beginArray(.block)
        for folio in folios { try folio.write(to: &writer) }
        try writer.endArray()
    }

    /// The folios, or `nil` where the document does not have them since they could not be read.
    init?(_ fields: DocumentMapping, pageShift: Int) throws(DocumentError) {
        let totals = ["folioBytes", "holes", "unpreserved"]
        guard let list = fields.optional("folios") else {
            for total in totals where fields.optional(total) != nil {
                throw fields.value.error(
                    .summary, "found no key folios, expected what \(total) sums up; totals alone cannot be read back")
            }
            return nil
        }
        self.init(retaining: .every)
        let names = Folio.Flags.names.map { (UInt32($0.flag.rawValue), $0.name) }
        try list.forEach { (value) throws(DocumentError) in
            append(try Folio(value, flagNames: names), pageShift: pageShift)
        }
        for (key, total) in zip(totals, [byteCount, holeCount, unpreservedCount]) {
            try fields.optional(key)?.expectTotal(total, of: "the folios")
        }
    }
}

extension Folio {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.line)
        try writer.field("index", index)
        if !isHole { try writer.field("pfn", hexadecimal: frame) }
        if let order { try writer.field("order", order) }
        if !isHole || !flags.isEmpty {
            try writer.key("flags")
            try writer.beginArray(.line)
            var rest = flags
            for (flag, name) in Flags.names where rest.contains(flag) {
                try writer.string(name)
                rest.remove(flag)
            }
            if !rest.isEmpty { try writer.hexadecimal(UInt64(rest.rawValue)) }
            try writer.endArray()
        }
        if isHole { try writer.field("hole", true) }
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue, flagNames: [(UInt32, String)]) throws(DocumentError) {
        let fields = try value.mapping(.folio)
        let index = try fields.required("index").count()
        let order = try fields.optional("order")?.order()
        var frame: UInt64 = 0
        if let hole = fields.optional("hole") {
            guard try hole.bool() else { throw hole.mismatch(.wrongValue, expected: "true, or no such key") }
            if let pfn = fields.optional("pfn") {
                throw pfn.mismatch(.wrongValue, expected: "no page frame number in a hole")
            }
        } else {
            let pfn = try fields.required("pfn")
            frame = try pfn.hexadecimal(upTo: (1 << 52) - 1)
            if frame == 0 {
                throw pfn.mismatch(.wrongValue, expected: "a page frame number, or the key hole in its place")
            }
        }
        let flags = frame == 0 ? fields.optional("flags") : try fields.required("flags")
        self.init(
            index: index, frame: frame,
            flags: Flags(rawValue: UInt16(try flags?.flags(of: flagNames, upTo: 0xfff) ?? 0)), order: order)
    }
}

extension DocumentValue {
    /// The sum of named bits, each given once, and of bits without a name as a number.
    func flags(
        of names: [(bit: UInt32, name: String)], upTo limit: UInt32
    ) throws(DocumentError) -> UInt32 {
        var result: UInt32 = 0
        try forEach { (value) throws(DocumentError) in
            let bits: UInt32
            if let known = names.first(where: { value.spells($0.name) }) {
                bits = known.bit
            } else if !value.node.isContainer, value.text.starts(with: "0x".utf8) {
                bits = UInt32(try value.hexadecimal(upTo: UInt64(limit)))
            } else {
                throw value.mismatch(
                    .wrongValue,
                    expected: "one of " + names.map(\.name).joined(separator: ", ") + " or a number such as \"0x40\"")
            }
            if bits & result != 0 { throw value.mismatch(.wrongValue, expected: "each flag once") }
            result |= bits
        }
        return result
    }
}
