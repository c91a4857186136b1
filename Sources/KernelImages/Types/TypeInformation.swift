/// What a kernel says of its own types: BPF Type Format, from a kernel or from `/sys/kernel/btf/vmlinux`.
public struct TypeInformation: Sendable {
    let bytes: [UInt8]
    let header: BTFHeader
    /// Where each type's record begins; type 0 is `void` and has none.
    let offsets: [UInt32]
    /// The types that are structures.
    private let structures: [UInt32]
    /// How many bytes a pointer takes.
    let pointerSize: Int

    /// How many types there are.
    public var count: Int { offsets.count }
    /// The order of bytes of the kernel that it is of.
    public var order: ByteOrder { header.order }

    /// More types than this are refused.
    private static let mostTypes = 2 << 20

    /// Reads and checks the whole: every record is in its place, its references are followed when they are asked for.
    public init(_ bytes: [UInt8]) throws(TypeInformationError) {
        guard bytes.count <= BTFHeader.mostBytes else {
            throw TypeInformationError("\(bytes.count >> 20) MiB, at most \(BTFHeader.mostBytes >> 20) are read", at: 0)
        }
        header = try BTFHeader(bytes)
        var offsets: [UInt32] = []
        var structures: [UInt32] = []
        var pointerSize = 8
        var position = header.types.lowerBound
        while position < header.types.upperBound {
            guard offsets.count < Self.mostTypes else { throw TypeInformationError("too many types", at: position) }
            guard let type = BTFType(bytes, at: position, header.order) else {
                throw TypeInformationError("type \(offsets.count + 1) is of a kind that is not known", at: position)
            }
            guard type.length <= header.types.upperBound - position else {
                throw TypeInformationError("type \(offsets.count + 1) is cut short", at: position)
            }
            offsets.append(UInt32(position))
            if type.kind == .structure { structures.append(UInt32(offsets.count)) }
            if type.kind == .integer, Self.isLong(bytes, header, type.name), type.sizeOrType == 4 { pointerSize = 4 }
            position += type.length
        }
        self.bytes = bytes
        self.offsets = offsets
        self.structures = structures
        self.pointerSize = pointerSize
    }

    /// Whether a name is that of the integer that is as wide as a pointer on Linux.
    private static func isLong(_ bytes: [UInt8], _ header: BTFHeader, _ name: UInt32) -> Bool {
        for spelling in ["long unsigned int", "unsigned long"] {
            let text = Array(spelling.utf8)
            let start = header.strings.lowerBound + Int(name)
            if text.count < header.strings.upperBound - start,
                bytes[start..<start + text.count].elementsEqual(text), bytes[start + text.count] == 0
            {
                return true
            }
        }
        return false
    }

    /// A type by its number; `nil` for `void` and for numbers of no type.
    func type(_ id: UInt32) -> BTFType? {
        guard id > 0, id <= offsets.count else { return nil }
        return BTFType(bytes, at: Int(offsets[Int(id) - 1]), header.order)
    }

    /// The name at an offset of the names; empty where there is none.
    func name(_ offset: UInt32) -> String {
        guard Int(offset) < header.strings.count else { return "" }
        let rest = bytes[(header.strings.lowerBound + Int(offset))..<header.strings.upperBound]
        return String(decoding: rest.prefix { $0 != 0 }.prefix(256), as: UTF8.self)
    }

    /// The numbers of the structures of a name, in their order. Several files of a kernel may each define one.
    func structureNumbers(named wanted: String) -> [UInt32] {
        let text = Array(wanted.utf8) + [0]
        return structures.filter { id in
            guard let type = type(id), type.name != 0, Int(type.name) < header.strings.count else { return false }
            let start = header.strings.lowerBound + Int(type.name)
            guard text.count <= header.strings.upperBound - start else { return false }
            for index in text.indices where bytes[start + index] != text[index] { return false }
            return true
        }
    }

    /// The definitions of a structure; more than one only where files of the kernel differ.
    public func structures(named name: String) -> [StructureDefinition] {
        var definitions: [StructureDefinition] = []
        for id in structureNumbers(named: name).prefix(Self.mostDefinitions) {
            var reader = StructureReader(types: self)
            guard let definition = reader.definition(of: id), !definitions.contains(definition) else { continue }
            definitions.append(definition)
        }
        return definitions
    }

    /// The names of structures that satisfy a condition, in their order; each once.
    func structureNames(where condition: (String) -> Bool) -> [String] {
        var seen: Set<UInt32> = []
        var names: [String] = []
        for id in structures {
            guard let type = type(id), type.name != 0, seen.insert(type.name).inserted else { continue }
            let name = name(type.name)
            if condition(name), !names.contains(name), names.count < Self.mostNames { names.append(name) }
        }
        return names
    }

    /// More names than this are not collected.
    private static let mostNames = 256
    /// More definitions of one name than this are not looked at.
    private static let mostDefinitions = 64
}
