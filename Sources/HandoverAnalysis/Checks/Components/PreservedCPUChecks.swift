import HandoverCoding
import HandoverState

/// What holds for preserved CPUs: the list and the files lead to the same structures.
enum PreservedCPUChecks {
    static let all: [ComponentChecks.Check] = [both, numbers]

    private static func both(_ components: ComponentSubject, _ log: inout FindingLog) {
        let graph = components.graph
        let entries = components.nodes(.entry, of: "cpus", "cpu_preserved_ser")
        let files = components.nodes(.file, of: "cpu")
        // Without the list, or all of it, that is what is told.
        guard components.components.cpus != nil, components.isWhole("cpus") else { return }
        for file in files where graph.edge(from: file, "data")?.node == nil {
            components.tell(
                .cpuUnlisted, [file], &log,
                "CPU \(graph.nodes[file].object.raw("cpu") ?? 0) has a file, and the list of CPUs does not lead to it")
        }
        for entry in entries where !graph.edges(to: entry).contains(where: { graph.nodes[$0.source].kind == .file }) {
            components.tell(
                .cpuUnheld, [entry], &log, "no file stands for CPU \(graph.nodes[entry].object.raw("cpu") ?? 0)")
        }
    }

    private static func numbers(_ components: ComponentSubject, _ log: inout FindingLog) {
        var seen: [UInt64: Int] = [:]
        for entry in components.nodes(.entry, of: "cpus", "cpu_preserved_ser") {
            guard let number = components.graph.nodes[entry].object.raw("hwid") else { continue }
            if let other = seen[number] {
                components.tell(
                    .cpuDuplicate, [entry, other], &log,
                    "the hardware's number \(number.hex) is that of \(components.path(of: other)) too")
            } else {
                seen[number] = entry
            }
        }
    }
}
