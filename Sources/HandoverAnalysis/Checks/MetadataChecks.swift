import HandoverABI
import HandoverState

/// What kernels ask of the word of the previous kernel.
enum MetadataChecks {
    static let all: [Validator.Check] = [version, count, release]

    private static let path = "/" + SubtreeNames.kexecMetadata

    /// The decoder tells no other version, but a document may.
    private static func version(_ subject: Subject, _ log: inout FindingLog) {
        guard let version = subject.state.kernel?.version, version != 1 else { return }
        log.add(.metadataVersion, path, "version \(version) of the structure is not known")
    }

    private static func count(_ subject: Subject, _ log: inout FindingLog) {
        guard subject.state.kernel?.kexecCount == 0 else { return }
        log.add(.metadataCount, path, "the count of kexecs is 0, the first is 1")
    }

    private static func release(_ subject: Subject, _ log: inout FindingLog) {
        guard let text = subject.state.kernel?.release, let profile = subject.profile, !profile.releases.isEmpty
        else { return }
        if let release = KernelRelease(parsing: text), profile.releases.contains(release) { return }
        let expected = profile.releases.map(\.description).joined(separator: ", ")
        log.add(
            .metadataRelease, path,
            "the release \"\(text)\" is none of \(profile.name), whose formats these are: \(expected)")
    }
}
