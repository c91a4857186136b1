import DeviceTree
import HandoverAnalysis
import HandoverState

/// Fragments of overlays: their order, their targets, and what these take.
enum OverlayChecks {
    static let all: [MultikernelValidator.Check] = [size, numbers, targets, order, operations, requests]

    private static let largest = 1 << 20
    private static let page = 4096

    /// What a fragment changes.
    enum Target: Hashable {
        case pool
        case instances
        case instance(String)

        /// A target as kernels read it, to the letter.
        init?(_ path: String) {
            switch path {
            case "/resources": self = .pool
            case "/instances": self = .instances
            default:
                let name = path.dropFirst("/instances/".count)
                guard path.hasPrefix("/instances/"), !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else {
                    return nil
                }
                self = .instance(String(name))
            }
        }

        /// Whether operations of a kind belong here.
        func takes(_ kind: OverlayOperation.Kind) -> Bool {
            (kind == .createInstance || kind == .removeInstance) == (self == .instances)
        }
    }

    private static func size(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard subject.overlay != nil, let size = subject.size else { return }
        if size > largest {
            log.add(.overlayTooLarge, "/", "the overlay has \(size) bytes")
        } else if size > page {
            log.add(.overlayOverPage, "/", "the overlay has \(size) bytes")
        }
    }

    private static func numbers(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard let overlay = subject.overlay else { return }
        if overlay.fragments.isEmpty { log.add(.fragmentsNone, "/", "no node is called fragment@N") }
        var first: [UInt32: String] = [:]
        for fragment in overlay.fragments {
            guard let number = fragment.number else {
                log.add(.fragmentNumber, path(of: fragment), "\"\(fragment.name)\" has no hexadecimal number")
                continue
            }
            if let other = first[number] {
                log.add(.fragmentNumberTwice, path(of: fragment), "\"\(other)\" has the number \(number) too")
            } else {
                first[number] = fragment.name
            }
        }
    }

    static func path(of fragment: OverlayFragment) -> String { "/" + fragment.name }

    private static func targets(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard let overlay = subject.overlay, !subject.isOld else { return }
        for fragment in overlay.fragments {
            let path = path(of: fragment)
            if let target = fragment.target {
                if Target(target) == nil {
                    log.add(.targetUnsupported, path + "/target-path", "\"\(target)\" is no target")
                }
            } else if !subject.remarks.contains(where: { $0.path == path && $0.property == "target-path" }) {
                let hasPhandle = fragment.other.properties.contains { $0.name == "target" }
                log.add(
                    .targetMissing, path,
                    hasPhandle ? "kernels do not read the phandle in \"target\"" : "\"target-path\" is missing")
            }
            if fragment.operations == nil { log.add(.operationsMissing, path, "\"__overlay__\" is missing") }
        }
    }

    /// An instance that is changed before it is there.
    private static func order(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard let overlay = subject.overlay else { return }
        let fragments = overlay.fragments.enumerated().sorted { left, right in
            (left.element.number ?? .max, left.offset) < (right.element.number ?? .max, right.offset)
        }.map(\.element)
        var changed: [String: [OverlayFragment]] = [:]
        for fragment in fragments {
            if case .instance(let name)? = fragment.target.flatMap({ Target($0) }) {
                changed[name, default: []].append(fragment)
            }
            for operation in fragment.operations ?? [] {
                // One that was removed before may be created again.
                if case .removeInstance(let name?) = operation.action { changed[name] = nil }
                guard case .createInstance(let request) = operation.action, let name = request.name else { continue }
                for early in changed.removeValue(forKey: name) ?? [] {
                    log.add(
                        .targetTooEarly, path(of: early) + "/target-path",
                        "\"\(name)\" is created by \"\(fragment.name)\", which runs later")
                }
            }
        }
    }

    // MARK: Operations

    private static func operations(_ subject: CheckedTree, _ log: inout FindingLog) {
        for fragment in subject.overlay?.fragments ?? [] {
            guard let target = fragment.target.flatMap({ Target($0) }) else { continue }
            for operation in fragment.operations ?? [] where !target.takes(operation.action.kind) {
                log.add(
                    .operationMisplaced, path(of: operation, in: fragment),
                    "\"\(operation.name)\" does not go with \"\(fragment.target ?? "")\"")
            }
        }
    }

    static func path(of operation: OverlayOperation, in fragment: OverlayFragment) -> String {
        path(of: fragment) + "/__overlay__/" + operation.name
    }

    private static func requests(_ subject: CheckedTree, _ log: inout FindingLog) {
        for fragment in subject.overlay?.fragments ?? [] {
            for operation in fragment.operations ?? [] {
                let path = path(of: operation, in: fragment)
                switch operation.action {
                case .createInstance(let request): check(request, path, &log)
                case .removeInstance(let name):
                    if name?.isEmpty ?? true {
                        log.add(.instanceNameless, path, "\"instance-name\" is missing")
                    } else if let name {
                        InstanceChecks.usable(name, path + "/instance-name", &log)
                    }
                default: break
                }
            }
        }
    }

    private static func check(_ request: InstanceRequest, _ path: String, _ log: inout FindingLog) {
        if request.resources?.deviceReferences != nil {
            log.add(.deviceNamesInRequest, path + "/resources", "devices are named where the instance is created")
        }
        guard let chosen = request.chosen else { return }
        let foreign = chosen.properties.map(\.name) + chosen.nodes.map(\.name).filter { $0 != "multikernel,host-tree" }
        if !foreign.isEmpty { log.add(.chosenRefused, path + "/chosen", "it also holds \(Shown.list(foreign))") }
    }
}
