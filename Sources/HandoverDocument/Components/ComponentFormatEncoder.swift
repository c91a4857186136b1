public import HandoverABI

/// Writes the description of a component's format, as ``ComponentFormatReader`` reads it back.
public struct ComponentFormatEncoder: Hashable, Sendable {
    /// An encoder.
    public init() {}

    /// Writes a format as text, chunk by chunk.
    public func encode(
        _ format: ComponentFormat, as form: DocumentFormat, to sink: @escaping ByteSink
    ) throws(ByteSinkError) {
        switch form {
        case .json:
            var writer = JSONWriter(to: sink)
            try encode(format, to: &writer)
            try writer.finish()
        case .yaml:
            var writer = YAMLWriter(to: sink)
            try encode(format, to: &writer)
            try writer.finish()
        }
    }

    /// Writes a format as one object of a document, which may be part of a larger one.
    public func encode(_ format: ComponentFormat, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("schema", ComponentFormatReader.schema)
        try writer.field("component", format.component)
        try writer.field("revision", format.revision)
        try writer.field("compatible", format.compatible)
        try writer.field("place", format.place.rawValue)
        try writer.field("rank", format.rank)
        if !format.source.isEmpty { try writer.field("source", format.source) }
        try writer.field("root", format.root)
        try writer.key("structures")
        try writer.beginArray(.block)
        for structure in format.structures { try write(structure, to: &writer) }
        try writer.endArray()
        if !format.links.isEmpty {
            try writer.key("links")
            try writer.beginArray(.block)
            for link in format.links { try write(link, to: &writer) }
            try writer.endArray()
        }
        if !format.dependsOn.isEmpty { try writer.field("dependsOn", line: format.dependsOn) }
        if !format.gaps.isEmpty {
            try writer.key("gaps")
            try writer.beginArray(.block)
            for gap in format.gaps { try writer.string(gap) }
            try writer.endArray()
        }
        try writer.endObject()
    }

    private func write(_ structure: ComponentStructure, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("name", structure.name)
        try writer.field("size", structure.size)
        if let hole = structure.hole {
            try writer.key("hole")
            try writer.beginObject(.line)
            switch hole {
            case .zero(let member): try writer.field("zero", member)
            case .bit(let member, let bit):
                try writer.field("bit", bit)
                try writer.field("of", member)
            }
            try writer.endObject()
        }
        try writer.key("members")
        try writer.beginArray(.block)
        for member in structure.members { try write(member, to: &writer) }
        try writer.endArray()
        try writer.endObject()
    }

    private func write(_ member: ComponentMember, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.line)
        try writer.field("name", member.name)
        try writer.field("at", member.offset)
        try write(member.type, to: &writer)
        switch member.role {
        case .plain: break
        case .constant(let value): try writer.field("constant", hexadecimal: value)
        case .atMost(let value): try writer.field("atMost", hexadecimal: value)
        case .count(let list): try writer.field("counts", list)
        case .liveCount(let list): try writer.field("countsLive", list)
        }
        for (key, names) in [("values", member.values), ("flags", member.bits)] where !names.isEmpty {
            try writer.key(key)
            try writer.beginArray(.line)
            for name in names {
                try writer.beginObject(.line)
                try writer.field("value", hexadecimal: name.value)
                try writer.field("name", name.name)
                try writer.endObject()
            }
            try writer.endArray()
        }
        if let condition = member.condition {
            try writer.key("when")
            try writer.beginObject(.line)
            try writer.field("member", condition.member)
            try writer.field("is", hexadecimal: condition.value)
            try writer.endObject()
        }
        try writer.endObject()
    }

    private func write(_ type: MemberType, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        func word(_ word: String, _ writer: inout some DocumentWriter) throws(ByteSinkError) {
            try writer.field("type", word)
        }
        switch type {
        case .integer(let width): try word("u\(width * 8)", &writer)
        case .bits(let width, let first, let count):
            try word("u\(width * 8)", &writer)
            try writer.field("firstBit", first)
            try writer.field("bitCount", count)
        case .integers(let width, let count):
            try word("u\(width * 8)", &writer)
            try writer.field("repeat", count)
        case .text(let size): try sized("text", size, &writer)
        case .texts(let size, let count):
            try sized("text", size, &writer)
            try writer.field("repeat", count)
        case .bytes(let size): try sized("bytes", size, &writer)
        case .padding(let size): try sized("padding", size, &writer)
        case .runtime(let size): try sized("runtime", size, &writer)
        case .address: try word("address", &writer)
        case .structure(let name): try leading("structure", to: name, &writer)
        case .structures(let name, let count):
            try leading("structure", to: name, &writer)
            try writer.field("repeat", count)
        case .tail(let name, let count):
            try leading("tail", to: name, &writer)
            try writer.field("count", count)
        case .pointer(let name): try leading("pointer", to: name, &writer)
        case .list(let name, let next):
            try leading("list", to: name, &writer)
            try writer.field("next", next)
        case .pages(let name): try leading("pages", to: name, &writer)
        case .blocks(let name): try leading("blocks", to: name, &writer)
        case .vmalloc(let name, let count):
            try leading("vmalloc", to: name, &writer)
            try writer.field("count", count)
        case .folios(let count):
            try word("folios", &writer)
            try writer.field("count", count)
        }
    }

    private func sized(
        _ word: String, _ size: Int, _ writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        try writer.field("type", word)
        try writer.field("size", size)
    }

    private func leading(
        _ word: String, to structure: String, _ writer: inout some DocumentWriter
    ) throws(ByteSinkError) {
        try writer.field("type", word)
        try writer.field("of", structure)
    }

    private func write(_ link: ComponentLink, to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.line)
        try writer.field("from", link.structure)
        try writer.field("members", line: link.members)
        switch link.target {
        case .file(let component): try writer.field("file", component)
        case .object(let component, let structure):
            try writer.field("object", component)
            try writer.field("structure", structure)
        case .key(let component, let structure, let members):
            try writer.field("key", component)
            try writer.field("structure", structure)
            try writer.field("keyMembers", line: members)
        }
        if link.isOptional {
            try writer.field("optional", true)
            if link.nothing != [0] {
                try writer.field("nothing", line: link.nothing.map { "0x" + String($0, radix: 16) })
            }
        }
        try writer.endObject()
    }
}
