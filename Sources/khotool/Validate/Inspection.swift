import Captures
import DeviceTree
import DeviceTreeSource
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
    /// What to read by.
    let rules: ReadingRules
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
            case .deviceTree(let capture): return .findings(findings(in: capture))
            case .document(let text):
                if MultikernelDocumentReader.isOne(text) { return outcome(ofMultikernel: text, at: target.path) }
                if target.isFound, !StateDocument.isOne(text) { return .passedOver }
                return outcome(of: text)
            }
        } catch {
            if target.isFound, case .input(let error) = error,
                [.unrecognised, .empty, .unsupported].contains(error.code)
            {
                return .passedOver
            }
            // Sources that want a preprocessor, or are wrong, are found in many folders.
            if target.isFound, case .source = error { return .passedOver }
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
        let decoded = try capture.decode(as: rules.profile, components: rules.components)
        var subject = Subject(decoded, in: capture.input.memory.present, remarks: capture.remarks)
        subject.bootSize = bootSize
        subject.formats = rules.formats
        var findings = Validator().findings(in: subject)
        findings = (findings + self.findings(inInstanceOf: decoded.handover.state)).gravestFirst
        if let source = capture.source {
            for index in findings.indices { findings[index].position = source.position(of: findings[index].path) }
        } else if capture.origin == .tree {
            let offsets = TreeOffsets(root: decoded.root, trees: decoded.trees)
            for index in findings.indices where findings[index].offset == nil {
                findings[index].offset = offsets.offset(of: findings[index].path)
            }
        }
        return findings
    }

    func unrelated(_ capture: TreeCapture) -> Finding {
        let root = capture.tree.root
        let version = root["compatible"]?.strings?.first.map { ", it is \"\($0)\"" } ?? ""
        var finding = Finding(
            .treeUnrelated, path: "/", offset: capture.source == nil ? root.offset : nil,
            "the tree is not part of a handover\(version)")
        finding.position = capture.source?.position(of: "/")
        return finding
    }

    // MARK: Documents

    private func outcome(of document: [UInt8]) -> Outcome {
        do throws(DocumentError) {
            let (handover, places) = try HandoverDocumentReader(components: rules.formats).readPlaced(document)
            var subject = Subject(document: handover)
            if let profile = rules.profile {
                subject.profile = profile.withPageShift(handover.abi.pageSize.trailingZeroBitCount)
            }
            subject.bootSize = bootSize
            subject.formats = rules.formats
            var findings = Validator().findings(in: subject)
            findings = (findings + self.findings(inInstanceOf: handover.state)).gravestFirst
            for index in findings.indices {
                findings[index].position = places.place(of: findings[index].path, at: findings[index].address)
            }
            return .findings(findings)
        } catch {
            return .unusable([Finding(error)])
        }
    }
}

extension TreeSource {
    /// Where in the text stands what a path names, or what it is part of; `nil` where that is in an included file.
    func position(of path: String) -> Finding.Position? {
        guard let place = places.nearestPlace(to: path), place.file == nil else { return nil }
        return Finding.Position(line: place.line, column: place.column)
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
