import HandoverABI
import HandoverDocument
import KernelImages

extension DifferenceReport {
    func printDocument() throws {
        var writer = JSONWriter(to: StandardOutput.sink)
        try writer.beginObject(.block)
        try writer.field("schema", Self.schema)
        try write(old, as: "old", to: &writer)
        try write(new, as: "new", to: &writer)
        try writer.field("equal", difference.isEmpty)
        try writer.key("mistakes")
        try writer.beginArray(.block)
        for mistake in difference.mistakes {
            try writer.beginObject(.line)
            try writer.field("kind", mistake.kind.rawValue)
            try writer.field("component", mistake.component)
            try writer.field("old", mistake.old)
            try writer.field("new", mistake.new)
            try writer.field("certain", mistake.isCertain)
            try writer.field("structures", line: mistake.structures)
            try writer.endObject()
        }
        try writer.endArray()
        try writer.key("components")
        try writer.beginArray(.block)
        for change in difference.components {
            try writer.beginObject(.line)
            try writer.field("component", change.component)
            try writer.field("old", line: change.old)
            try writer.field("new", line: change.new)
            try writer.endObject()
        }
        try writer.endArray()
        try writer.key("structures")
        try writer.beginArray(.block)
        for change in difference.structures { try write(change, to: &writer) }
        try writer.endArray()
        try writer.field("notes", line: difference.notes)
        try writer.endObject()
        try writer.finish()
    }

    private func write(_ kernel: Kernel, as key: String, to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.key(key)
        try writer.beginObject(.line)
        try writer.field("kernel", kernel.path)
        if let release = kernel.knowledge.release { try writer.field("release", release.value) }
        if let profile = kernel.knowledge.profile { try writer.field("profile", profile.value.name) }
        try writer.endObject()
    }

    private func write(_ change: StructureChange, to writer: inout JSONWriter) throws(ByteSinkError) {
        try writer.beginObject(.line)
        try writer.field("name", change.name)
        try writer.field("change", change.kind.rawValue)
        if let old = change.old { try writer.field("oldSize", old.size) }
        if let new = change.new { try writer.field("newSize", new.size) }
        try writer.field("differences", line: change.differences)
        try writer.endObject()
    }
}
