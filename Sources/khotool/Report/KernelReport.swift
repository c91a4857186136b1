import HandoverABI
import KernelImages

/// What is known of a kernel, as text.
struct KernelReport {
    let kernel: Kernel

    func lines() -> [String] {
        let knowledge = kernel.knowledge
        var lines = ProfileTable.columns(heading())
        if !knowledge.components.isEmpty {
            let rows = knowledge.components.map {
                [$0.component, $0.version, access($0), $0.certainty.rawValue, $0.evidence]
            }
            lines += ["", "Formats"] + ProfileTable.columns(rows).map { "  " + $0 }
        }
        if !knowledge.features.isEmpty {
            let rows = knowledge.features.map {
                [$0.name, "supported \(hex($0.supported))", "required \(hex($0.required))", "active \(hex($0.active))"]
            }
            lines += ["", "Features"] + ProfileTable.columns(rows).map { "  " + $0 }
        }
        if let configuration = knowledge.configuration, !configuration.facts.isEmpty {
            lines += ["", "Configuration (\(configuration.source))"]
            lines += configuration.facts.map { "  CONFIG_\($0.option)=\($0.value)" }
        }
        if !knowledge.conditions.isEmpty { lines += ["", "Note"] + knowledge.conditions.map { "  " + $0 } }
        return lines
    }

    private func heading() -> [[String]] {
        let knowledge = kernel.knowledge
        var rows: [[String]] = []
        let parts: [String?] = [
            knowledge.release?.value ?? "of unknown release", knowledge.machine,
            kernel.wrapping.joined(separator: ", "),
        ]
        rows.append(["Kernel", parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "; ")])
        if let shift = knowledge.pageShift {
            rows.append(["Pages", "\(1 << (shift.value - 10)) KiB (\(clause(shift)))"])
        }
        if knowledge.hasHandover == true {
            if let profile = knowledge.profile {
                rows.append(["Profile", "\(profile.value.name) (\(clause(profile)))"])
            } else {
                rows.append(["Profile", "none: \(knowledge.profileDoubt ?? "unknown")"])
            }
        } else {
            for (index, reason) in knowledge.obstacles.enumerated() {
                rows.append([index == 0 ? "Handover" : "", (index == 0 ? "none: " : "      ") + reason])
            }
        }
        let types = kernel.types.map { "\($0.count) types, from the \(kernel.typeSource ?? "image")" }
        rows.append(["Types", types ?? "none: the image has no BTF"])
        return rows
    }

    private func clause<Value>(_ finding: Finding<Value>) -> String {
        "\(finding.certainty.rawValue): \(finding.evidence.joined(separator: ", "))"
    }

    private func access(_ component: ComponentABI) -> String {
        switch (component.isReadable, component.isWritable) {
        case (true, true): "read, written"
        case (true, false): "read"
        case (false, true): "written"
        case (false, false): "-"
        }
    }

    private func hex(_ value: UInt64) -> String { Quantities.hex(value) }
}
