public import HandoverABI
public import HandoverState
public import PhysicalMemory

extension ComponentFormat {
    /// A structure of the format with some values; all other members are zero, empty or none.
    public func made(
        _ name: String, at address: PhysicalAddress? = nil, _ values: [String: ComponentValue] = [:]
    ) -> ComponentObject {
        var object = ComponentObject(name, address: address)
        for member in structure(name)?.members ?? [] {
            if let value = values[member.name] {
                object.members.append(.init(member.name, value))
            } else if let condition = member.condition, object.raw(condition.member) != condition.value {
                continue
            } else if let value = blank(member) {
                object.members.append(.init(member.name, value))
            }
        }
        return object
    }

    /// What stands behind `data`, read by this format.
    public func state(_ values: [String: ComponentValue] = [:], at address: PhysicalAddress? = nil) -> ComponentState {
        ComponentState(abi: name, confidence: .given, root: made(root, at: address, values))
    }

    private func blank(_ member: ComponentMember) -> ComponentValue? {
        if case .constant(let value) = member.role { return .number(value) }
        return switch member.type {
        case .integer, .bits: .number(0)
        case .integers(_, let count): .numbers([UInt64](repeating: 0, count: count))
        case .text: .text("")
        case .texts(_, let count): .texts([String](repeating: "", count: count))
        case .bytes(let size): .bytes([UInt8](repeating: 0, count: size))
        case .padding, .runtime: nil
        case .address, .pointer, .list, .blocks: .absent
        case .structure(let name): .object(made(name))
        case .structures(let name, let count): .objects([ComponentObject](repeating: made(name), count: count))
        case .tail, .pages, .vmalloc: .objects([])
        case .folios: .folios(FolioTable(retaining: .every))
        }
    }
}
