import Captures
import HandoverDocument
import HandoverState
import Multikernel

extension TreeCapture {
    /// Whether the tree is one of the multikernel patches.
    var isMultikernel: Bool { MultikernelTree.recognises(tree) }

    /// Reads a tree of the multikernel patches, or ends the command.
    func readMultikernel() throws -> MultikernelInput {
        do {
            return try MultikernelInput(self)
        } catch {
            throw Diagnostics.fail("\(path): \(error)")
        }
    }
}

extension InputOptions {
    /// Reads the document of a tree of the multikernel patches, or ends the command.
    func readMultikernel(_ document: [UInt8]) throws -> MultikernelTree {
        do {
            return try MultikernelDocumentReader().read(document)
        } catch {
            throw Diagnostics.fail("\(input): \(error)")
        }
    }
}

extension MultikernelRemark {
    /// What a remark is to people and scripts: bytes that no kernel takes are damage, what was made of others is a note.
    var severity: Remark.Severity {
        switch kind {
        case .lengthFitsNoWidth, .wrongLength, .notText, .neitherPlaceNorSize, .badPCIAddress, .duplicateProperty,
            .duplicateNode:
            .damage
        case .widthAssumed, .placeAndSize, .unknownDeviceType, .oldOverlay, .hiddenOperation, .notAHostBridge,
            .moreLeftOut:
            .note
        }
    }
}
