public import PhysicalMemory

/// Memory of which nothing is known: what a device tree alone comes with.
public struct NoMemory: PhysicalMemory, Hashable {
    /// No memory.
    public init() {}

    /// Nothing is present.
    public var present: [MemoryRange] { [] }

    /// Always throws ``MemoryError/absent(_:)``.
    public func withBytes<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt8>) -> Result
    ) throws(MemoryError) -> Result {
        throw .absent(address)
    }

    /// Always throws ``MemoryError/absent(_:)``.
    public func withWords<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt64>) -> Result
    ) throws(MemoryError) -> Result {
        throw .absent(address)
    }
}

/// Memory of any kind that can be opened: one type for code that is generic over memory, without existentials.
public enum Dump: PhysicalMemory {
    /// An ELF core.
    case elf(ELFCore)
    /// A kdump-compressed dump.
    case kdump(KdumpFile)
    /// A raw image.
    case raw(RawImage)
    /// No memory.
    case none

    /// What is present.
    public var present: [MemoryRange] {
        switch self {
        case .elf(let core): core.present
        case .kdump(let dump): dump.present
        case .raw(let image): image.present
        case .none: []
        }
    }

    /// Forwards to the dump at hand.
    @inlinable
    public func withBytes<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt8>) -> Result
    ) throws(MemoryError) -> Result {
        switch self {
        case .elf(let core): try core.withBytes(at: address, count: count, body)
        case .kdump(let dump): try dump.withBytes(at: address, count: count, body)
        case .raw(let image): try image.withBytes(at: address, count: count, body)
        case .none: throw .absent(address)
        }
    }

    /// Forwards to the dump at hand.
    @inlinable
    public func withWords<Result>(
        at address: PhysicalAddress, count: Int, _ body: (Span<UInt64>) -> Result
    ) throws(MemoryError) -> Result {
        switch self {
        case .elf(let core): try core.withWords(at: address, count: count, body)
        case .kdump(let dump): try dump.withWords(at: address, count: count, body)
        case .raw(let image): try image.withWords(at: address, count: count, body)
        case .none: throw .absent(address)
        }
    }
}

extension Dump {
    /// The machine that the dump was made on, where the format tells.
    public var machine: Machine? {
        switch self {
        case .elf(let core): core.machine
        case .kdump(let dump): dump.machine
        case .raw, .none: nil
        }
    }

    /// What the dumped kernel tells about itself, where the dump has it.
    public var vmcoreinfo: VMCoreInfo? {
        switch self {
        case .elf(let core): core.vmcoreinfo
        case .kdump(let dump): dump.vmcoreinfo
        case .raw, .none: nil
        }
    }
}
