import HandoverABI
import HandoverState

/// Reads what the previous kernel says of itself (`kho_in_kexec_metadata` in the kernel).
enum KexecMetadataReader {
    static func kernel(in data: SubtreeData, log: inout RemarkLog) -> PreviousKernel? {
        let bytes = data.bytes
        let path = "/" + SubtreeNames.kexecMetadata
        guard let record = Record(KexecMetadata.layout, in: bytes.span) else {
            log.damage(
                .metadataSize, path, data.address,
                "the structure has \(bytes.count) bytes, expected \(KexecMetadata.layout.size)")
            return nil
        }
        let version = record[KexecMetadata.version]
        guard version == 1 else {
            log.note(
                .metadataVersion, path, data.address,
                "version \(version) of the structure is not known; its bytes are kept as they are")
            return nil
        }
        let release = record.text(KexecMetadata.release)
        if !release.isTerminated {
            log.note(.metadataUnterminated, path, data.address, "the release has no closing NUL")
        }
        return PreviousKernel(
            version: UInt32(truncatingIfNeeded: version), release: release.description,
            kexecCount: UInt32(truncatingIfNeeded: record[KexecMetadata.count]))
    }
}
