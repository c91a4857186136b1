import Rehearsal

/// What a kernel revived, for people.
struct RehearsalText {
    let report: RehearsalReport
    let style: TextStyle
    /// Whether everything is listed, also what went well.
    let showsAll: Bool

    func lines() -> [String] {
        var lines = head()
        lines += section("Sessions", sessions())
        lines += section("Objects", report.flbs.map { row($0.name, $0.verdict) })
        lines += section("Reserved memory", report.regions.map { row($0.name, $0.verdict) })
        if let test = report.test { lines += section("Test", [row("kho_test", test)]) }
        lines += section("Alarms", report.alarms.map(style.warning))
        if !report.isRevived || showsAll { lines += section("The kernel's log of the handover", report.log) }
        if report.ending != .finished { lines += section("Its last lines", report.lastLines) }
        return lines
    }

    private func section(_ title: String, _ body: [String]) -> [String] {
        body.isEmpty ? [] : ["", style.heading(title)] + body.map { "  " + $0 }
    }

    // MARK: Head

    private func head() -> [String] {
        let kernel = report.kernel
        let name = kernel.release ?? kernel.version.map { String($0.prefix { $0 != " " }) } ?? "unknown release"
        var lines = [
            label("Kernel", "\(name), \(kernel.path)"),
            label(
                "Machine",
                "\(Quantities.bytes(report.machineSize)), \(seconds) s, " + ending),
            label("Handover", handover),
            label("Memory", memory),
        ]
        if case .refused(let reasons) = report.handover { lines += reasons.map { label("", $0) } }
        lines.append(label("Result", result))
        return lines
    }

    private func label(_ name: String, _ text: String) -> String {
        style.heading(name.padded(to: 10)) + text
    }

    private var seconds: String {
        let tenths = Int((report.seconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private var ending: String {
        switch report.ending {
        case .finished: "ran to the end"
        case .panicked(let line): style.error(line)
        case .restarted: style.error("restarted without a word")
        case .hung(wroteAnything: true): style.error("hung")
        case .hung(wroteAnything: false): style.error("hung before the kernel wrote anything")
        }
    }

    private var handover: String {
        switch report.handover {
        case .accepted: style.good("accepted")
        case .refused: style.error("refused")
        case .ignored(let reason): style.error("ignored") + ": \(reason)"
        case .unknown: style.error("not known: the kernel did not come that far")
        }
    }

    private var memory: String {
        let missing =
            report.missingBytes == 0
            ? "" : style.warning(", \(Quantities.bytes(report.missingBytes)) of it not in the input, zeros here")
        return "\(Quantities.bytes(report.preservedBytes)) preserved\(missing)"
    }

    private var result: String {
        let files = report.sessions.flatMap(\.files)
        var verdicts = report.sessions.map(\.verdict) + files.map(\.verdict)
        verdicts += (report.flbs + report.regions).map(\.verdict) + [report.test].compactMap(\.self)
        let failed = verdicts.count(where: \.isFailure)
        let unknown = verdicts.count { if case .unknown = $0 { true } else { false } }
        let told = unknown == 0 ? "" : ", \(unknown) not told"
        if report.isRevived {
            return style.good("all of \(Quantities.count(verdicts.count - unknown, "item")) revived\(told)")
        }
        return style.error("\(failed) of \(Quantities.count(verdicts.count, "item")) not revived\(told)")
    }

    // MARK: Items

    private func row(_ name: String, _ verdict: Verdict) -> String {
        "\(style.name(name.padded(to: 24)))  \(text(of: verdict))"
    }

    private func text(of verdict: Verdict) -> String {
        switch verdict {
        case .revived: style.good("revived")
        case .differs(let clauses): style.error("differs") + ": " + clauses.joined(separator: "; ")
        case .lost(let reason): style.error("lost") + ": \(reason)"
        case .unknown(let reason): style.quiet("not told: \(reason)")
        }
    }

    private func sessions() -> [String] {
        let shown = showsAll ? report.sessions[...] : report.sessions.prefix(Self.sessionLimit)
        let failed = report.sessions.dropFirst(shown.count).filter { !$0.isRevived }
        let rest = report.sessions.count - shown.count - failed.count
        let hidden =
            rest > 0 ? [style.quiet("… \(Quantities.count(rest, "more session")) revived (--all shows them)")] : []
        return (shown + failed).flatMap(lines) + hidden
    }

    private static let sessionLimit = 8

    private func lines(of session: SessionOutcome) -> [String] {
        let good = session.files.count { $0.verdict == .revived }
        let count = "\(good) of \(Quantities.count(session.files.count, "file")) revived"
        let title =
            "\(style.name(session.name))  \(text(of: session.verdict)), "
            + (good == session.files.count ? count : style.error(count))
        // The files of a lost session have nothing more to tell.
        let isLost = if case .lost = session.verdict { true } else { false }
        let files = session.files.filter { showsAll || (!isLost && $0.verdict != .revived) }
        return [title]
            + files.map { file in
                let token = "0x" + String(file.token, radix: 16)
                return "  \(token.padded(to: 18)) \(file.handler.padded(to: 10)) \(text(of: file.verdict))"
            }
    }
}
