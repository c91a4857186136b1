import HandoverABI
import HandoverState

extension RecordKeys {
    static let liveUpdate = RecordKeys("number", "sessions", "flbs")
    static let session = RecordKeys("name", "fileCount", "files")
    static let file = RecordKeys("token", "handler", "data", "memfd", "component")
    static let flb = RecordKeys("name", "data", "count", "component")
}

extension LiveUpdate {
    func write(
        _ detail: DocumentDetail, by formats: [ComponentFormat], to writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        try writer.key("liveUpdate")
        try writer.beginObject(.block)
        try writer.field("number", number)
        if let sessions {
            try writer.key("sessions")
            try writer.beginArray(.block)
            for session in sessions { try session.write(detail, by: formats, to: &writer) }
            try writer.endArray()
        }
        if let flbs {
            try writer.key("flbs")
            try writer.beginArray(.block)
            for flb in flbs { try flb.write(detail, by: formats, to: &writer) }
            try writer.endArray()
        }
        try writer.endObject()
    }

    init(_ value: DocumentValue, pageShift: Int, by formats: [ComponentFormat]) throws(DocumentError) {
        let fields = try value.mapping(.liveUpdate)
        self.init(
            number: try fields.required("number").count(),
            sessions: try fields.optional("sessions")?.list { (value) throws(DocumentError) in
                try Session(value, pageShift: pageShift, by: formats)
            },
            flbs: try fields.optional("flbs")?.list { (value) throws(DocumentError) in
                try FileLifecycleBound(value, pageShift: pageShift, by: formats)
            })
    }
}

extension Session {
    fileprivate func write(
        _ detail: DocumentDetail, by formats: [ComponentFormat], to writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("name", name)
        if fileCount != UInt64(files.count) { try writer.field("fileCount", fileCount) }
        try writer.key("files")
        try writer.beginArray(.block)
        for file in files { try file.write(detail, by: formats, to: &writer) }
        try writer.endArray()
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue, pageShift: Int, by formats: [ComponentFormat]) throws(DocumentError) {
        let fields = try value.mapping(.session)
        let files = try fields.required("files").list { (value) throws(DocumentError) in
            try PreservedFile(value, pageShift: pageShift, by: formats)
        }
        self.init(
            name: try fields.required("name").string(),
            fileCount: try fields.optional("fileCount")?.count() ?? UInt64(files.count), files: files)
    }
}

extension PreservedFile {
    fileprivate func write(
        _ detail: DocumentDetail, by formats: [ComponentFormat], to writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("token", hexadecimal: token)
        try writer.field("handler", handler)
        try writer.field("data", hexadecimal: data)
        try memfd?.write(detail, to: &writer)
        try component?.write(detail, by: formats, to: &writer)
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue, pageShift: Int, by formats: [ComponentFormat]) throws(DocumentError) {
        let fields = try value.mapping(.file)
        self.init(
            token: try fields.required("token").hexadecimal(), handler: try fields.required("handler").string(),
            data: try fields.required("data").hexadecimal(),
            memfd: try fields.optional("memfd").map { (value) throws(DocumentError) in
                try Memfd(value, pageShift: pageShift)
            },
            component: try fields.optional("component").map { (value) throws(DocumentError) in
                try ComponentState(value, pageShift: pageShift, by: formats)
            })
    }
}

extension FileLifecycleBound {
    fileprivate func write(
        _ detail: DocumentDetail, by formats: [ComponentFormat], to writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        try writer.beginObject(component == nil ? .line : .block)
        try writer.field("name", name)
        try writer.field("data", hexadecimal: data)
        try writer.field("count", count)
        try component?.write(detail, by: formats, to: &writer)
        try writer.endObject()
    }

    fileprivate init(_ value: DocumentValue, pageShift: Int, by formats: [ComponentFormat]) throws(DocumentError) {
        let fields = try value.mapping(.flb)
        self.init(
            name: try fields.required("name").string(), data: try fields.required("data").hexadecimal(),
            count: try fields.required("count").count(),
            component: try fields.optional("component").map { (value) throws(DocumentError) in
                try ComponentState(value, pageShift: pageShift, by: formats)
            })
    }
}
