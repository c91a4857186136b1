import HandoverABI
import HandoverState
import PhysicalMemory

/// What kernels ask of the regions of `reserve_mem=`.
enum ReservedRegionChecks {
    static let all: [Validator.Check] = [each, names, overlaps]

    /// How long a name is at most, and how many regions a kernel has room for.
    private static let longestName = 15
    private static let mostRegions = 8

    private static func each(_ subject: Subject, _ log: inout FindingLog) {
        let told = subject.paths(remarkedFor: .regionPastEnd)
        for region in subject.state.reserveMem ?? [] {
            if region.size == 0 {
                log.add(.regionEmpty, path(of: region), at: region.address, "the region has no bytes")
            } else if region.range == nil {
                guard !told.contains(path(of: region)) else { continue }
                log.add(
                    .regionPastEnd, path(of: region), at: region.address,
                    "the region runs past the end of the address space")
            } else if region.address.value % subject.pageSize != 0 || region.size % subject.pageSize != 0 {
                log.add(
                    .regionMisaligned, path(of: region), at: region.address,
                    "the region of \(region.size.hex) bytes at \(region.address.value.hex) is not in whole pages")
            }
        }
    }

    private static func names(_ subject: Subject, _ log: inout FindingLog) {
        let regions = subject.state.reserveMem ?? []
        var seen: Set<String> = []
        for region in regions {
            let bytes = KernelText.bytes(of: region.name) ?? Array(region.name.utf8)
            if bytes.count > longestName {
                log.add(
                    .regionName, path(of: region), at: region.address,
                    "the name has \(bytes.count) bytes, reserve_mem= takes at most \(longestName)")
            } else if bytes.allSatisfy({ $0 == UInt8(ascii: " ") || (9...13).contains($0) }) {
                log.add(.regionName, path(of: region), at: region.address, "the name is empty or blank")
            }
            if !seen.insert(region.name).inserted {
                log.add(
                    .regionDuplicate, path(of: region), at: region.address,
                    "another region has the name \"\(region.name)\"")
            }
        }
        if regions.count > mostRegions {
            log.add(
                .regionsTooMany, "/" + SubtreeNames.memblock,
                "there are \(regions.count) regions, kernels have room for \(mostRegions)")
        }
    }

    private static func overlaps(_ subject: Subject, _ log: inout FindingLog) {
        var regions: [(region: ReservedRegion, range: MemoryRange)] = []
        for region in subject.state.reserveMem ?? [] {
            if let range = region.range, !range.isEmpty { regions.append((region, range)) }
        }
        regions.sort { left, right in
            if left.range.start != right.range.start { return left.range.start < right.range.start }
            return left.region.name < right.region.name
        }
        guard var widest = regions.first else { return }
        for next in regions.dropFirst() {
            if next.range.start < widest.range.end {
                log.add(
                    .regionOverlap, path(of: next.region), at: next.region.address,
                    "the region begins within \"\(widest.region.name)\", which ends at \(widest.range.end.value.hex)")
            }
            if next.range.end > widest.range.end { widest = next }
        }
    }

    private static func path(of region: ReservedRegion) -> String { "/" + SubtreeNames.memblock + "/" + region.name }
}
