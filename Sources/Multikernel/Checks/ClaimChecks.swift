import HandoverAnalysis
import HandoverState

/// Which device is whose: references to devices and parts of them.
enum ClaimChecks {
    static let all: [MultikernelValidator.Check] = [claims, references]

    private typealias Named = DeviceInventory.Named

    /// Each device that two instances have is told once, of the later one.
    private static func claims(_ subject: CheckedTree, _ log: inout FindingLog) {
        let inventory = DeviceInventory(subject)
        var holders: [Named: Int] = [:]
        var partHolders: [Int: Int] = [:]
        for (index, owner) in subject.owners.enumerated() {
            var own: Set<Named> = []
            for claim in claims(of: owner, in: inventory, subject, &log) {
                guard own.insert(claim.named).inserted else {
                    log.add(.deviceTwice, claim.path, "\"\(claim.text)\" is given to the instance twice")
                    continue
                }
                // A whole device is also somebody else's where a part of it is, and the other way round.
                var holder = holders[claim.named]
                switch claim.named {
                case .device(let device): holder = holder ?? partHolders[device]
                case .part(let device, _): holder = holder ?? holders[.device(device)]
                case .text: break
                }
                if let holder, holder != index {
                    log.add(
                        .deviceShared, claim.path,
                        "\"\(claim.text)\" also belongs to \"\(subject.owners[holder].name)\"")
                    continue
                }
                holders[claim.named] = index
                if case .part(let device, _) = claim.named { partHolders[device] = index }
            }
        }
    }

    /// What an instance claims; words that name nothing are told.
    private static func claims(
        of owner: Owner, in inventory: DeviceInventory, _ subject: CheckedTree, _ log: inout FindingLog
    ) -> [(named: Named, text: String, path: String)] {
        guard let resources = owner.resources else { return [] }
        // Trees of one kernel, and those of the first versions, do not tell what there is.
        let isTold = subject.pool != nil
        var claims: [(named: Named, text: String, path: String)] = []
        func add(_ text: String, _ named: Named?, _ path: String) {
            if let named {
                claims.append((named, text, path))
                if case .part(let device, let part) = named, DeviceInventory.part(in: text) != nil {
                    check(part, of: inventory.entries[device], path, &log)
                }
            } else if isTold {
                log.add(.deviceUnknown, path, "\"\(text)\" names no device of the tree")
            } else {
                claims.append((.text(text), text, path))
            }
        }
        switch resources.deviceReferences {
        case nil: break
        case .names(let names):
            // kerf writes all names into one text, with blanks between them.
            for name in names.flatMap({ $0.split(separator: " ").map(String.init) }) {
                add(name, inventory.named(name), owner.path("device-names"))
            }
        case .texts(let texts): for text in texts { add(text, inventory.named(text), owner.path("devices")) }
        case .phandles(let numbers):
            for number in numbers { add("phandle \(number)", inventory.named(number), owner.path("devices")) }
        }
        for device in resources.devices {
            let path = owner.path("devices") + "/" + device.name
            let named = device.address.flatMap { inventory.named($0.description) } ?? inventory.named(device.name)
            claims.append((named ?? .text(device.address?.description ?? device.name), device.name, path))
        }
        return claims
    }

    // MARK: References

    private static func references(_ subject: CheckedTree, _ log: inout FindingLog) {
        let references = subject.machine?.references ?? []
        guard !references.isEmpty else { return }
        let inventory = DeviceInventory(subject)
        for reference in references {
            let path = "/" + reference.name
            var parts: [DeviceInventory.Part] = []
            if let number = reference.virtualFunction { parts.append(.virtualFunction(number)) }
            if let number = reference.namespace { parts.append(.namespace(number)) }
            if let (_, told) = DeviceInventory.part(in: reference.name), let meant = parts.first, !parts.contains(told)
            {
                log.add(.partContradicted, path, "the name tells of \(told), the node of \(meant)")
            }
            guard let parent = inventory.parent(of: reference) else {
                log.add(.deviceUnknown, path, "\(reference.parentText) is no device of the tree")
                continue
            }
            for part in parts { check(part, of: inventory.entries[parent], path, &log) }
        }
    }

    /// Whether a device has a part, and gives it away.
    private static func check(
        _ part: DeviceInventory.Part, of entry: DeviceInventory.Entry, _ path: String, _ log: inout FindingLog
    ) {
        let (division, number, isNamespace): (Device.Division?, UInt32, Bool) =
            switch part {
            case .virtualFunction(let number): (entry.device.virtualFunctions, number, false)
            case .namespace(let number): (entry.device.namespaces, number, true)
            }
        if division?.hostReserved == number {
            log.add(.partOfHost, path, "\(part) of \(entry.path) is the host's")
        } else if let available = division?.available, !available.contains(number) {
            log.add(.partUnknown, path, "\(part) of \(entry.path) is not among \(Shown.list(available))")
        } else if let count = division?.count, division?.holds(number, namespaces: isNamespace) == false {
            log.add(.partUnknown, path, "\(entry.path) has \(count) of these, and no \(part)")
        }
    }
}

extension DeviceReference {
    fileprivate var parentText: String {
        switch parent {
        case nil: "what should be named by \"parent\""
        case .phandle(let number): "phandle \(number)"
        case .text(let text): "\"\(text)\""
        }
    }
}
