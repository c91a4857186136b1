import HandoverABI
import HandoverState
import PhysicalMemory

extension ImageBuilder {
    /// Writes what handlers and objects stored, those whose formats are described.
    ///
    /// - Returns: the state with the strings of the formats, and the data that leads to what was written.
    mutating func writeComponents(
        of liveUpdate: LiveUpdate, as form: LiveUpdateABI, by formats: [ComponentFormat]
    ) throws(EncodingError) -> LiveUpdate {
        var result = liveUpdate
        var writer = ComponentWriter(formats: formats)
        var parts: [ComponentWriter.Part] = []
        let root = "/" + SubtreeNames.liveUpdate + "/"
        for (index, object) in (form.hasFLBs ? liveUpdate.flbs ?? [] : []).enumerated() {
            guard let state = object.component else { continue }
            let part = try writer.place(state, path: root + object.name, in: &self)
            result.flbs?[index].name = part.format.compatible
            result.flbs?[index].data = part.root.address?.value ?? 0
            parts.append(part)
        }
        for (number, session) in (liveUpdate.sessions ?? []).enumerated() {
            for (index, file) in session.files.enumerated() {
                guard let state = file.component else { continue }
                let path = root + session.name + "/0x" + String(file.token, radix: 16)
                let part = try writer.place(state, path: path, in: &self)
                result.sessions?[number].files[index].handler = part.format.compatible
                result.sessions?[number].files[index].data = part.root.address?.value ?? 0
                parts.append(part)
            }
        }
        for part in parts { try writer.fill(part, in: &self) }
        return result
    }
}
