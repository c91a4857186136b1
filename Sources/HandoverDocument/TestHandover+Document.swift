import HandoverState
import PhysicalMemory

extension RecordKeys {
    static let test = RecordKeys("magic", "folioCount", "folios", "checksum", "computed", "matches")
    static let testFolio = RecordKeys("address", "order")
}

extension TestHandover {
    func write(_ detail: DocumentDetail, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("test")
        try writer.beginObject(.block)
        try writer.field("magic", hexadecimal: UInt64(magic))
        try writer.field("folioCount", UInt64(folioCount))
        if detail == .complete, let folios {
            try writer.key("folios")
            try writer.beginArray(.block)
            for folio in folios {
                try writer.beginObject(.line)
                try writer.field("address", hexadecimal: folio.address.value)
                try writer.field("order", folio.order)
                try writer.endObject()
            }
            try writer.endArray()
        }
        try writer.field("checksum", hexadecimal: UInt64(checksum))
        if let computedChecksum { try writer.field("computed", hexadecimal: UInt64(computedChecksum)) }
        if let matches { try writer.field("matches", matches) }
        try writer.endObject()
    }

    init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.test)
        let limit = UInt64(UInt32.max)
        let magic = UInt32(try fields.required("magic").hexadecimal(upTo: limit))
        let folioCount = UInt32(try fields.required("folioCount").count(upTo: limit))
        let folios = try fields.optional("folios")?.list { (value) throws(DocumentError) in
            let fields = try value.mapping(.testFolio)
            return Folio(
                address: try fields.required("address").address(), order: try fields.required("order").order())
        }
        let checksum = UInt32(try fields.required("checksum").hexadecimal(upTo: limit))
        let computed = try fields.optional("computed").map { (value) throws(DocumentError) in
            UInt32(try value.hexadecimal(upTo: limit))
        }
        self.init(
            magic: magic, folioCount: folioCount, folios: folios, checksum: checksum, computedChecksum: computed)
        if let claimed = fields.optional("matches"), try claimed.bool() != matches {
            throw claimed.mismatch(.disagreement, expected: "what checksum and computed say")
        }
    }
}
