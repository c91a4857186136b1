import DeviceTree
import HandoverABI
import HandoverState
import PhysicalMemory

/// What kernels of the multikernel patches ask of the nodes that they put beside the subtrees.
enum MultikernelChecks {
    static let all: [Validator.Check] = [tree, buffers]

    /// The tree of the instance: a device tree of at most 1 MiB.
    static func tree(_ subject: Subject, _ log: inout FindingLog) {
        guard let bytes = subject.state.multikernel?.tree else { return }
        let path = "/" + MultikernelNames.tree
        if bytes.count > MultikernelHandover.treeLimit {
            log.add(
                .instanceTreeUnusable, path,
                "the tree of the instance has \(bytes.count) bytes; kernels take \(MultikernelHandover.treeLimit)")
            return
        }
        // Without a byte in it kernels go on as if there were none.
        if bytes.isEmpty { return }
        do throws(DeviceTreeError) {
            _ = try FlattenedDeviceTree(blob: bytes)
        } catch {
            log.add(.instanceTreeUnusable, path, "the tree of the instance is broken: \(error)")
        }
    }

    /// Where the kernels leave messages: an address and a number of pages, both in the order of device trees.
    static func buffers(_ subject: Subject, _ log: inout FindingLog) {
        let multikernel = subject.state.multikernel
        check(multikernel?.hostMessages, MultikernelNames.hostMessages, subject, &log)
        check(multikernel?.messages, MultikernelNames.messages, subject, &log)
    }

    private static func check(
        _ buffer: MultikernelHandover.MessageBuffer?, _ name: String, _ subject: Subject, _ log: inout FindingLog
    ) {
        guard let buffer else { return }
        let path = "/" + name
        if !buffer.isComplete {
            let missing = buffer.address ?? 0 == 0 ? MultikernelNames.address : MultikernelNames.pages
            log.add(
                .messageBufferIncomplete, path, at: buffer.address, "\"\(missing)\" of the buffer is missing, or 0")
        }
        if let pages = buffer.pages, pages > 1 << 20, pages.byteSwapped <= 1 << 16 {
            log.add(
                .byteOrder, path, at: buffer.address,
                "the number of pages is \(digits(pages)), which makes sense only in the other byte order: "
                    + digits(pages.byteSwapped))
        } else if let address = buffer.address, !isPlace(address.value), isPlace(address.value.byteSwapped) {
            log.add(
                .byteOrder, path, at: address,
                "the address of the buffer is \(digits(address.value)), which makes sense only in the other byte "
                    + "order: \(digits(address.value.byteSwapped))")
        }
    }

    private static func isPlace(_ value: UInt64) -> Bool {
        value != 0 && value % 4096 == 0 && value < 1 << 44
    }
}
