import HandoverABI
import HandoverState
import PhysicalMemory

extension RecordKeys {
    static let handover = RecordKeys(
        "schema", "detail", "abi", "kernel", "root", "scratch", "memory", "subtrees", "reserveMem", "liveUpdate",
        "test", "multikernel", "remarks")
    static let remark = RecordKeys("rule", "severity", "path", "address", "message")
    static let scratchArea = RecordKeys("address", "size")
    static let reservedRegion = RecordKeys("name", "address", "size")
}

extension Handover {
    func write(
        _ detail: DocumentDetail, by formats: [ComponentFormat], to writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("schema", HandoverDocument.schema)
        // What was counted and not kept cannot be written in full.
        if detail == .summary || state.holdsOnlyTotals {
            try writer.field("detail", DocumentDetail.summary.rawValue)
        }
        try abi.write(to: &writer)
        try state.write(detail, by: formats, to: &writer)
        if !remarks.isEmpty {
            try writer.key("remarks")
            try writer.beginArray(.block)
            for remark in remarks { try remark.write(to: &writer) }
            try writer.endArray()
        }
        try writer.endObject()
    }

    init(_ value: DocumentValue, by formats: [ComponentFormat]) throws(DocumentError) {
        try value.expectSchema(HandoverDocument.schema)
        let fields = try value.mapping(.handover)
        if let detail = fields.optional("detail"), try detail.choice(of: DocumentDetail.self) == .summary {
            throw detail.error(
                .summary, "found a summary, which does not hold what it sums up, expected a complete document")
        }
        let abi = try ABIIdentification(fields.required("abi"))
        var remarks: [Remark] = []
        if let list = fields.optional("remarks") {
            remarks = try list.list { (value) throws(DocumentError) in try Remark(value) }
        }
        self.init(
            abi: abi, state: try HandoverState(fields, pageShift: abi.pageSize.trailingZeroBitCount, by: formats),
            remarks: remarks)
    }
}

extension HandoverState {
    fileprivate var holdsOnlyTotals: Bool {
        for session in liveUpdate?.sessions ?? [] {
            for file in session.files {
                if let folios = file.memfd?.folios, folios.folios == nil { return true }
                if file.component?.root.holdsOnlyTotals == true { return true }
            }
        }
        return liveUpdate?.flbs?.contains { $0.component?.root.holdsOnlyTotals == true } ?? false
    }

    fileprivate func write(
        _ detail: DocumentDetail, by formats: [ComponentFormat], to writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        try kernel?.write(to: &writer)
        try root?.write(to: &writer)
        if let scratch {
            try writer.key("scratch")
            try writer.beginArray(.block)
            for area in scratch {
                try writer.beginObject(.line)
                try writer.field("address", hexadecimal: area.start.value)
                try writer.field("size", area.size)
                try writer.endObject()
            }
            try writer.endArray()
        }
        try memory?.write(detail, to: &writer)
        try writer.key("subtrees")
        try writer.beginArray(.block)
        for subtree in subtrees { try subtree.write(to: &writer) }
        try writer.endArray()
        if let reserveMem {
            try writer.key("reserveMem")
            try writer.beginArray(.block)
            for region in reserveMem { try region.write(to: &writer) }
            try writer.endArray()
        }
        try liveUpdate?.write(detail, by: formats, to: &writer)
        try test?.write(detail, to: &writer)
        try multikernel?.write(to: &writer)
    }

    fileprivate init(
        _ fields: DocumentMapping, pageShift: Int, by formats: [ComponentFormat]
    ) throws(DocumentError) {
        self.init(
            root: try fields.optional("root").map { (value) throws(DocumentError) in try RootTree(value) })
        kernel = try fields.optional("kernel").map { (value) throws(DocumentError) in try PreviousKernel(value) }
        scratch = try fields.optional("scratch")?.list { (value) throws(DocumentError) in
            let fields = try value.mapping(.scratchArea)
            return try fields.range(sizeKey: "size")
        }
        memory = try fields.optional("memory").map { (value) throws(DocumentError) in
            try PreservedMemory(value, pageShift: pageShift)
        }
        subtrees = try fields.required("subtrees").list { (value) throws(DocumentError) in try Subtree(value) }
        reserveMem = try fields.optional("reserveMem")?.list { (value) throws(DocumentError) in
            try ReservedRegion(value)
        }
        liveUpdate = try fields.optional("liveUpdate").map { (value) throws(DocumentError) in
            try LiveUpdate(value, pageShift: pageShift, by: formats)
        }
        test = try fields.optional("test").map { (value) throws(DocumentError) in try TestHandover(value) }
        multikernel = try fields.optional("multikernel").map { (value) throws(DocumentError) in
            try MultikernelHandover(value)
        }
    }
}

extension DocumentMapping {
    /// The range of `address` and `size`, which ends within the address space.
    func range(sizeKey: String) throws(DocumentError) -> MemoryRange {
        let start = try required("address").address()
        let size = try required(sizeKey)
        guard let range = MemoryRange(start: start, size: try size.size()) else {
            throw size.mismatch(.outOfRange, expected: "a range that ends within 64 bits from \(start)")
        }
        return range
    }
}

extension ReservedRegion {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.line)
        try writer.field("name", name)
        try writer.field("address", hexadecimal: address.value)
        try writer.field("size", size)
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.reservedRegion)
        self.init(
            name: try fields.required("name").string(), address: try fields.required("address").address(),
            size: try fields.required("size").size())
    }
}

extension Remark {
    fileprivate func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("rule", rule.rawValue)
        try writer.field("severity", severity.rawValue)
        try writer.field("path", path)
        if let address { try writer.field("address", hexadecimal: address.value) }
        try writer.field("message", message)
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue) throws(DocumentError) {
        let fields = try value.mapping(.remark)
        self.init(
            try fields.required("severity").choice(of: Severity.self),
            // Documents of before the rules had names do not have it.
            try fields.optional("rule")?.choice(of: RuleID.self) ?? .inputNote,
            path: try fields.required("path").string(),
            address: try fields.optional("address")?.address(),
            try fields.required("message").string())
    }
}
