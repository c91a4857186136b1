public import HandoverState

/// Something that a kernel says of a handover, and what it means.
public struct Message: Hashable, Sendable {
    /// The name, which never changes: `LUO-LOG-012`.
    public let id: String
    /// How it is recognised.
    public let form: Form
    /// How much it matters.
    public let severity: Severity
    /// What it decides about the handover of the boot as a whole.
    public let decides: Decision?
    /// The function that prints it.
    public let function: String
    /// The file of that function, as the newest of the releases has it.
    public let file: String
    /// The releases that print it.
    public let releases: ReleaseSpan
    /// What it means: what happened, and what follows from it.
    public let cause: String
    /// The check that failed; empty where none did.
    public let check: String
    /// What to do next; empty where nothing is to be done.
    public let next: String
    /// The rules that a state breaks which gets this message.
    public let rules: [RuleID]

    /// How a message is recognised.
    public enum Form: Hashable, Sendable {
        /// A line, as `printk` formats it; the names are those of its conversions in order.
        case line(String, [Value.Name])
        /// A line that means this only in a boot that has found a handover.
        case lineAfterHandover(String, [Value.Name])
        /// A panic that no other message explains, in a boot that has found a handover.
        case panic
        /// A warning with a call trace, by the functions that it is raised in.
        case warning([String])
        /// A fault of the processor, by the functions in which it happens; a name that ends in `*` stands for all that
        /// begin with it.
        case fault([String])
        /// Any other fault in a boot that has found a handover and shows nothing yet of having read its map.
        case earlyFault
    }

    /// How much a message matters.
    public enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
        /// All is as it should be.
        case harmless
        /// Worth knowing; nothing is lost.
        case notable
        /// Something of what was handed over is lost, or will not be handed over.
        case lost
        /// A handover, or a request to prepare one, was refused as a whole.
        case refused
        /// The kernel does not go on.
        case fatal

        /// Whether something went wrong.
        public var isFailure: Bool { self >= .lost }

        /// Orders by how much it matters.
        public static func < (left: Severity, right: Severity) -> Bool {
            left.rank < right.rank
        }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// What a message decides about a boot's handover.
    public enum Decision: String, Hashable, Sendable {
        /// The kernel found a handover and took it.
        case accepted
        /// The kernel found one and boots without it.
        case refused
        /// The kernel was given one and knows nothing of handovers.
        case ignored
        /// The kernel got further than the reading of the map.
        case past
        /// The kernel starts the next one.
        case handsOver
    }

    init(
        _ id: String, _ form: Form, _ severity: Severity, in function: String, _ file: String,
        _ releases: ReleaseSpan, cause: String, check: String = "", next: String = "", rules: [RuleID] = [],
        decides: Decision? = nil
    ) {
        self.id = id
        self.form = form
        self.severity = severity
        self.function = function
        self.file = file
        self.releases = releases
        self.cause = cause
        self.check = check
        self.next = next
        self.rules = rules
        self.decides = decides
    }
}

/// The files of the kernel that print messages about handovers.
enum SourceFile {
    static let handover = "kernel/liveupdate/kexec_handover.c"
    static let debugfs = "kernel/liveupdate/kexec_handover_debugfs.c"
    static let block = "kernel/liveupdate/kho_block.c"
    static let core = "kernel/liveupdate/luo_core.c"
    static let session = "kernel/liveupdate/luo_session.c"
    static let file = "kernel/liveupdate/luo_file.c"
    static let flb = "kernel/liveupdate/luo_flb.c"
    static let memfd = "mm/memfd_luo.c"
    static let memblock = "mm/memblock.c"
    static let setup = "arch/x86/kernel/setup.c"
    static let test = "lib/test_kho.c"
    static let liveUpdateTest = "lib/tests/liveupdate.c"
}
