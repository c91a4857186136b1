import HandoverAnalysis
import HandoverState

/// What the reader of a tree remarked, as findings.
enum RemarkChecks {
    static let all: [MultikernelValidator.Check] = [remarks]

    private static func remarks(_ subject: CheckedTree, _ log: inout FindingLog) {
        for remark in subject.remarks {
            guard let rule = rule(for: remark, in: subject) else { continue }
            log.add(rule, path(of: remark), remark.message)
        }
    }

    private static func path(of remark: MultikernelRemark) -> String {
        guard let property = remark.property else { return remark.path }
        return (remark.path == "/" ? "" : remark.path) + "/" + property
    }

    /// The rule that a remark is about; `nil` where another check says it, or where it does no harm.
    private static func rule(for remark: MultikernelRemark, in subject: CheckedTree) -> RuleID? {
        switch remark.kind {
        case .widthAssumed: .cpuCellsAssumed
        case .lengthFitsNoWidth, .wrongLength: .valueLength
        case .notText: .bytesLost
        // What an item of an overlay lacks depends on the operation.
        case .placeAndSize: subject.overlay == nil ? .memoryTwoForms : nil
        case .neitherPlaceNorSize: subject.overlay == nil ? .memoryNoForm : nil
        // kerf takes devices of any kind; kernels pass over them where they are told.
        case .unknownDeviceType: subject.kind == .host && subject.isToldToKernels == false ? nil : .deviceTypeless
        case .badPCIAddress: .deviceAddress
        case .duplicateProperty: remark.path == "/aliases" ? .aliasTwice : .itemTwice
        case .duplicateNode: duplicateNode(remark.path)
        case .oldOverlay: .overlayOld
        case .hiddenOperation: .operationTwice
        case .notAHostBridge: .bridgeUnmarked
        case .moreLeftOut: .omitted
        }
    }

    /// What of a node a second one takes the place of.
    private static func duplicateNode(_ path: String) -> RuleID? {
        let names = path.split(separator: "/")
        if names.count == 2, names[0] == "instances" { return .instanceNameTwice }
        return names.last?.hasPrefix("pci@") == true && names.first?.hasPrefix("pci@") == true
            ? .nodeNameTwice : .itemTwice
    }
}

extension CheckedTree {
    /// Whether a machine is told in the words of kernels, and not in those of kerf alone.
    var isToldToKernels: Bool { machine?.compatible.contains("linux,multikernel-host") != true }
}
