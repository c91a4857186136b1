import DeviceTree
import Foundation

/// The blobs in `Blobs`: trees that kernels wrote, named for the release, `in` for what a kernel received and `out` for
/// what one was about to hand over.
enum Blob {
    /// The blobs of trees that are whole.
    static let whole = names.filter { !cut.contains($0) }

    /// The root trees that newer kernels serve cut short while they are running.
    static let cut = ["6.19.11-out-root", "7.1.13-out-root", "7.2.13-out-root", "7.3.4-out-root"]

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Blobs")

    private static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.map { $0.deletingPathExtension().lastPathComponent }.sorted()
    }()

    /// The bytes of a blob.
    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name + ".dtb")))
    }
}

extension [UInt8] {
    /// The bytes with a big-endian 32-bit number put at an offset.
    func replacing(at offset: Int, with value: UInt32) -> [UInt8] {
        var bytes = self
        for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * index)) }
        return bytes
    }

    /// The big-endian 32-bit number at an offset.
    func number(at offset: Int) -> UInt32 {
        self[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// Random numbers that are the same in each run.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// The error that a piece of code throws, or `nil` when it throws none.
func refusal(_ body: () throws(DeviceTreeError) -> Void) -> DeviceTreeError? {
    do throws(DeviceTreeError) {
        try body()
        return nil
    } catch {
        return error
    }
}

/// The error that reading a blob throws, or `nil` when it is accepted.
func refusal(of blob: [UInt8], limits: DeviceTreeLimits = DeviceTreeLimits()) -> DeviceTreeError? {
    refusal { () throws(DeviceTreeError) in _ = try FlattenedDeviceTree(blob: blob, limits: limits) }
}
