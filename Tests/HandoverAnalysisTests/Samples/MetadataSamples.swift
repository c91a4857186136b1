import DeviceTree
import FixtureSupport
import HandoverABI
import HandoverState
import Testing

extension Sample {
    static let metadata = [
        Sample(.metadataSize, "the root tree gives the structure 72 bytes") { capture in
            let (_, address) = try capture.property(RootTreeNames.size, of: [SubtreeNames.kexecMetadata], in: nil)
            try capture.image.put(UInt64(72), at: address)
        },
        Sample(.metadataVersion, "the structure is of a later version") { capture in
            try capture.set(KexecMetadata.version, to: 2, at: try capture.subtree(SubtreeNames.kexecMetadata))
        },
        Sample(.metadataVersion, "a document tells of a later version", tellingOf: "7.1.13") { state in
            state.kernel?.version = 2
        },
        Sample(.metadataUnterminated, "the release fills its field") { capture in
            let release = "7.3.4-" + String(repeating: "k", count: KexecMetadata.release.size - 6)
            try capture.set(KexecMetadata.release, to: release, at: try capture.subtree(SubtreeNames.kexecMetadata))
        },
        Sample(.metadataCount, "there was no kexec") { capture in
            try capture.set(KexecMetadata.count, to: 0, at: try capture.subtree(SubtreeNames.kexecMetadata))
        },
        Sample(.metadataRelease, "the release is one that has no handover") { capture in
            try capture.set(
                KexecMetadata.release, to: "6.12.1", at: try capture.subtree(SubtreeNames.kexecMetadata))
        },
        Sample(.metadataRelease, "the release is none", tellingOf: "7.3.4") { state in
            state.kernel?.release = "mine"
        },
    ]
}
