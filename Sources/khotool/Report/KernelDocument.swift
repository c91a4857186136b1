import HandoverABI
import HandoverDocument
import KernelImages

/// What is known of a kernel, as a document.
struct KernelDocument {
    static let schema = "https://khotool.dev/schemas/kernel-1.json"

    let kernel: Kernel

    func print() throws {
        var writer = JSONWriter(to: StandardOutput.sink)
        try writer.beginObject(.block)
        try writer.field("schema", Self.schema)
        try writer.field("image", kernel.imagePath)
        try writer.field("packedIn", line: kernel.wrapping)
        try writeKernel(to: &writer)
        try writeComponents(to: &writer)
        try writeConfiguration(to: &writer)
        try writer.field("notes", line: kernel.knowledge.conditions + kernel.knowledge.notes)
        try writer.endObject()
        try writer.finish()
    }

    private func writeKernel(to writer: inout JSONWriter) throws(ByteSinkError) {
        let knowledge = kernel.knowledge
        if let release = knowledge.release { try writer.field("release", release.value) }
        if let machine = knowledge.machine { try writer.field("machine", machine) }
        if let shift = knowledge.pageShift { try writer.field("pageSize", 1 << shift.value) }
        if let hasHandover = knowledge.hasHandover { try writer.field("handover", hasHandover) }
        try writer.field("obstacles", line: knowledge.obstacles)
        try writer.key("profile")
        if let profile = knowledge.profile {
            try writer.beginObject(.line)
            try writer.field("name", profile.value.name)
            try writer.field("certainty", profile.certainty.rawValue)
            try writer.field("evidence", line: profile.evidence)
            try writer.endObject()
        } else {
            try writer.null()
        }
        try writer.key("types")
        if let types = kernel.types {
            try writer.beginObject(.line)
            try writer.field("source", kernel.typeSource ?? "")
            try writer.field("count", types.count)
            try writer.endObject()
        } else {
            try writer.null()
        }
    }

    private func writeComponents(to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.key("components")
        try writer.beginArray(.block)
        for component in kernel.knowledge.components {
            try writer.beginObject(.line)
            try writer.field("component", component.component)
            try writer.field("version", component.version)
            try writer.field("readable", component.isReadable)
            try writer.field("writable", component.isWritable)
            try writer.field("certainty", component.certainty.rawValue)
            try writer.field("evidence", component.evidence)
            try writer.endObject()
        }
        try writer.endArray()
        try writer.key("features")
        try writer.beginArray(.block)
        for feature in kernel.knowledge.features {
            try writer.beginObject(.line)
            try writer.field("name", feature.name)
            try writer.field("supported", hexadecimal: feature.supported)
            try writer.field("required", hexadecimal: feature.required)
            try writer.field("active", hexadecimal: feature.active)
            try writer.endObject()
        }
        try writer.endArray()
    }

    private func writeConfiguration(to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.key("configuration")
        guard let configuration = kernel.knowledge.configuration else {
            try writer.null()
            return
        }
        try writer.beginObject(.block)
        try writer.field("source", configuration.source)
        for fact in configuration.facts { try writer.field("CONFIG_" + fact.option, fact.value) }
        try writer.endObject()
    }
}
