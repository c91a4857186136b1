internal import PhysicalMemory

/// Where everything lies that is not handed over, all of it in scratch memory: the kernel, its parameters, its files,
/// and what the shim needs.
struct BootPlan {
    /// Bytes at an address.
    struct Piece: Hashable {
        let name: String
        /// What it takes, which may be more than its bytes.
        let range: MemoryRange
        let bytes: [UInt8]
        /// Whether its bytes stay as they are until the kernel is entered.
        var isConstant = true
    }

    /// What goes into memory before the machine starts. The shim's image is not among it: QEMU loads that.
    let pieces: [Piece]
    /// The shim.
    let shim: EntryShim
    /// Where the shim is loaded, with room for what QEMU puts behind it.
    let shimRange: MemoryRange
    /// Where the ranges go that the shim checks.
    let checksRange: MemoryRange

    private static let stackSize: UInt64 = 4096
    /// QEMU puts the command line and a list of modules behind the image, a few pages.
    private static let shimRoom: UInt64 = 64 << 10

    /// What a plan rests on.
    struct Subject {
        let kernel: KernelImage
        let commandLine: String
        let files: [UInt8]
        let machine: MachineMemory
        let root: PhysicalAddress
        let pageSize: UInt64
        let scratch: [MemoryRange]
        let handed: HandedMemory
    }

    init(_ subject: Subject) throws(RehearsalError) {
        let kernel = subject.kernel
        var placement = ScratchPlacement(
            scratch: subject.scratch, machine: subject.machine, avoiding: subject.handed.ranges)
        func place(_ name: String, _ size: UInt64) throws(RehearsalError) -> MemoryRange {
            if let range = placement.take(size) { return range }
            throw Self.noRoom(for: "\(name) (\(size) bytes)", subject, placement)
        }
        let kernelRange = try Self.place(kernel, in: &placement, subject)
        let map = IdentityMap(upTo: subject.machine.end.value)
        var text = Array(subject.commandLine.utf8)
        guard text.count <= kernel.commandLineLimit else {
            throw RehearsalError(
                .kernel, "the command line has \(text.count) bytes, the kernel takes \(kernel.commandLineLimit)")
        }
        text.append(0)
        let array = HandoverRecords.scratchArray(subject.scratch)

        let files = try place("the initial files", UInt64(subject.files.count))
        let parameters = try place("the boot parameters", UInt64(BootParameters.size))
        let commandLine = try place("the command line", UInt64(text.count))
        let setupData = try place("the setup data", 4096)
        let arrayRange = try place("the scratch array", UInt64(array.count))
        let tables = try place("the page tables", UInt64(map.size))
        let stack = try place("the stack", Self.stackSize)
        shimRange = try place("the shim", Self.shimRoom)
        // Each piece of memory is one check, and one of nothing ends the list.
        checksRange = try place("the list of checks", UInt64(24 * (subject.handed.present.count + 16)))

        let record = HandoverRecords.setupData(
            root: subject.root, pageSize: subject.pageSize,
            scratchArray: MemoryRange(
                from: arrayRange.start, to: PhysicalAddress(arrayRange.start.value + UInt64(array.count))))
        let page = BootParameters(
            commandLine: commandLine.start.value, initialFiles: files.start.value,
            initialFilesSize: UInt64(subject.files.count), setupData: setupData.start.value)
        pieces = [
            Piece(name: "the kernel", range: kernelRange, bytes: kernel.payload),
            Piece(name: "the initial files", range: files, bytes: subject.files),
            Piece(name: "the boot parameters", range: parameters, bytes: page.bytes(for: kernel), isConstant: false),
            Piece(name: "the command line", range: commandLine, bytes: text),
            Piece(name: "the setup data", range: setupData, bytes: record),
            Piece(name: "the scratch array", range: arrayRange, bytes: array),
            Piece(name: "the page tables", range: tables, bytes: map.bytes(at: tables.start.value), isConstant: false),
            Piece(name: "the stack", range: stack, bytes: [], isConstant: false),
        ]
        shim = EntryShim(
            EntryShim.Places(
                shim: Self.low(shimRange.start), bootParameters: Self.low(parameters.start),
                pageTables: Self.low(tables.start), checks: Self.low(checksRange.start), stackEnd: Self.low(stack.end),
                kernelEntry: kernelRange.start.value + KernelImage.entryOffset))
    }

    /// An address that is known to lie below 4 GiB, where placement stops.
    private static func low(_ address: PhysicalAddress) -> UInt32 {
        UInt32(truncatingIfNeeded: address.value)
    }

    /// A relocatable kernel runs at any aligned address from the preferred one on; below that it moves itself up, over
    /// whatever lies there.
    private static func place(
        _ kernel: KernelImage, in placement: inout ScratchPlacement, _ subject: Subject
    ) throws(RehearsalError) -> MemoryRange {
        let need = "the kernel (\(kernel.initialSize) bytes"
        if kernel.isRelocatable {
            let range = placement.take(
                kernel.initialSize, alignment: kernel.alignment, from: kernel.preferredAddress)
            if let range { return range }
            let place = "from 0x\(String(kernel.preferredAddress, radix: 16)) on"
            throw noRoom(for: "\(need) \(place), aligned to \(kernel.alignment))", subject, placement)
        }
        let start = PhysicalAddress(kernel.preferredAddress)
        guard let range = MemoryRange(start: start, size: (kernel.initialSize + 4095) & ~4095),
            placement.take(exactly: range)
        else { throw noRoom(for: "\(need) at \(start) and nowhere else)", subject, placement) }
        return range
    }

    private static func noRoom(
        for what: String, _ subject: Subject, _ placement: ScratchPlacement
    ) -> RehearsalError {
        let areas = subject.scratch.map(\.description).joined(separator: ", ")
        let free = placement.free.map { "\($0) (\($0.size) bytes)" }.joined(separator: ", ")
        return RehearsalError(
            .placement,
            "no room in the scratch areas for \(what); areas: \(areas.isEmpty ? "none" : areas); "
                + "free below 4 GiB: \(free.isEmpty ? "none" : free)")
    }
}
