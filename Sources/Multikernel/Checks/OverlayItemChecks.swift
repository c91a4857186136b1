import DeviceTree
import HandoverAnalysis
import HandoverState

/// The items of overlays: memory, processors and devices that move.
enum OverlayItemChecks {
    static let all: [MultikernelValidator.Check] = [items, foreign, twice]

    private static func items(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard let overlay = subject.overlay, !subject.isOld else { return }
        for fragment in overlay.fragments {
            let isPool = fragment.target == "/resources"
            for operation in fragment.operations ?? [] {
                let path = OverlayChecks.path(of: operation, in: fragment)
                switch operation.action {
                case .addMemory(let items):
                    for item in items { memory(item, isRequest: isPool, path, subject, &log) }
                case .removeMemory(let items):
                    for item in items { memory(item, isRequest: false, path, subject, &log) }
                case .addCPUs(let items), .removeCPUs(let items): for item in items { cpu(item, path, subject, &log) }
                case .addDevices(let items), .removeDevices(let items):
                    for item in items { device(item, path, subject, &log) }
                case .createInstance, .removeInstance: continue
                }
                if operation.action.count == 0, operation.other.isEmpty {
                    log.add(.operationEmpty, path, "the operation has no items")
                }
            }
        }
    }

    /// Memory that joins the pool has a size; all other has a place.
    private static func memory(
        _ item: OverlayMemory, isRequest: Bool, _ parent: String, _ subject: CheckedTree, _ log: inout FindingLog
    ) {
        let path = parent + "/" + item.name
        let hasPlace = item.other.properties.contains { $0.name == "reg" }
        switch item.extent {
        case .chunk(let base, let size):
            if isRequest {
                log.add(.poolMemoryPlaced, path, "\"reg\" says where the memory shall be")
            } else {
                MemoryChecks.extent(base, size, path, &log)
            }
        case .request(let size):
            if isRequest {
                MemoryChecks.extent(0, size, path, &log)
            } else {
                log.add(.itemIncomplete, path, "\"reg\" is missing, \"size\" is not read here")
            }
        case .unknown:
            if isRequest, hasPlace {
                log.add(.poolMemoryPlaced, path, "\"reg\" says where the memory shall be")
            } else if !subject.isRemarked(path) {
                log.add(
                    .itemIncomplete, path, "\"\(isRequest ? "size" : "reg")\" is missing, or something else beside it")
            }
        }
    }

    private static func cpu(
        _ item: OverlayCPU, _ parent: String, _ subject: CheckedTree, _ log: inout FindingLog
    ) {
        let path = parent + "/" + item.name
        if let id = item.id {
            ProcessorChecks.identifiers([id], path + "/reg", &log)
        } else if !subject.isRemarked(path) {
            log.add(.itemIncomplete, path, "\"reg\" is missing")
        }
    }

    private static func device(
        _ item: OverlayDevice, _ parent: String, _ subject: CheckedTree, _ log: inout FindingLog
    ) {
        let path = parent + "/" + item.name
        if item.pciID == nil, !subject.isRemarked(path) { log.add(.itemIncomplete, path, "\"pci-id\" is missing") }
        DeviceChecks.length(
            of: item.alias, atMost: DeviceChecks.Longest.name, "the alias", path + "/alias", &log)
        DeviceChecks.length(
            of: item.driver, atMost: DeviceChecks.Longest.driver, "the name of the driver", path + "/driver", &log)
    }

    // MARK: What kernels pass over

    private static func foreign(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard let overlay = subject.overlay, !subject.remarks.contains(where: { $0.kind == .oldOverlay }) else {
            return
        }
        for fragment in overlay.fragments {
            let parent = OverlayChecks.path(of: fragment) + "/__overlay__"
            for node in fragment.otherOperations.nodes {
                log.add(.operationForeign, parent + "/" + node.name, "\"\(node.name)\" is no operation")
            }
            for operation in fragment.operations ?? [] {
                for node in operation.other.nodes {
                    log.add(
                        .operationForeign, OverlayChecks.path(of: operation, in: fragment) + "/" + node.name,
                        "\"\(node.name)\" is no item of \"\(operation.action.kind.rawValue)\"")
                }
            }
        }
    }

    // MARK: What moves twice

    private static func twice(_ subject: CheckedTree, _ log: inout FindingLog) {
        struct Move: Hashable {
            let id: UInt64
            let kind: OverlayOperation.Kind
            let target: String
        }
        var seen: Set<Move> = []
        for fragment in subject.overlay?.fragments ?? [] {
            // A processor that goes and comes back in one overlay moves each way once.
            for operation in fragment.operations ?? [] {
                let items: [OverlayCPU] =
                    switch operation.action {
                    case .addCPUs(let items), .removeCPUs(let items): items
                    default: []
                    }
                for item in items {
                    guard let id = item.id else { continue }
                    let move = Move(id: id, kind: operation.action.kind, target: fragment.target ?? "")
                    if !seen.insert(move).inserted {
                        log.add(
                            .cpuMovedTwice, OverlayChecks.path(of: operation, in: fragment) + "/" + item.name,
                            "processor \(id) has been moved this way before")
                    }
                }
            }
        }
    }
}

extension CheckedTree {
    /// Whether the reader told that a property of a node cannot be read.
    fileprivate func isRemarked(_ path: String) -> Bool {
        remarks.contains { $0.path == path && $0.property != nil }
    }
}

extension OverlayOperation.Action {
    /// How many items there are.
    fileprivate var count: Int {
        switch self {
        case .createInstance, .removeInstance: 1
        case .addMemory(let items), .removeMemory(let items): items.count
        case .addCPUs(let items), .removeCPUs(let items): items.count
        case .addDevices(let items), .removeDevices(let items): items.count
        }
    }
}
