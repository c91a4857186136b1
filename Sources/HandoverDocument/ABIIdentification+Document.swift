import HandoverState

extension RecordKeys {
    static let abi = RecordKeys("profile", "kho", "pageSize", "confidence", "evidence")
    static let kernel = RecordKeys("release", "kexecCount", "version")
}

extension ABIIdentification {
    func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("abi")
        try writer.beginObject(.block)
        if let profile { try writer.field("profile", profile) }
        if let compatible { try writer.field("kho", compatible) }
        try writer.field("pageSize", pageSize)
        try writer.field("confidence", confidence.rawValue)
        try writer.key("evidence")
        try writer.beginArray(.block)
        for clause in evidence { try writer.string(clause) }
        try writer.endArray()
        try writer.endObject()
    }

    init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.abi)
        let pageSize = try fields.required("pageSize")
        let size = Int(try pageSize.size(upTo: 65536))
        guard [4096, 16384, 65536].contains(size) else {
            throw pageSize.mismatch(.wrongValue, expected: "a page size: 4096, 16384 or 65536")
        }
        self.init(
            profile: try fields.optional("profile")?.string(),
            compatible: try fields.optional("kho")?.string(),
            pageSize: size,
            confidence: try fields.required("confidence").choice(of: Confidence.self),
            evidence: try fields.required("evidence").list { (value) throws(DocumentError) in try value.string() })
    }
}

extension PreviousKernel {
    func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.key("kernel")
        try writer.beginObject(.block)
        try writer.field("release", release)
        try writer.field("kexecCount", UInt64(kexecCount))
        if version != 1 { try writer.field("version", UInt64(version)) }
        try writer.endObject()
    }

    init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.kernel)
        let limit = UInt64(UInt32.max)
        self.init(
            version: UInt32(try fields.optional("version")?.count(upTo: limit) ?? 1),
            release: try fields.required("release").string(),
            kexecCount: UInt32(try fields.required("kexecCount").count(upTo: limit)))
    }
}
