import ArgumentParser

/// How the command ends.
enum ExitStatus: Int32 {
    /// Done, and nothing wrong.
    case success = 0
    /// Findings: damage, differences, or "will not be accepted".
    case findings = 1
    /// The input could not be used.
    case unusable = 2

    /// The status as the argument parser throws it.
    var code: ExitCode { ExitCode(rawValue) }
}
