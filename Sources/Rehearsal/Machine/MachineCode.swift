/// A short piece of machine code, written as a table: the bytes of each instruction beside its text.
///
/// Jumps name labels; where they lead is filled in at the end.
struct MachineCode {
    /// A row of the table.
    struct Row {
        fileprivate enum Content {
            case bytes([UInt8])
            case label(String)
        }

        fileprivate let content: Content
        /// The instruction as an assembler writes it (AT&T order), for people; nobody reads it.
        let text: String
        /// The label that a jump leads to: its distance is in the last byte, or the last four.
        fileprivate var target: (label: String, width: Int)?

        /// An instruction.
        static func code(_ bytes: [UInt8], _ text: String) -> Row {
            Row(content: .bytes(bytes), text: text)
        }

        /// An instruction that ends in a 32-bit number, mostly an address.
        static func code(_ bytes: [UInt8], _ number: UInt32, _ text: String) -> Row {
            var all = bytes
            all.append(littleEndian: number)
            return Row(content: .bytes(all), text: text)
        }

        /// A jump of at most 127 bytes to a label.
        static func jump(_ opcode: UInt8, _ label: String, _ text: String) -> Row {
            Row(content: .bytes([opcode, 0]), text: text, target: (label, 1))
        }

        /// Where jumps lead.
        static func label(_ name: String) -> Row {
            Row(content: .label(name), text: name + ":")
        }
    }

    /// The bytes, jumps filled in.
    let bytes: [UInt8]
    /// Where each label is, from the first byte.
    let labels: [String: Int]

    /// Puts a table together. Labels that a jump names must be in it, near enough.
    init(_ rows: [Row]) {
        var bytes: [UInt8] = []
        var labels: [String: Int] = [:]
        var jumps: [(end: Int, label: String)] = []
        for row in rows {
            switch row.content {
            case .label(let name): labels[name] = bytes.count
            case .bytes(let code): bytes += code
            }
            if let target = row.target { jumps.append((bytes.count, target.label)) }
        }
        for jump in jumps {
            let distance = (labels[jump.label] ?? jump.end) - jump.end
            bytes[jump.end - 1] = UInt8(bitPattern: Int8(distance))
        }
        self.bytes = bytes
        self.labels = labels
    }
}
