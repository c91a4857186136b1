public import HandoverAnalysis
import HandoverState

/// What became of an overlay.
///
/// Kernels do one thing after the other and look at each only when it is due: what was done before something is
/// refused stays done, and the write to `overlays/new` succeeds all the same; the record of the transaction then says
/// `failed`.
public struct Transaction: Hashable, Sendable {
    /// What was done, in order.
    public internal(set) var steps: [Step] = []
    /// What was passed over, cut short, assumed or is unwise.
    public internal(set) var remarks: [Finding] = []
    /// What ended it early.
    public internal(set) var refusal: Refusal?

    /// What the kernel's record of the transaction says.
    public var status: String { refusal == nil ? "applied" : "failed" }

    /// Where the memory of an item was taken, by the item's place, as far as that is known.
    var taken: [String: UInt64] = [:]

    /// One thing that was done.
    public struct Step: Hashable, Sendable {
        /// Where the overlay asks for it: `fragment@1/cpu-add/cpu@5`.
        public let place: String
        /// What it was, a clause: "CPU 5: pool -> blue".
        public let message: String
    }
}

/// What a kernel refuses, and how.
public struct Refusal: Error, Hashable, Sendable {
    /// What, where and why.
    public let finding: Finding
    /// The error by its name.
    public let errno: KernelError

    init(_ rule: RuleID, _ errno: KernelError, at place: String, _ message: String) {
        finding = Finding(rule, path: place, message + ": " + errno.rawValue)
        self.errno = errno
    }
}

/// Errors of kernels, by their names.
public enum KernelError: String, Hashable, Sendable, CaseIterable {
    case EPERM, ENOENT, EBUSY, EEXIST, EINVAL, ENOMEM, ENODEV, EFBIG
}

/// What trees do not tell of the kernels that take part.
public struct KernelConditions: Hashable, Sendable {
    /// The base page size in bytes, a power of two.
    public var pageSize: UInt64 = 4096
    /// The size of the blocks in which a running instance takes and gives memory, a power of two.
    public var blockSize: UInt64 = 128 << 20

    /// Pages of 4 KiB, blocks of 128 MiB: x86-64 with less than 64 GiB.
    public init() {}
}

extension RunningMachine {
    /// Applies an overlay as kernels do; what is done before a refusal stays done.
    ///
    /// - Parameter size: How many bytes its blob has, where there is one: kernels do not take any.
    public mutating func apply(
        _ overlay: Overlay, size: Int? = nil, under conditions: KernelConditions = KernelConditions()
    ) -> Transaction {
        run(under: conditions) { run throws(Refusal) in
            if let size { try run.checkSize(size) }
            try run.apply(overlay)
        }
    }

    /// Undoes an overlay as kernels do when the record of its transaction is removed: backwards, whatever the overlay
    /// names, whether it was done or not.
    public mutating func undo(
        _ overlay: Overlay, under conditions: KernelConditions = KernelConditions()
    ) -> Transaction {
        run(under: conditions) { run throws(Refusal) in try run.undo(overlay) }
    }

    private mutating func run(
        under conditions: KernelConditions, _ body: (inout OverlayRun) throws(Refusal) -> Void
    ) -> Transaction {
        var run = OverlayRun(machine: self, conditions: conditions)
        // The machine has one owner at a time, so that nothing of it is copied.
        self = RunningMachine()
        do throws(Refusal) {
            try body(&run)
        } catch {
            run.transaction.refusal = error
        }
        self = run.machine
        return run.transaction
    }
}
