import Captures
import DeviceTreeSource
import FindingReports
import HandoverDocument
import HandoverState
import Multikernel

extension TreeCapture {
    /// Whether the tree is one of the multikernel patches.
    var isMultikernel: Bool { MultikernelTree.recognises(tree) }

    /// Reads a tree of the multikernel patches, or ends the command.
    func readMultikernel() throws -> MultikernelTree.Reading {
        do {
            return try MultikernelTree.read(tree)
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

extension Diagnostics {
    /// Prints what a reader had to say of a tree: with lines and columns where there is source, with paths elsewhere.
    static func print(_ remarks: [MultikernelRemark], of capture: TreeCapture) {
        for remark in remarks {
            let item = remark.path + (remark.property.map { (remark.path == "/" ? "" : "/") + $0 } ?? "")
            let place =
                capture.source?.places.place(of: remark.path, property: remark.property)
                ?? capture.source?.places.nearestPlace(to: remark.path)
            let file = place?.description(in: capture.path) ?? capture.path
            let text = "\(file): \(item): \(label(remark.severity)): \(remark.message)"
            StandardError.write(ShownText.escaped(text) + "\n")
        }
    }
}
