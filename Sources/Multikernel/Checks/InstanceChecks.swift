import DeviceTree
import HandoverAnalysis
import HandoverState

/// The kernels beside the host: names, identifiers, and whether there is anything to run on.
enum InstanceChecks {
    static let all: [MultikernelValidator.Check] = [baseline, names, identifiers, contents]

    /// The longest name of a file.
    private static let longestName = 255

    /// Instances beside memory that is only asked for: kernels take such a tree for a baseline, and refuse it.
    private static func baseline(_ subject: CheckedTree, _ log: inout FindingLog) {
        guard subject.kind == .host, let machine = subject.machine, let pool = machine.pool, machine.id == nil,
            pool.freeCPUs == nil, subject.chunks.isEmpty, subject.isToldToKernels, !subject.owners.isEmpty
        else { return }
        log.add(
            .baselineInstances, "/instances",
            "\(subject.owners.count) instances stand beside memory that is only asked for")
    }

    private static func names(_ subject: CheckedTree, _ log: inout FindingLog) {
        var first: [String: String] = [:]
        for owner in subject.owners {
            let path = owner.role == .requested ? owner.path + "/instance-name" : owner.nodePath
            guard !owner.name.isEmpty else {
                log.add(.instanceNameless, owner.nodePath, "the instance has no name")
                continue
            }
            usable(owner.name, path, &log)
            // Two nodes of one name are remarked by the reader.
            guard owner.role == .requested else { continue }
            if let other = first[owner.name] {
                log.add(.instanceNameTwice, path, "\(other) creates \"\(owner.name)\" too")
            } else {
                first[owner.name] = owner.path
            }
        }
    }

    static func usable(_ name: String, _ path: @autoclosure () -> String, _ log: inout FindingLog) {
        if name.utf8.contains(UInt8(ascii: "/")) || name == "." || name == ".." {
            log.add(.instanceNameUnusable, path(), "\"\(name)\" cannot be the name of a directory")
        } else if name.utf8.count > longestName {
            log.add(
                .instanceNameUnusable, path(), "the name has \(name.utf8.count) bytes, directories have \(longestName)")
        }
    }

    private static func identifiers(_ subject: CheckedTree, _ log: inout FindingLog) {
        var first: [UInt32: String] = [:]
        for owner in subject.owners {
            guard let id = owner.id else {
                let isUnread = subject.remarks.contains { $0.path == owner.nodePath && $0.property == "id" }
                if owner.role != .requested, !isUnread {
                    log.add(.instanceIDMissing, owner.nodePath, "\"id\" is missing")
                }
                continue
            }
            let path = owner.path + "/id"
            if id == 0 {
                log.add(.instanceIDOfHost, path, "0 is the host")
            } else if id > UInt32(Int32.max) {
                log.add(.instanceIDImpossible, path, "\(Shown.hex(id)) is negative to kernels")
            } else if let other = first[id] {
                log.add(.instanceIDTwice, path, "\"\(other)\" has the id \(id) too")
            } else {
                first[id] = owner.name
            }
        }
    }

    private static func contents(_ subject: CheckedTree, _ log: inout FindingLog) {
        for owner in subject.owners {
            guard let resources = owner.resources else {
                log.add(.instanceResourceless, owner.nodePath, "\"resources\" is missing")
                continue
            }
            // What a request leaves out can be added by a later fragment.
            guard owner.role != .requested else { continue }
            let unread = Set(subject.remarks.lazy.filter { $0.path == owner.resourcesPath }.compactMap(\.property))
            if resources.cpus?.ids.isEmpty ?? true, !unread.contains("cpus") {
                log.add(.instanceWithoutCPUs, owner.resourcesPath, "the instance has no processor")
            }
            let isUnread = unread.contains("memory-base") || unread.contains("memory-bytes")
            if resources.memory == nil, resources.regions.isEmpty, !isUnread {
                log.add(.instanceWithoutMemory, owner.resourcesPath, "the instance has no memory")
            }
        }
    }
}
