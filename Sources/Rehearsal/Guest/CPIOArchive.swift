/// An archive that the kernel unpacks as its first file system: `cpio` in the format `newc`.
struct CPIOArchive {
    private var body: [UInt8] = []
    private var inode: UInt32 = 1

    /// The types of entries, as the mode of a file says them.
    enum Kind: UInt32 {
        case directory = 0o040000
        case file = 0o100000
    }

    /// An archive without entries.
    init() {}

    /// Adds a directory.
    mutating func add(directory name: String) {
        add(name, mode: Kind.directory.rawValue | 0o755, links: 2, contents: [])
    }

    /// Adds a regular file.
    mutating func add(file name: String, mode: UInt32, contents: [UInt8]) {
        add(name, mode: Kind.file.rawValue | mode, links: 1, contents: contents)
    }

    /// Adds a character device.
    mutating func add(device name: String, major: UInt32, minor: UInt32) {
        add(name, mode: 0o020600, links: 1, contents: [], device: (major, minor))
    }

    /// The archive with its end.
    var bytes: [UInt8] {
        var whole = self
        whole.inode = 0
        whole.add("TRAILER!!!", mode: 0, links: 1, contents: [])
        return whole.body
    }

    /// Appends a header of 13 fields of eight hexadecimal digits, the name, and the contents, the latter two filled up
    /// to a multiple of four bytes.
    private mutating func add(
        _ name: String, mode: UInt32, links: UInt32, contents: [UInt8], device: (UInt32, UInt32) = (0, 0)
    ) {
        body += Array("070701".utf8)
        let fields = [
            inode, mode, 0, 0, links, 0, UInt32(contents.count), 0, 0, device.0, device.1, UInt32(name.utf8.count + 1),
            0,
        ]
        for field in fields {
            let digits = String(field, radix: 16, uppercase: true)
            body += Array((String(repeating: "0", count: 8 - digits.count) + digits).utf8)
        }
        body += Array(name.utf8) + [0]
        fill()
        body += contents
        fill()
        inode += 1
    }

    private mutating func fill() {
        while body.count % 4 != 0 { body.append(0) }
    }
}
