import Glibc
import MemoryDumps
import PhysicalMemory
import Testing

/// A directory for the files of one test, removed with the value.
final class TestDirectory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/khotool-test-XXXXXX".utf8CString)
        // The array is closed by a NUL and changed in place.
        guard let name = unsafe mkdtemp(&template) else { throw TestFailure(text: "no test directory") }
        path = unsafe String(cString: name)
    }

    deinit {
        _ = unsafe system("rm -rf \(path)")
    }

    /// Writes a file, with its directories, and returns its path.
    @discardableResult
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let whole = path + "/" + name
        if let slash = whole.lastIndex(of: "/") { _ = unsafe system("mkdir -p \(whole[..<slash])") }
        try AtomicFile.write(bytes, to: whole)
        return whole
    }

    func file(_ name: String, _ text: String) throws {
        try file(name, Array(text.utf8))
    }

    /// A named pipe that a command writes to in the background.
    func pipe(from command: String) throws -> String {
        let pipe = path + "/pipe\(names.count)"
        guard unsafe mkfifo(pipe, 0o600) == 0 else { throw TestFailure(text: "no pipe") }
        _ = unsafe system("\(command) > \(pipe) 2> /dev/null &")
        return pipe
    }

    /// The names in the directory.
    var names: [String] {
        guard let directory = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}

struct TestFailure: Error {
    let text: String
}

/// Opens bytes as an input.
func open(
    _ bytes: [UInt8], base: PhysicalAddress? = nil, limits: InputLimits = InputLimits(),
    report: (InputNote) -> Void = { _ in }
) throws -> Input {
    let path = "/tmp/khotool-test-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
    try AtomicFile.write(bytes, to: path)
    // The input holds on to the file, not to its name.
    defer { _ = unsafe unlink(path) }
    return try Input.open(path: path, base: base, limits: limits, report: report)
}

/// The error with which bytes are refused.
func refusal(_ bytes: [UInt8], base: PhysicalAddress? = nil, limits: InputLimits = InputLimits()) throws -> InputError {
    do {
        _ = try open(bytes, base: base, limits: limits)
    } catch let error as InputError {
        return error
    }
    throw TestFailure(text: "was accepted")
}

func openELF(_ bytes: [UInt8]) throws -> ELFCore {
    guard case .elfCore(let core) = try open(bytes) else { throw TestFailure(text: "is no ELF core") }
    return core
}

func openKdump(_ bytes: [UInt8]) throws -> KdumpFile {
    guard case .kdump(let dump) = try open(bytes) else { throw TestFailure(text: "is no kdump file") }
    return dump
}

/// Reads every page of a memory and returns how many can be read, and a sum of all bytes.
func readEverything(_ memory: some PhysicalMemory) -> (readable: Int, unreadable: Int, sum: UInt64) {
    var result = (readable: 0, unreadable: 0, sum: UInt64(0))
    for range in memory.present {
        var position = range.start.value
        while position < range.end.value {
            let count = Int(min(4096 - position % 4096, range.end.value - position))
            do {
                result.sum &+= try memory.withBytes(at: PhysicalAddress(position), count: count) { bytes in
                    var sum: UInt64 = 0
                    for index in bytes.indices { sum = sum &* 31 &+ UInt64(bytes[index]) }
                    return sum
                }
                result.readable += 1
            } catch {
                result.unreadable += 1
            }
            position += UInt64(count)
        }
    }
    return result
}

/// Files captured from real machines: the directory that `KHO_CORPUS` names.
enum Corpus {
    static let path: String? = unsafe getenv("KHO_CORPUS").map { unsafe String(cString: $0) }
    static var isThere: Bool { path != nil }

    static func file(_ name: String) throws -> String {
        guard let path else { throw TestFailure(text: "KHO_CORPUS is not set") }
        return path + "/" + name
    }
}
