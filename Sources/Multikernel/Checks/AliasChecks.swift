import HandoverAnalysis
import HandoverState

/// The names that devices have in whatever kernel owns them.
enum AliasChecks {
    static let all: [MultikernelValidator.Check] = [targets]

    private static func targets(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard !subject.aliases.isEmpty else { return }
        var paths = Set(DeviceInventory(subject).entries.map(\.path))
        for owner in subject.owners {
            for device in owner.resources?.devices ?? [] { paths.insert(owner.path("devices") + "/" + device.name) }
        }
        var names: Set<String> = []
        var first: [String: String] = [:]
        for alias in subject.aliases {
            let path = "/aliases/" + alias.name
            // A second one of a name is remarked by the reader.
            guard names.insert(alias.name).inserted else { continue }
            guard case .path(let target) = alias.target else {
                log.add(.aliasDangling, path, "the alias is no path")
                continue
            }
            if !paths.contains(target) {
                log.add(.aliasDangling, path, "\"\(target)\" is the path of no device")
            } else if let other = first[target] {
                log.add(.deviceAliases, path, "\(target) is also called \"\(other)\"")
            } else {
                first[target] = alias.name
            }
        }
    }
}
