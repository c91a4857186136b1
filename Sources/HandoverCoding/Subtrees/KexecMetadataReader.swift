import HandoverABI
import HandoverState

/// Reads what the previous kernel says of itself (`kho_in_kexec_metadata` in the kernel).
enum KexecMetadataReader {
    static func kernel(in bytes: [UInt8], log: inout RemarkLog) -> PreviousKernel? {
        let path = "/" + SubtreeNames.kexecMetadata
        guard let record = Record(KexecMetadata.layout, in: bytes.span) else {
            log.damage(
                path, nil, "the structure has \(bytes.count) bytes, expected \(KexecMetadata.layout.size)")
            return nil
        }
        let version = record[KexecMetadata.version]
        guard version == 1 else {
            log.note(path, nil, "version \(version) of the structure is not known; only its address and size are told")
            return nil
        }
        let release = record.text(KexecMetadata.release)
        if !release.isTerminated { log.damage(path, nil, "the release has no closing NUL") }
        return PreviousKernel(
            version: UInt32(truncatingIfNeeded: version), release: release.description,
            kexecCount: UInt32(truncatingIfNeeded: record[KexecMetadata.count]))
    }
}
