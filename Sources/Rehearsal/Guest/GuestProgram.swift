internal import ChildProcesses
internal import Glibc

/// Finds the program that runs in the guest, which is built beside khotool.
public enum GuestProgram {
    /// The name of its file.
    public static let name = "khotool-guest"
    /// The variable that names another file.
    public static let variable = "KHOTOOL_GUEST"

    /// The program's bytes: from the file that the environment names, or from beside the running program, or from where
    /// an installation keeps it.
    ///
    /// - Throws: ``RehearsalError`` where there is none, or it is not for a guest.
    public static func find() throws(RehearsalError) -> [UInt8] {
        // The environment is only read, and the string is copied at once.
        if let value = unsafe getenv(variable), case let path = unsafe String(cString: value), !path.isEmpty {
            return try read(path)
        }
        let directory = directoryOfThisProgram ?? "."
        let places = [directory, directory + "/../libexec/khotool"].map { $0 + "/" + name }
        for place in places {
            // The string lives for the call and is only read.
            if unsafe access(place, R_OK) == 0 { return try read(place) }
        }
        throw RehearsalError(
            .guestProgram,
            "the guest's program is not at \(places.joined(separator: " or ")); \(variable) can name it")
    }

    private static var directoryOfThisProgram: String? {
        // With a null buffer the result is a string of its own, to be freed; it is copied first.
        guard let path = unsafe realpath("/proc/self/exe", nil) else { return nil }
        defer { unsafe free(path) }
        let text = unsafe String(cString: path)
        return text.lastIndex(of: "/").map { String(text[..<$0]) }
    }

    private static func read(_ path: String) throws(RehearsalError) -> [UInt8] {
        let bytes: [UInt8]
        do throws(SystemFailure) {
            bytes = try Descriptor.reading(path).readAll(limit: 64 << 20)
        } catch {
            throw RehearsalError(.guestProgram, "\(path): \(error)")
        }
        // An ELF file of 64 bits for the machine 62, x86-64.
        guard bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2]), bytes.integer(at: 18, as: UInt16.self) == 62 else {
            throw RehearsalError(.guestProgram, "\(path): not a program for x86-64")
        }
        return bytes
    }
}
