public import HandoverAnalysis

extension Policy.Entry {
    /// Writes the entry as an object of a policy.
    public func write(to writer: inout some DocumentWriter) throws(ByteSinkError) {
        try writer.beginObject(.block)
        try writer.field("rule", rule.pattern)
        if let path { try writer.field("path", path.pattern) }
        if let session { try writer.field("session", session.pattern) }
        if let input { try writer.field("input", input.pattern) }
        try writer.field("severity", effect.rawValue)
        try writer.field("reason", reason)
        try writer.endObject()
    }
}
