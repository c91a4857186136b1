internal import ChildProcesses
internal import PhysicalMemory

/// The memory of a machine that is about to start, in a file that the emulator maps: what it holds after the machine has
/// ended can be read there too.
final class MachineImage {
    /// The file.
    let file: Descriptor
    private let machine: MachineMemory
    private var checks: [UInt8] = []

    private static let step: UInt64 = 1 << 20

    /// Memory full of zeros.
    init(_ machine: MachineMemory) throws(RehearsalError) {
        self.machine = machine
        do throws(SystemFailure) {
            file = try Descriptor.memory("khotool-machine")
            try file.truncate(to: machine.size)
        } catch {
            throw RehearsalError(.memory, "the machine's memory of \(machine.size >> 20) MiB: \(error)")
        }
    }

    /// Puts bytes at an address, and has the shim check them where they are to stay.
    func put(_ piece: BootPlan.Piece) throws(RehearsalError) {
        if piece.bytes.isEmpty { return }
        var bytes = piece.bytes
        while bytes.count % 8 != 0 { bytes.append(0) }
        try write(bytes.span, at: piece.range.start)
        guard piece.isConstant else { return }
        var sum: UInt64 = 0
        for offset in stride(from: 0, to: bytes.count, by: 8) { sum = Self.add(bytes.integer(at: offset), to: sum) }
        addCheck(piece.range.start, words: UInt64(bytes.count / 8), sum: sum)
    }

    /// Copies pages of a state, and has the shim check them.
    func copy(_ range: MemoryRange, of memory: some PhysicalMemory) throws(RehearsalError) {
        var done: UInt64 = 0
        var sum: UInt64 = 0
        while done < range.size {
            let count = Int(min(Self.step, range.size - done))
            let address = PhysicalAddress(range.start.value + done)
            var failure: RehearsalError?
            do throws(MemoryError) {
                sum = try memory.withWords(at: address, count: count / 8) { EntryShim.sum($0, from: sum) }
                try memory.withBytes(at: address, count: count) { bytes in
                    do throws(RehearsalError) { try write(bytes, at: address) } catch { failure = error }
                }
            } catch {
                throw RehearsalError(.state, "\(error)")
            }
            if let failure { throw failure }
            done += UInt64(count)
        }
        addCheck(range.start, words: range.size / 8, sum: sum)
    }

    /// Ends the list of checks and puts it where the shim looks for it.
    func putChecks(at address: PhysicalAddress) throws(RehearsalError) {
        addCheck(0, words: 0, sum: 0)
        let bytes = checks
        try write(bytes.span, at: address)
    }

    /// What the machine holds at an address.
    func read(at address: PhysicalAddress, count: Int) throws(RehearsalError) -> [UInt8] {
        do throws(SystemFailure) {
            return try file.read(at: machine.offset(of: address), count: count)
        } catch {
            throw RehearsalError(.memory, "the machine's memory at \(address): \(error)")
        }
    }

    private func addCheck(_ address: PhysicalAddress, words: UInt64, sum: UInt64) {
        checks.append(littleEndian: address.value)
        checks.append(littleEndian: words)
        checks.append(littleEndian: sum)
    }

    private static func add(_ word: UInt64, to sum: UInt64) -> UInt64 {
        (sum << 1 | sum >> 63) &+ word
    }

    private func write(_ bytes: Span<UInt8>, at address: PhysicalAddress) throws(RehearsalError) {
        do throws(SystemFailure) {
            try file.write(bytes, at: machine.offset(of: address))
        } catch {
            throw RehearsalError(.memory, "the machine's memory at \(address): \(error)")
        }
    }
}
