/// Why a rehearsal could not be held. What a kernel refuses is no error but part of the report.
public struct RehearsalError: Error, Hashable, Sendable {
    /// What kind of thing is in the way.
    public let code: Code
    /// What is the matter, a clause or two.
    public let reason: String

    /// What can be in the way of a rehearsal.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The image is no kernel that can be booted here.
        case kernel
        /// The state lacks what the next kernel is told, or memory to boot in.
        case state
        /// The machine cannot hold the state.
        case memory
        /// What must not be in the state's way does not fit the scratch areas.
        case placement
        /// The program that runs in the guest is missing or not for it.
        case guestProgram
        /// QEMU is missing or did not start.
        case emulator
        /// The firmware wrote over the state.
        case firmware
    }

    /// An error.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }
}

extension RehearsalError: CustomStringConvertible {
    /// The reason.
    public var description: String { reason }
}
