import HandoverABI
import HandoverDocument

/// What kernels write, as a document: profiles, and formats of series that are not merged.
struct ABIDocument {
    static let schema = "https://khotool.dev/schemas/abi-1.json"

    let profiles: [Profile]
    let formats: [ComponentFormat]
    let detail: Detail

    /// How much is told.
    enum Detail {
        /// A line each.
        case names
        /// Layouts too.
        case layouts
    }

    func write(to sink: @escaping ByteSink) throws {
        var writer = JSONWriter(to: sink)
        try writer.beginObject(.block)
        try writer.field("schema", Self.schema)
        try writer.key("profiles")
        try writer.beginArray(.block)
        for profile in profiles { try write(profile, to: &writer) }
        try writer.endArray()
        try writer.key("formats")
        try writer.beginArray(.block)
        for format in formats { try write(format, to: &writer) }
        try writer.endArray()
        try writer.endObject()
        try writer.finish()
    }

    private func write(_ profile: Profile, to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("name", profile.name)
        try writer.field("summary", profile.summary)
        try writer.field("releases", line: profile.releases.map(\.description))
        try writer.field("root", profile.compatible)
        if let form = profile.liveUpdate { try writer.field("liveUpdate", form.compatible) }
        if let memfd = profile.memfd { try writer.field("memfd", memfd.rawValue) }
        if detail == .layouts {
            try writer.key("structures")
            try writer.beginArray(.block)
            for layout in profile.layouts {
                try writer.beginObject(.block)
                try writer.field("name", layout.name)
                try writer.field("size", layout.size)
                try writer.key("members")
                try writer.beginArray(.block)
                for field in layout.fields {
                    try writer.beginObject(.line)
                    try writer.field("offset", field.offset)
                    try writer.field("type", field.type)
                    try writer.field("name", field.name)
                    try writer.endObject()
                }
                try writer.endArray()
                try writer.endObject()
            }
            try writer.endArray()
        }
        try writer.endObject()
    }

    private func write(_ format: ComponentFormat, to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("name", format.name)
        try writer.field("component", format.component)
        try writer.field("revision", format.revision)
        try writer.field("compatible", format.compatible)
        try writer.field("place", format.place.rawValue)
        try writer.field("source", format.source)
        switch format.version {
        case .string(let name):
            try writer.field("scheme", "string")
            if let version = name.base.version { try writer.field("version", version) }
        case .word(let version):
            try writer.field("scheme", "word")
            try writer.field("version", version)
        case .features(let names):
            try writer.field("scheme", "features")
            try writer.field("features", line: names)
        }
        try writer.field("dependsOn", line: format.dependsOn)
        try writer.field("gaps", line: format.gaps)
        if detail == .layouts { try writeStructures(of: format, to: &writer) }
        try writer.endObject()
    }

    private func writeStructures(of format: ComponentFormat, to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.field("data", format.root)
        try writer.key("structures")
        try writer.beginArray(.block)
        for structure in format.structures {
            try writer.beginObject(.block)
            try writer.field("name", structure.name)
            try writer.field("size", structure.size)
            if let hole = structure.hole { try writer.field("hole", hole.description) }
            try writer.key("members")
            try writer.beginArray(.block)
            for member in structure.members {
                try writer.beginObject(.line)
                try writer.field("offset", member.offset)
                try writer.field("type", member.type.description)
                try writer.field("name", member.name)
                if !member.remarks.isEmpty { try writer.field("remarks", line: member.remarks) }
                try writer.endObject()
            }
            try writer.endArray()
            try writer.endObject()
        }
        try writer.endArray()
        try writer.field("references", line: format.links.map(\.description))
    }
}
