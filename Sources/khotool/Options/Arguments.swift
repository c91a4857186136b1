import ArgumentParser
import HandoverABI
import PhysicalMemory

/// A number as people write addresses and tokens: decimal, or hexadecimal with `0x`.
private func number(_ text: some StringProtocol) -> UInt64? {
    let lowered = text.lowercased()
    return lowered.hasPrefix("0x") ? UInt64(lowered.dropFirst(2), radix: 16) : UInt64(lowered)
}

/// A size as people write it: a number, with K, M, G or T for powers of 1024.
private func size(_ text: some StringProtocol) -> UInt64? {
    let units: [Character: UInt64] = ["k": 10, "m": 20, "g": 30, "t": 40]
    let lowered = text.lowercased()
    guard let last = lowered.last, let shift = units[last] else { return number(lowered) }
    guard let count = number(lowered.dropLast()), count <= UInt64.max >> shift else { return nil }
    return count << shift
}

/// A physical address on the command line.
struct AddressArgument: ExpressibleByArgument {
    let address: PhysicalAddress

    init?(argument: String) {
        guard let value = number(argument) else { return nil }
        address = PhysicalAddress(value)
    }
}

/// `PA,SIZE` on the command line.
struct RangeArgument: ExpressibleByArgument {
    let range: MemoryRange

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let start = number(parts[0]), let size = size(parts[1]),
            let range = MemoryRange(start: PhysicalAddress(start), size: size)
        else { return nil }
        self.range = range
    }
}

/// A base page size on the command line.
struct PageSizeArgument: ExpressibleByArgument {
    let shift: Int

    init?(argument: String) {
        guard let bytes = size(argument), Profile.pageShifts.contains(where: { 1 << UInt64($0) == bytes }) else {
            return nil
        }
        shift = bytes.trailingZeroBitCount
    }
}

/// The name of a profile or a release on the command line, with formats of components: `7.3+pci@v9`.
struct ProfileArgument: ExpressibleByArgument {
    let profile: Profile

    init?(argument: String) {
        do {
            profile = try ProfileSelection.named(argument, knowing: ComponentFormat.known)
        } catch .noProfile {
            // The parser lists what there is.
            return nil
        } catch {
            StandardError.write("khotool: error: \(error)\n")
            return nil
        }
    }
}

/// The token of a file on the command line.
struct TokenArgument: ExpressibleByArgument {
    let token: UInt64

    init?(argument: String) {
        guard let token = number(argument) else { return nil }
        self.token = token
    }
}

/// A size on the command line: a number, or 512M, 4G.
struct SizeArgument: ExpressibleByArgument {
    let bytes: UInt64

    init?(argument: String) {
        guard let bytes = size(argument) else { return nil }
        self.bytes = bytes
    }
}
