public import PhysicalMemory

extension ComponentObject {
    /// What the member at the end of a path of names holds: `cb.pcpu_id`, through structures alone.
    public func value(at path: some StringProtocol) -> ComponentValue? {
        // Names may have dots of their own: `exception.pending`.
        if let value = members.first(where: { $0.name == path })?.value { return value }
        var object = self
        var names = path.split(separator: ".")[...]
        while let name = names.popFirst() {
            guard let value = object.members.first(where: { $0.name == name })?.value else { return nil }
            if names.isEmpty { return value }
            guard case .object(let inner) = value else { return nil }
            object = inner
        }
        return nil
    }

    /// The number, or the address as a number, at the end of a path of names.
    public func raw(_ path: some StringProtocol) -> UInt64? {
        switch value(at: path) {
        case .number(let number): number
        case .address(let address): address.value
        case .absent: 0
        default: nil
        }
    }

    /// The address at the end of a path of names; `nil` for none.
    public func address(at path: some StringProtocol) -> PhysicalAddress? {
        guard let value = raw(path), value != 0 else { return nil }
        return PhysicalAddress(value)
    }

    /// The structure at the end of a path of names.
    public func object(at path: some StringProtocol) -> ComponentObject? {
        if case .object(let object)? = value(at: path) { object } else { nil }
    }

    /// The structures of the list at the end of a path of names, holes among them.
    public func objects(at path: some StringProtocol) -> [ComponentObject]? {
        if case .objects(let objects)? = value(at: path) { objects } else { nil }
    }
}
