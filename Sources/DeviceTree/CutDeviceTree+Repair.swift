extension CutDeviceTree {
    /// Makes a sound tree of the parts that are there as a whole.
    ///
    /// Nodes that are only begun are ended; a broken-off name or value is left out. The blob is written anew, so that its
    /// offsets differ from those of the cut one.
    ///
    /// - Parameter naming: Gives the name of a property from the offset of its name in the lost strings block. Asked only
    ///   for lost names. A property without any name is called `unknown-0x` and the offset in hexadecimal.
    /// - Throws: `truncated` when not even the root node is there; `tooLarge` or `badName` when a name given cannot be
    ///   written.
    public func repaired(naming: (Int) -> String?) throws(DeviceTreeError) -> FlattenedDeviceTree {
        guard let root = nodes.first, root.isNameWhole else {
            throw DeviceTreeError(
                code: .truncated, offset: availableSize, reason: "\(reason): not even the root node is there")
        }
        // libfdt looks for each name in all the names so far: fine for a page, not for a hostile megabyte.
        let propertyCount = nodes.reduce(0) { $0 + $1.properties.count }
        var writer = try DeviceTreeWriter(
            capacity: .growing(limit: limits.blobSize), reservations: reservations, sharingNames: propertyCount <= 4096)
        var depth = 0
        for node in nodes where node.isNameWhole {
            while depth > node.depth {
                try writer.end()
                depth -= 1
            }
            try writer.begin(Array(node.nameBytes))
            depth += 1
            for property in node.properties where property.isWhole {
                let name = property.nameBytes.map { Array($0) } ?? inferredName(at: property.nameOffset, naming: naming)
                try writer.property(name, DeviceTreeValue(Array(property.bytes)))
            }
        }
        while depth > 0 {
            try writer.end()
            depth -= 1
        }
        return try FlattenedDeviceTree(blob: try writer.finish(bootCPU: bootCPU), limits: limits)
    }

    private func inferredName(at offset: Int, naming: (Int) -> String?) -> [UInt8] {
        Array((naming(offset) ?? "unknown-" + hexadecimal(offset)).utf8)
    }
}
