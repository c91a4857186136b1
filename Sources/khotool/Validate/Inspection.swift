import Captures
import DeviceTree
import HandoverABI
import HandoverAnalysis
import HandoverCoding
import HandoverDocument
import HandoverState
import MemoryDumps
import PhysicalMemory

/// Looks at one input: opens it, decodes it, and holds it against the rules.
struct Inspection: Sendable {
    /// What the caller knows of every input.
    let hints: CaptureHints
    /// The profile to read by, where the data shall not decide.
    let profile: Profile?
    /// How many bytes the kernel and initrd to come take.
    let bootSize: UInt64?

    /// What came of it.
    enum Outcome: Sendable {
        /// What was found.
        case findings([Finding])
        /// Why it could not be looked at.
        case unusable([Finding])
        /// A file in a directory that is nothing which holds a handover.
        case passedOver
    }

    /// Looks at an input.
    func outcome(of target: ValidateTarget) -> Outcome {
        do throws(CaptureError) {
            switch try Capture.open(target.path, hints: target.isFound ? unbased : hints) {
            case .handover(let capture): return .findings(try findings(in: capture))
            case .deviceTree(let tree): return .findings([unrelated(tree)])
            case .document(let text):
                if target.isFound, !StateDocument.isOne(text) { return .passedOver }
                return outcome(of: text)
            }
        } catch {
            if target.isFound, case .input(let error) = error,
                [.unrecognised, .empty, .unsupported].contains(error.code)
            {
                return .passedOver
            }
            return .unusable([Finding(error)])
        }
    }

    /// Files of unknown contents in a directory are no raw images.
    private var unbased: CaptureHints {
        var hints = hints
        hints.base = nil
        return hints
    }

    // MARK: Captures

    private func findings(in capture: HandoverCapture) throws(CaptureError) -> [Finding] {
        let decoded = try capture.decode(as: profile)
        var subject = Subject(decoded, in: capture.input.memory.present, remarks: capture.remarks)
        subject.bootSize = bootSize
        var findings = Validator().findings(in: subject)
        if capture.origin == .tree {
            let offsets = TreeOffsets(root: decoded.root, trees: decoded.trees)
            for index in findings.indices where findings[index].offset == nil {
                findings[index].offset = offsets.offset(of: findings[index].path)
            }
        }
        return findings
    }

    private func unrelated(_ tree: FlattenedDeviceTree) -> Finding {
        let version = tree.root["compatible"]?.strings?.first.map { ", it is \"\($0)\"" } ?? ""
        return Finding(
            .treeUnrelated, path: "/", offset: tree.root.offset, "the tree is not part of a handover\(version)")
    }

    // MARK: Documents

    private func outcome(of document: [UInt8]) -> Outcome {
        do throws(DocumentError) {
            let (handover, places) = try HandoverDocumentReader().readPlaced(document)
            var subject = Subject(document: handover)
            if let profile { subject.profile = profile.withPageShift(handover.abi.pageSize.trailingZeroBitCount) }
            subject.bootSize = bootSize
            var findings = Validator().findings(in: subject)
            for index in findings.indices {
                findings[index].position = places.place(of: findings[index].path, at: findings[index].address)
            }
            return .findings(findings)
        } catch {
            return .unusable([Finding(error)])
        }
    }
}

/// The document of a state, among all that is JSON or YAML.
enum StateDocument {
    /// Whether a text says near its start that it is one.
    static func isOne(_ text: [UInt8]) -> Bool {
        let schema = Array("/schemas/handover-state-".utf8)
        let start = text.prefix(4096)
        return start.indices.contains { start[$0...].starts(with: schema) }
    }
}
