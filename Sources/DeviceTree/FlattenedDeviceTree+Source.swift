extension FlattenedDeviceTree {
    /// The tree as source text that the device tree compiler turns back into an equivalent tree: same reservations, nodes,
    /// properties and values in the same order.
    ///
    /// The boot processor has no place in source text; it stands in a comment. A name with characters the compiler does
    /// not know is written as a string, which the compiler refuses rather than misreads.
    ///
    /// - Parameter style: How values are written.
    public func source(annotating style: some DeviceTreeSourceStyle = .cells) -> String {
        var text: [UInt8] = []
        writeSource(annotating: style, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the tree as source text, in ASCII, to bytes. See ``source(annotating:)``.
    public func writeSource(annotating style: some DeviceTreeSourceStyle = .cells, to text: inout [UInt8]) {
        SourceText(index: index, style: style).write(to: &text) { _ in }
    }

    /// Writes the tree as source text to a stream, in portions. See ``source(annotating:)``.
    public func writeSource(
        annotating style: some DeviceTreeSourceStyle = .cells, to stream: inout some TextOutputStream
    ) {
        var text: [UInt8] = []
        SourceText(index: index, style: style).write(to: &text) { portion in
            guard portion.count >= 1 << 16 else { return }
            stream.write(String(decoding: portion, as: UTF8.self))
            portion.removeAll(keepingCapacity: true)
        }
        stream.write(String(decoding: text, as: UTF8.self))
    }
}

/// The text of a tree, node by node without recursion.
private struct SourceText<Style: DeviceTreeSourceStyle> {
    let index: TreeIndex
    let style: Style

    /// Appends the text; `flush` may take away what is there whenever it is called.
    func write(to text: inout [UInt8], flush: (inout [UInt8]) -> Void) {
        appendPreamble(to: &text)
        for position in index.nodes.indices {
            appendBeginning(of: position, to: &text)
            let node = FlattenedDeviceTree.Node(index: index, position: position)
            for property in node.properties {
                append(property, depth: node.depth + 1, to: &text)
                flush(&text)
            }
            appendEnds(after: position, to: &text)
            flush(&text)
        }
    }

    private func appendPreamble(to text: inout [UInt8]) {
        text += "/dts-v1/;\n".utf8
        if index.header.bootCPU != 0 {
            text += "/* boot processor ".utf8
            text.appendHexadecimal(UInt64(index.header.bootCPU))
            text += " */\n".utf8
        }
        for reservation in index.reservations {
            text += "/memreserve/ ".utf8
            text.appendHexadecimal(reservation.address)
            text.append(UInt8(ascii: " "))
            text.appendHexadecimal(reservation.size)
            text += ";\n".utf8
        }
    }

    private func appendBeginning(of position: Int, to text: inout [UInt8]) {
        let node = index.nodes[position]
        text.append(UInt8(ascii: "\n"))
        text.appendIndent(Int(node.depth))
        if position == 0 {
            text.append(UInt8(ascii: "/"))
        } else {
            text.appendName(index.blob[node.name], isNode: true)
        }
        text += " {\n".utf8
    }

    private func append(_ property: FlattenedDeviceTree.Property, depth: Int, to text: inout [UInt8]) {
        text.appendIndent(depth)
        text.appendName(property.nameBytes, isNode: false)
        if property.count > 0 {
            text += " = ".utf8
            style.append(property.bytes, to: &text)
        }
        text += ";\n".utf8
    }

    /// Closes the node at a position and those above it that end with it.
    private func appendEnds(after position: Int, to text: inout [UInt8]) {
        var current = position
        while current >= 0, Int(index.nodes[current].subtreeEnd) == position + 1 {
            text.appendIndent(Int(index.nodes[current].depth))
            text += "};\n".utf8
            current = Int(index.nodes[current].parent)
        }
    }
}

extension [UInt8] {
    fileprivate mutating func appendIndent(_ depth: Int) {
        append(contentsOf: repeatElement(UInt8(ascii: "\t"), count: depth))
    }

    /// Appends a name as it stands, or as a string when the compiler's alphabet does not have all of its characters.
    fileprivate mutating func appendName(_ name: ArraySlice<UInt8>, isNode: Bool) {
        if name.allSatisfy(Self.isNameCharacter) {
            append(contentsOf: name)
        } else {
            let text = isNode ? NameText.node(name) : NameText.property(name)
            append(UInt8(ascii: "\""))
            for byte in text.utf8 {
                if byte == UInt8(ascii: "\"") { append(UInt8(ascii: "\\")) }
                append(byte)
            }
            append(UInt8(ascii: "\""))
        }
    }

    /// The characters of the compiler's `PROPNODECHAR`, which node and property names are made of.
    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "#"), UInt8(ascii: "?"), UInt8(ascii: "@"),
            UInt8(ascii: "-"):
            true
        default:
            false
        }
    }
}
