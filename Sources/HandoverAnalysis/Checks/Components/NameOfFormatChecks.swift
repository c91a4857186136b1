import HandoverABI
import HandoverState

/// What holds for the names and masks by which kernels tell formats apart.
enum NameOfFormatChecks {
    static let all: [Validator.Check] = [masks, versions]

    private static func masks(_ subject: Subject, _ log: inout FindingLog) {
        for session in subject.state.liveUpdate?.sessions ?? [] {
            for file in session.files {
                guard let root = file.component?.root else { continue }
                check(root, SessionChecks.path(of: file, in: session), &log)
            }
        }
        for object in subject.state.liveUpdate?.flbs ?? [] {
            guard let root = object.component?.root else { continue }
            check(root, LiveUpdateChecks.path + "/" + object.name, &log)
        }
    }

    private static func check(_ root: ComponentObject, _ path: String, _ log: inout FindingLog) {
        guard let object = root.object(at: "features"), let supported = object.raw("supp"),
            let required = object.raw("req"), let active = object.raw("active")
        else { return }
        let masks = FeatureMasks(supported: supported, required: required, active: active)
        if masks.strangelyActive != 0 {
            log.add(
                .featuresActive, path,
                "the features \(masks.strangelyActive.hex) are used, and not among the \(supported.hex) that are known")
        }
        if masks.strangelyRequired != 0 {
            log.add(
                .featuresRequired, path,
                "the features \(masks.strangelyRequired.hex) are required, and not among the \(supported.hex) that are "
                    + "known")
        }
    }

    /// Strings of several parts: that of the root tree, and those of handlers.
    private static func versions(_ subject: Subject, _ log: inout FindingLog) {
        func check(_ text: String, _ path: @autoclosure () -> String) {
            guard text.utf8.contains(UInt8(ascii: ";")) else { return }
            let name = CompatibilityName(text)
            if let problem = name.orderProblem { log.add(.subVersions, path(), "\"\(text)\": \(problem)") }
        }
        if let text = subject.handover.abi.compatible { check(text, "/") }
        for session in subject.state.liveUpdate?.sessions ?? [] {
            for file in session.files { check(file.handler, SessionChecks.path(of: file, in: session)) }
        }
    }
}
