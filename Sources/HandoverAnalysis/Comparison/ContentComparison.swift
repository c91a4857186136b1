import HandoverABI
import HandoverState
import PhysicalMemory

/// Compares the contents of files and regions, where the memory of both sides is at hand.
struct ContentComparison {
    let old: ComparedHandover
    let new: ComparedHandover
    /// How many contents could not be compared.
    private(set) var uncompared = 0

    init(old: ComparedHandover, new: ComparedHandover) {
        self.old = old
        self.new = new
    }

    /// Compares regions by name; one that was renamed is another region to the kernel.
    mutating func compareRegions(_ before: [ReservedRegion], _ after: [ReservedRegion], _ log: inout ChangeLog) {
        let pairs = Pairing(before, after) { $0.name }
        let path = "/" + SubtreeNames.memblock
        for region in pairs.removed {
            log.add(Change(.removed, .reserveMem, "\(path)/\(region.name)", from: .number(region.size)))
        }
        for region in pairs.added {
            log.add(Change(.added, .reserveMem, "\(path)/\(region.name)", to: .number(region.size)))
        }
        for (before, after) in pairs.common {
            let path = "\(path)/\(after.name)"
            log.compare(.number(before.size), .number(after.size), .reserveMem, path + "/size")
            log.compare(
                .hexadecimal(before.address.value), .hexadecimal(after.address.value), .reserveMem,
                path + "/address", nature: .address)
            if before.size == after.size { compare(.region(before), .region(after), .reserveMem, path, &log) }
        }
    }

    /// Compares two contents of equal size, and says whether they are known to be the same.
    mutating func compare(
        _ before: ComparedContent, _ after: ComparedContent, _ group: Change.Group, _ path: String,
        _ log: inout ChangeLog
    ) {
        guard let first = old.digest(before), let second = new.digest(after) else {
            uncompared += 1
            return
        }
        if first != second {
            log.add(
                Change(
                    .changed, group, path + "/content", from: .text(first), to: .text(second), nature: .content))
        }
    }

    /// What identifies a file's contents wherever the file goes: their digest, or the frames that hold them.
    func identity(of file: PreservedFile, on side: ComparedHandover) -> String? {
        guard let memfd = file.memfd, memfd.size > 0 else { return nil }
        if let digest = side.digest(.memfd(memfd)) { return "\(memfd.size) \(digest)" }
        guard let first = memfd.folios?.folios?.first(where: { !$0.isHole }) else { return nil }
        return "\(memfd.size) frame \(first.frame)"
    }
}
