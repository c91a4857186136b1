import DeviceTree
import HandoverABI
import HandoverState
import PhysicalMemory

extension ImageBuilder {
    /// Writes the tree of reserved regions; the regions stay where they are.
    func memblockTree(_ regions: [ReservedRegion]) throws(EncodingError) -> [UInt8] {
        try tree { (writer) throws(DeviceTreeError) in
            try writer.property(RootTreeNames.compatible, .string(MemblockTreeNames.compatible))
            for region in regions {
                try writer.node(region.name) { (node) throws(DeviceTreeError) in
                    try node.property(RootTreeNames.compatible, .string(MemblockTreeNames.regionCompatible))
                    try node.property(MemblockTreeNames.start, .native64(region.address.value))
                    try node.property(MemblockTreeNames.size, .native64(region.size))
                }
            }
        }
    }

    /// Writes the record of the kernel's own test; the folios stay where they are.
    mutating func testTree(_ test: TestHandover) throws(EncodingError) -> [UInt8] {
        guard let folios = test.folios else {
            throw .unusable(path: "/" + SubtreeNames.test, reason: "the list of the test's folios is not known")
        }
        let words = folios.map { $0.address.value | UInt64($0.order) }
        let list: DeviceTreeValue
        switch profile.testFolios {
        case .inline: list = .native64s(words)
        case .vmalloc: list = DeviceTreeValue(try writeVmalloc(words: words, of: "/" + SubtreeNames.test).bytes)
        }
        return try tree { (writer) throws(DeviceTreeError) in
            try writer.property(RootTreeNames.compatible, .string(TestTreeNames.compatible))
            try writer.property(TestTreeNames.magic, .native32(test.magic))
            try writer.node(TestTreeNames.data) { (node) throws(DeviceTreeError) in
                try node.property(TestTreeNames.folioCount, .native32(test.folioCount))
                try node.property(TestTreeNames.folios, list)
                try node.property(TestTreeNames.checksum, .native32(test.checksum))
            }
        }
    }

    /// Writes what the previous kernel says of itself.
    func kexecMetadata(_ kernel: PreviousKernel) throws(EncodingError) -> [UInt8] {
        var record = Record(KexecMetadata.layout)
        record[KexecMetadata.version] = UInt64(kernel.version)
        record[KexecMetadata.count] = UInt64(kernel.kexecCount)
        guard let release = KernelText.bytes(of: kernel.release), record.setText(release, in: KexecMetadata.release)
        else {
            throw .unusable(path: "/" + SubtreeNames.kexecMetadata, reason: "the release is longer than 64 characters")
        }
        return record.bytes
    }
}
