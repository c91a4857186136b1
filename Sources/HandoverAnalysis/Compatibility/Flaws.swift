import HandoverABI
import HandoverState

/// What is wrong in a handover, and what a kernel that reads its formats makes of that.
struct Flaws {
    private let byPath: [String: [Finding]]
    private let handover: Handover
    private let target: TargetKernel

    /// Of all that was found, the errors; what the reader remarked as damage is among them, or all there is to go by.
    init(_ findings: [Finding], in handover: Handover, for target: TargetKernel) {
        var grave = findings.filter { $0.severity == .error || $0.rule == .recordsBehindCount }
        if findings.isEmpty {
            grave = handover.remarks.filter { $0.severity == .damage }
                .map { Finding($0.rule, path: $0.path, address: $0.address, $0.message) }
        }
        byPath = Dictionary(grouping: grave, by: \.path)
        self.handover = handover
        self.target = target
    }

    /// The first flaw at a path that is of some rules.
    func first(of rules: Set<RuleID>, at path: String) -> Finding? {
        byPath[path]?.first { rules.contains($0.rule) }
    }

    /// The first flaw at a path that matters to the target.
    func first(at path: String) -> Finding? {
        byPath[path]?.first { effect(of: $0) != nil }
    }

    /// The flaws at a path and below it.
    func all(under path: String) -> [Finding] {
        byPath.filter { $0.key == path || $0.key.hasPrefix(path + "/") }.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    /// The item with what flaws at its own path make of it, and those at paths above it of which it is a part.
    func applied(to item: CheckedItem) -> CheckedItem {
        var item = item
        for path in Self.path(upFrom: item.path) {
            for finding in byPath[path] ?? [] {
                if let outcome = effect(of: finding) { item = item.atBest(outcome, finding.message) }
            }
        }
        return item
    }

    /// A path and those above it, without the root's.
    private static func path(upFrom path: String) -> [String] {
        var result = [path]
        var rest = Substring(path)
        while let slash = rest.lastIndex(of: "/"), slash > rest.startIndex {
            rest = rest[..<slash]
            result.append(String(rest))
        }
        return result
    }

    /// Flaws below a path of which none of the items there tells.
    func untold(by items: [CheckedItem], under path: String) -> [Finding] {
        let paths = Set(items.map(\.path))
        return all(under: path).filter { finding in
            finding.path != path && effect(of: finding) != nil
                && !Self.path(upFrom: finding.path).contains { $0 != path && paths.contains($0) }
        }
    }

    /// What becomes of a part of a handover with such a flaw; `nil` where kernels do not mind.
    func effect(of finding: Finding) -> Outcome? {
        switch finding.rule {
        // Kernels restore what a file has by heads of preserved blocks, and count what a list says it has.
        case .folioUnpreserved, .vmallocChunkUnpreserved, .vmallocPageUnpreserved, .folioOverlap, .vmallocShort,
            .vmallocLong, .vmallocLoop, .vmallocPartial, .sealsUnknown, .handlerUnterminated, .handlerForeign,
            .filesMissing, .sessionNameUnterminated:
            .lost
        case .testFolioUnpreserved, .testMagic, .testIncomplete, .testSum: .lost
        case .regionIncomplete, .regionVersion, .regionName: .lost
        case .metadataSize, .metadataVersion: .lost
        case .subtreeAddressMissing, .subtreeAddressZero, .subtreeSizeMissing: .lost
        case .regionUnpreserved: .misread
        // The size of a subtree is read by the reader of kexec-metadata, and by the orchestrator since 7.2.
        case .subtreeSizeZero, .subtreeSizeTooSmall:
            readsSize(of: finding.path) ? .unknown : nil
        case .fileCountMismatch: isHarmless(finding) ? nil : .unknown
        // Of two files of one token kernels give out the first, which is told where files are.
        case .tokenDuplicate: nil
        default: .unknown
        }
    }

    private func readsSize(of path: String) -> Bool {
        path == "/" + SubtreeNames.kexecMetadata
            || path == "/" + SubtreeNames.liveUpdate && target.profile?.liveUpdate == .structure
    }

    /// Up to 6.19 a count beyond the last file leaves the session with the files that are there.
    private func isHarmless(_ finding: Finding) -> Bool {
        guard finding.rule == .fileCountMismatch, target.profile?.liveUpdate == .tree else { return false }
        let session = handover.state.liveUpdate?.sessions?.first {
            "/\(SubtreeNames.liveUpdate)/\($0.name)" == finding.path
        }
        return session.map { $0.fileCount > UInt64($0.files.count) } ?? false
    }
}
