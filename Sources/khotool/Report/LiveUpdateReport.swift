import HandoverABI
import HandoverState

/// Sessions and files as a tree.
struct LiveUpdateReport {
    let liveUpdate: LiveUpdate
    let style: TextStyle
    let limits: HandoverReport.Limits
    /// What is told of components; `nil` where there are none.
    private let components: ComponentReport?

    init(
        liveUpdate: LiveUpdate, style: TextStyle, limits: HandoverReport.Limits,
        formats: [ComponentFormat] = ComponentFormat.known
    ) {
        self.liveUpdate = liveUpdate
        self.style = style
        self.limits = limits
        let hasComponents =
            liveUpdate.flbs?.contains { $0.component != nil } == true
            || liveUpdate.sessions?.contains { $0.files.contains { $0.component != nil } } == true
        components = hasComponents ? ComponentReport(liveUpdate, formats: formats, style: style) : nil
    }

    var title: String {
        guard let sessions = liveUpdate.sessions else { return "Live update \(liveUpdate.number)" }
        let files = sessions.reduce(0) { $0 + $1.files.count }
        let bytes = sessions.reduce(0) { sum, session in session.files.reduce(sum) { $0 &+ ($1.memfd?.size ?? 0) } }
        return "Live update \(liveUpdate.number): \(Quantities.count(sessions.count, "session")), "
            + "\(Quantities.count(files, "file")), \(Quantities.bytes(bytes))"
    }

    func lines() -> [String] {
        var lines: [String] = []
        if let sessions = liveUpdate.sessions {
            if sessions.isEmpty {
                lines.append(style.quiet("no sessions; a running kernel writes them in the reboot itself"))
            }
            for (number, session) in sessions.prefix(limits.sessions).enumerated() {
                lines += self.lines(of: session, number)
            }
            let hidden = sessions.dropFirst(limits.sessions)
            if !hidden.isEmpty {
                let files = hidden.reduce(0) { $0 + $1.files.count }
                lines.append(
                    style.quiet(
                        "… \(Quantities.count(hidden.count, "more session")) with \(Quantities.count(files, "file"))"
                            + " (--all shows them)"))
            }
        } else {
            lines.append(style.quiet("sessions not available"))
        }
        for (number, flb) in (liveUpdate.flbs ?? []).enumerated() {
            if let told = components?.lines(of: flb, number, limit: limits.files) {
                lines += told
                continue
            }
            lines.append(
                "\(style.name(flb.name))  \(Quantities.hex(flb.data))  \(Quantities.count(flb.count, "file")) "
                    + (flb.count == 1 ? "depends on it" : "depend on it"))
        }
        return lines
    }

    private func lines(of session: Session, _ number: Int) -> [String] {
        let bytes = session.files.reduce(0) { $0 &+ ($1.memfd?.size ?? 0) }
        let missing =
            UInt64(session.files.count) == session.fileCount
            ? "" : style.error(" of \(session.fileCount) announced")
        var lines = [
            "\(style.name(session.name))  \(Quantities.count(session.files.count, "file"))\(missing), \(Quantities.bytes(bytes))"
        ]
        let shown = session.files.prefix(limits.files)
        let tokens = shown.map { Quantities.hex($0.token).count }.max() ?? 0
        let hidden = session.files.count - shown.count
        for (index, file) in shown.enumerated() {
            let isLast = index == shown.count - 1 && hidden == 0
            let text = components?.text(of: file, index, inSession: number) ?? text(of: file)
            lines.append("\(isLast ? "└─" : "├─") \(Quantities.hex(file.token).padded(to: tokens))  \(text)")
            let indent = (isLast ? "   " : "│  ") + "".padded(to: tokens + 2)
            lines += (components?.entries(ofFile: index, inSession: number, limit: limits.files) ?? [])
                .map { indent + $0 }
        }
        if hidden > 0 { lines.append("└─ " + style.quiet("… \(Quantities.count(hidden, "more file"))")) }
        return lines
    }

    private func text(of file: PreservedFile) -> String {
        guard let memfd = file.memfd else {
            return "\(file.handler)  data \(Quantities.hex(file.data))"
        }
        var parts = ["\(file.handler)\(Quantities.bytes(memfd.size).aligned(to: 11))", "position \(memfd.position)"]
        if !memfd.seals.isEmpty { parts.append("sealed " + memfd.seals.names.joined(separator: "+")) }
        parts.append(folios(of: memfd))
        return parts.joined(separator: ", ")
    }

    private func folios(of memfd: Memfd) -> String {
        guard let table = memfd.folios else { return style.error("folios not readable") }
        var text = Quantities.count(memfd.folioCount, "folio")
        let orders = table.countByOrder.indices.filter { table.countByOrder[$0] > 0 }
        if orders != [0], !orders.isEmpty { text += " of order \(orders.map(String.init).joined(separator: ", "))" }
        if table.holeCount > 0 { text += ", " + Quantities.count(table.holeCount, "hole") }
        if table.unpreservedCount > 0 { text += ", " + style.error("\(table.unpreservedCount) not preserved") }
        return text
    }
}
